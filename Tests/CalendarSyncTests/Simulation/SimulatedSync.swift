import Booking
import CalendarSync
import CivilTime
import TestSupport

/// Our side of one appointment: what is stored, and executors that carry effects out and may stop between any two steps.
struct SimulatedSync {
    struct Crash: Error {}

    struct Question {
        var kind: SyncConflict.Kind
        var askedAt: Int
        var isOpen = true
    }

    var random: SeededGenerator
    var remote = RemoteSide()
    /// Whether processes stop and answers get lost.
    var isFaulty = true
    /// Whether writes are announced before they are sent.
    var announces = true
    var step = 0
    /// What becomes of changes made outside.
    var settings = SyncSettings.standard

    // What the appointment says.
    var span = hour(10)
    var title = "Haircut"
    var notes = "Cleo\nTea"
    var isCancelled = false
    var isTheirs = true

    // What is stored for it.
    var link = fresh()
    var questions: [Question] = []
    var overwritten: [EditedText] = []
    var held: [String: String?] = [:]
    var cursor: Int?
    var needsPush = true

    var wanted: OutgoingEvent? {
        guard !isCancelled, isTheirs else { return nil }
        return outgoing(EventFields(span: span, title: title, notes: notes, location: "Studio"), generation: link.generation)
    }

    var openQuestion: SyncConflict.Kind? { questions.last { $0.isOpen }?.kind }

    /// Some places are taken, and some lie outside the hours.
    private func situation(_ observation: RemoteObservation) -> LinkSituation {
        var verdict: MoveVerdict?
        if case .present(_, _, let fields?) = observation {
            switch (fields.span.start - Cast.morning).count / 3_600 % 4 {
            case 0: verdict = .impossible
            case 1: verdict = .possible(breaking: [.hours])
            default: verdict = fields.isAllDay ? .impossible : .possible(breaking: [])
            }
        }
        return LinkSituation(
            wanted: wanted, link: link, remote: observation, openConflict: openQuestion, settings: settings, verdict: verdict)
    }

    private var uid: String { outgoing(fields(), generation: link.generation).uid }

    /// A point at which the process may stop.
    private mutating func stumble(_ odds: Int = 14) throws { if isFaulty, random.oneIn(odds) { throw Crash() } }

    // MARK: Pushing

    /// - Returns: false when it was interrupted; the job is then run again later.
    @discardableResult
    mutating func push() -> Bool {
        do {
            try pushRounds()
            needsPush = false
            return true
        } catch { return false }
    }

    private mutating func pushRounds() throws {
        var observation = RemoteObservation.notRead
        for _ in 0..<5 {
            let effects = Planner.plan(situation(observation))
            guard !effects.isEmpty else { return }
            observation = try carryOut(effects, wanted)
        }
        throw Crash()
    }

    private mutating func carryOut(_ effects: [Effect], _ wanted: OutgoingEvent?) throws -> RemoteObservation {
        for effect in effects {
            try stumble()
            switch effect {
            case .createRemoteEvent(let event):
                try announce(event)
                do { record(try written { world in try world.remote.create(event) }, wanted) } catch RemoteSide.Refusal.exists {
                    return adopt(event)
                }
            case .updateRemoteEvent(let event, let id, let version):
                let before = link
                try announce(event)
                do {
                    record(try written { world in try world.remote.update(event, at: id, version: version) }, wanted)
                } catch RemoteSide.Refusal.stale {
                    // Refused is not carried out.
                    if !before.isUnanswered { link = before }
                    return observe(id)
                }
            case .deleteRemoteEvent(let id, let version):
                do {
                    try written { world in try world.remote.delete(id, version: version) }
                    held[id] = nil
                } catch RemoteSide.Refusal.stale { return observe(id) }
            case .adoptBase, .closeLink, .startGeneration, .leaveToOwner, .openConflict, .keepOverwritten, .moveAppointment,
                .cancelAppointment, .closeConflict:
                apply([effect])
            }
        }
        return .notRead
    }

    private mutating func announce(_ event: OutgoingEvent) throws {
        if announces { link = link.announcing(event) }
        try stumble()
    }

    /// Carries a request out; then its answer may get lost.
    private mutating func written<Answer>(_ request: (inout SimulatedSync) throws -> Answer) throws -> Answer {
        let answer = try request(&self)
        try stumble(6)
        return answer
    }

    private mutating func record(_ item: RemoteItem, _ wanted: OutgoingEvent?) {
        (link.remoteID, link.version, link.base, link.carried) = (item.id, item.version, item.fields ?? wanted?.fields, wanted?.fields)
        link.state = .synced
        held[item.id] = item.version
    }

    private func observe(_ id: String) -> RemoteObservation {
        remote.item(id).map { .present($0.id, version: $0.version, fields: $0.fields) } ?? .gone
    }

    private mutating func adopt(_ event: OutgoingEvent) -> RemoteObservation {
        let observation = observe(RemoteSide.name(of: event.uid))
        if observation == .gone {
            apply([.startGeneration(link.generation + 1)])
            return .notRead
        }
        return observation
    }

    // MARK: Reading

    /// Reads what changed and applies it in one transaction, or not at all.
    mutating func read() {
        let before = self
        let isWhole = cursor == nil || !remote.hasFeed
        let names =
            isWhole ? Set(remote.events.keys).union(held.keys).union([link.remoteID].compactMap(\.self)) : Set(remote.changes[cursor!...])
        for id in names.sorted() where remote.events[id] != nil { take(remote.item(id)!, isWhole: isWhole) }
        for id in names.sorted() where remote.events[id] == nil { lose(id) }
        cursor = remote.changes.count
        if isFaulty, random.oneIn(8) {
            let random = random
            self = before
            self.random = random
        }
    }

    /// Reads every item again, as after a cursor that expired.
    mutating func readEverything() {
        (cursor, held) = (nil, [:])
        read()
    }

    /// What the planner would do now, told everything and told nothing.
    var stillPlanned: [Effect] {
        // Nothing is remembered of what was not written into a series: that is tried again, and refused.
        let isSeries = link.remoteID.flatMap { remote.events[$0] }?.isSeries == true
        let observations = (isSeries ? [] : [RemoteObservation.notRead]) + (link.remoteID.map { [observe($0)] } ?? [])
        return observations.flatMap { observation in
            Planner.plan(situation(observation))
        }
    }

    private mutating func take(_ item: RemoteItem, isWhole: Bool) {
        if isWhole, let known = held[item.id], known == item.version { return }
        held[item.id] = item.version
        let isOurs =
            link.remoteID == item.id
            || (item.marker?.generation == link.generation && item.uid == uid
                && (link.remoteID == nil || remote.events[link.remoteID!] == nil))
        if isOurs { compare(.present(item.id, version: item.version, fields: item.fields)) }
    }

    private mutating func lose(_ id: String) {
        held[id] = nil
        if link.remoteID == id { compare(.gone) }
    }

    private mutating func compare(_ observation: RemoteObservation) {
        if link.state == .pending, link.base == nil, observation == .gone { return }
        let effects = Planner.plan(situation(observation))
        if apply(effects) { needsPush = true }
    }

    // MARK: What is only stored

    @discardableResult
    private mutating func apply(_ effects: [Effect]) -> Bool {
        var needsPush = false
        for effect in effects {
            switch effect {
            case .createRemoteEvent, .updateRemoteEvent, .deleteRemoteEvent: needsPush = true
            case .adoptBase(let id, let version, let fields, let carried):
                (link.remoteID, link.version, link.base, link.carried) = (id, version, fields, carried)
                if link.state != .inConflict { link.state = .synced }
            case .closeLink: if !needsPush { link.state = .closed }
            case .startGeneration(let number):
                link = fresh()
                link.generation = number
                needsPush = true
            case .leaveToOwner(let number):
                link = fresh()
                link.generation = number
                if !effects.contains(.closeLink) { needsPush = true }
            case .keepOverwritten(let texts): overwritten += texts
            case .moveAppointment(let place):
                span = place
                needsPush = true
            case .cancelAppointment:
                isCancelled = true
                needsPush = true
            case .openConflict(let kind):
                closeQuestions()
                questions.append(Question(kind: kind, askedAt: step))
                link.state = .inConflict
            case .closeConflict:
                closeQuestions()
                if link.state == .inConflict { link.state = .synced }
            }
        }
        return needsPush
    }

    private mutating func closeQuestions() { for index in questions.indices { questions[index].isOpen = false } }

    // MARK: Changes on our side

    mutating func moveAppointment(to place: Span, overtakingAtOnce: Bool) {
        span = place
        if overtakingAtOnce { closeQuestions() }
        needsPush = true
    }

    mutating func cancel() {
        isCancelled = true
        needsPush = true
    }

    /// A person's answer to the open question.
    mutating func settle(following: Bool) {
        guard let kind = openQuestion else { return }
        closeQuestions()
        switch kind {
        case .movedOutside(let place):
            for path in [\Link.base, \Link.carried] {
                link[keyPath: path]?.span = place
                link[keyPath: path]?.isCancelled = false
            }
            link.state = .synced
            // Whole days are no time that it could be followed to.
            if following, place.duration < .days(1) { span = place }
        case .cancelledOutside:
            link.base?.isCancelled = true
            link.carried?.isCancelled = true
            link.state = .synced
            if following { isCancelled = true }
        case .overlapped, .editedTwice: return
        case .deletedOutside where following:
            link.state = .closed
            link.remoteID = nil
            isCancelled = true
        case .deletedOutside:
            apply([.startGeneration(link.generation + 1)])
        }
        needsPush = true
    }
}

import CalendarSync
import CivilTime
import TestSupport

/// A drawn story of edits and faults on both sides, and what must hold when it has come to rest.
struct History {
    /// What somebody did to our event in their own calendar.
    private struct Edit {
        enum Kind: Equatable {
            case moved(Span)
            case titled(String)
            case deleted
            case restored
            case calledOff
        }

        var kind: Kind
        /// The event that was edited.
        var id: String
        var step: Int
        /// Whether the appointment's own title had not been agreed on yet.
        var titleIsUnderway: Bool
        /// Whether it cannot be told from no edit: an event that we had taken away and that was fetched back, or moved back to where it was last
        /// read.
        var isInvisible: Bool
        /// Whether the event had never been read: its deletion then leaves no trace.
        var isUnread: Bool
        /// Whether a person was being asked about such an edit already.
        var isAsked: Bool
    }

    private(set) var sync: SimulatedSync
    private var edits: [Edit] = []
    private var copies: [String: RemoteSide.Event] = [:]
    /// What somebody made a series of, and did not delete.
    private var series: Set<String> = []
    /// Every event that was a series at some time: a series has no place and no texts of its own that an appointment could follow.
    private var repeated: Set<String> = []
    private var places: [Span] = []
    private var lastUnwanted = -1
    private var lastTitled = -1
    private(set) var story: [String] = []

    init(seed: UInt64, announces: Bool = true) {
        sync = SimulatedSync(random: SeededGenerator(seed: seed))
        sync.announces = announces
        sync.remote.keepsTrash = sync.random.oneIn(3)
        sync.remote.rewrites = sync.random.oneIn(3)
        sync.remote.hasFeed = sync.random.oneIn(2)
        sync.isFaulty = !sync.random.oneIn(4)
        if sync.random.oneIn(2) {
            sync.settings = SyncSettings(
                moves: OutsideChange.allCases[sync.random.int(0...2)], deletions: OutsideChange.allCases[sync.random.int(0...2)],
                breakableLimits: sync.random.oneIn(2) ? [.hours] : [])
        }
        for step in 1...sync.random.int(4...24) {
            sync.step = step
            act()
            places.append(sync.span)
            if sync.wanted == nil { lastUnwanted = step }
        }
    }

    // MARK: The story

    private var ours: String { sync.link.remoteID ?? RemoteSide.name(of: outgoing(fields(), generation: sync.link.generation).uid) }

    private mutating func act() {
        switch sync.random.int(1...24) {
        case 1...6:
            let isDone = sync.push()
            story.append(isDone ? "push" : "push, interrupted")
        case 7...11:
            sync.read()
            story.append("read")
        case 12, 13:
            let place = hour(sync.random.int(0...9))
            sync.moveAppointment(to: place, overtakingAtOnce: sync.random.oneIn(2))
            story.append("appointment moved to \(place.start)")
        case 14:
            sync.title = "Title \(sync.step)"
            sync.needsPush = true
            lastTitled = sync.step
            story.append("appointment titled \(sync.title)")
        case 15 where sync.random.oneIn(3):
            sync.cancel()
            story.append("cancelled")
        case 16 where sync.random.oneIn(2):
            sync.isTheirs.toggle()
            sync.needsPush = true
            story.append(sync.isTheirs ? "assigned" : "assigned to somebody else")
        case 17 where sync.openQuestion != nil:
            let following = sync.random.oneIn(2)
            sync.settle(following: following)
            story.append(following ? "followed" : "put back")
        case 18 where sync.random.oneIn(2):
            sync.cursor = nil
            story.append("cursor expired")
        case 19...24: editOutside()
        default: break
        }
    }

    private mutating func editOutside() {
        let id = ours
        guard sync.remote.events[id] != nil else {
            guard sync.remote.trash[id] != nil, sync.random.oneIn(2) else { return }
            sync.remote.restore(id)
            note(.restored, on: id)
            return
        }
        switch sync.random.int(1...9) {
        case 6 where sync.step.isMultiple(of: 3):
            sync.remote.repeatDaily(id)
            series.insert(id)
            repeated.insert(id)
            story.append("made a series")
        case 9:
            guard sync.remote.events[id]?.fields.isCancelled == false else { return }
            sync.remote.edit(id) { $0.isCancelled = true }
            note(.calledOff, on: id)
        case 1, 2: move(id, to: hour(sync.random.int(0...9)))
        case 3: move(id, to: Span(start: Cast.morning - .hours(9), duration: .days(1)), isAllDay: true)
        case 4, 5:
            let title = "Theirs \(sync.step)"
            sync.remote.edit(id) { $0.title = title }
            note(.titled(title), on: id)
        case 6:
            sync.remote.edit(id) { _ in }
            story.append("touched")
        case 7:
            let copy = "copy-\(sync.step)"
            sync.remote.duplicate(id, as: copy)
            copies[copy] = sync.remote.events[copy]
            story.append("copied")
        default:
            sync.remote.remove(id)
            series.remove(id)
            note(.deleted, on: id)
        }
    }

    /// Moves the event outside; a move to where it stands is none.
    private mutating func move(_ id: String, to place: Span, isAllDay: Bool = false) {
        guard let event = sync.remote.events[id], event.fields.span != place else { return }
        sync.remote.edit(id) { ($0.span, $0.isAllDay, $0.isCancelled) = (place, isAllDay, false) }
        note(.moved(place), on: id)
    }

    private mutating func note(_ kind: Edit.Kind, on id: String) {
        let isUnderway = sync.link.isUnanswered || sync.link.state == .pending || sync.link.carried?.title != sync.title
        let isInvisible = sync.link.state == .closed || sync.link.base.map { kind == .moved($0.span) } ?? false
        edits.append(
            Edit(
                kind: kind, id: id, step: sync.step, titleIsUnderway: isUnderway, isInvisible: isInvisible, isUnread: sync.link.base == nil,
                isAsked: sync.openQuestion == (kind == .calledOff ? .cancelledOutside : .deletedOutside)))
        story.append("outside: \(kind)")
    }

    // MARK: Coming to rest

    /// Runs both jobs without faults until nothing is left to do.
    /// - Returns: false when it never comes to rest.
    mutating func rest() -> Bool {
        sync.step += 1
        sync.isFaulty = false
        for _ in 0..<12 {
            let before = sync
            if sync.needsPush { sync.push() }
            sync.read()
            if !sync.needsPush, before.link == sync.link, before.remote.writes == sync.remote.writes { return true }
        }
        return false
    }

    /// What does not hold, in words; empty when all is well.
    mutating func faults(checkingEdits: Bool) -> [String] {
        guard rest() else { return ["it never comes to rest"] }
        return wrongEvents + (checkingEdits ? lostEdits : []) + wrongCopies + wrongSeries + secondCycle()
    }

    private var current: [RemoteSide.Event] {
        sync.remote.events.values.filter { event in event.uid == outgoing(fields(), generation: sync.link.generation).uid }
    }

    /// Invariants 1 and 2: exactly one event for a live appointment, none for one that is not.
    private var wrongEvents: [String] {
        guard let wanted = sync.wanted else { return current.isEmpty ? [] : ["an event outlives its appointment"] }
        // A series stands for the appointment for as long as that does not move.
        if current.count == 1, current[0].isSeries { return [] }
        switch sync.openQuestion {
        case .cancelledOutside?:
            return current.map(\.fields.isCancelled) == [true] ? [] : ["asks about a cancellation, but there is \(current)"]
        case .overlapped?, .editedTwice?: return ["asks about something else"]
        case .deletedOutside?: return current.isEmpty ? [] : ["asks about the deletion of an event that is there"]
        case .movedOutside(let place)?: return current.map(\.fields.span) == [place] ? [] : ["asks about \(place), but there is \(current)"]
        case nil:
            return current.map(\.fields.span) == [wanted.fields.span] && !current[0].fields.isCancelled
                ? [] : ["wanted \(wanted.fields.span), there is \(current)"]
        }
    }

    private var wrongCopies: [String] { copies.filter { sync.remote.events[$0.key] != $0.value }.map { "touched the copy \($0.key)" } }

    /// Nobody but a person takes a series away.
    private var wrongSeries: [String] {
        series.filter { sync.remote.events[$0]?.isSeries != true }.sorted().map { "took away the series \($0)" }
    }

    /// Invariant 5: when nobody edits, a second cycle writes nothing and asks nothing, and the plan is empty.
    private mutating func secondCycle() -> [String] {
        let before = sync
        sync.push()
        sync.readEverything()
        sync.push()
        let isQuiet = before.remote.writes == sync.remote.writes && before.questions.count == sync.questions.count && !sync.needsPush
        return (isQuiet ? [] : ["a second cycle is not quiet: \(before.link) became \(sync.link)"])
            + sync.stillPlanned.map { "still plans to \($0)" }
    }

    /// Invariant 6: every edit is on both sides or among the conflicts, unless a later one took its place.
    private var lostEdits: [String] { edits.filter { !isKept($0) }.map { "lost \($0)" } }

    /// Whether the event had been fetched back from the trash, and was made anew because of its deletion: then it is nobody's.
    private func isLeftBehind(_ edit: Edit) -> Bool {
        sync.link.remoteID != edit.id && edits.contains { $0.id == edit.id && $0.kind == .restored && $0.step < edit.step }
    }

    private func isKept(_ edit: Edit) -> Bool {
        if edit.isInvisible || edit.step <= lastUnwanted || repeated.contains(edit.id) { return true }
        let later = edits.filter { $0.step > edit.step }.map(\.kind)
        if later.contains(.deleted) || later.contains(.restored) { return true }
        switch edit.kind {
        case .moved(let place):
            let isMovedAgain = later.contains { if case .moved = $0 { true } else { $0 == .calledOff } }
            return isMovedAgain || sync.remote.events[edit.id]?.fields.span == place || places.contains(place)
                || sync.questions.contains { $0.kind == .movedOutside(to: place) }
        case .titled(let title):
            let isTitledAgain = later.contains { if case .titled = $0 { true } else { false } }
            // A deletion that was followed takes the title with it.
            return isTitledAgain || edit.titleIsUnderway || lastTitled > edit.step || sync.isCancelled
                || sync.remote.events[edit.id]?.fields.normalized.title == title
        case .deleted:
            return edit.isUnread || edit.isAsked || sync.questions.contains { $0.kind == .deletedOutside && $0.askedAt >= edit.step }
        case .calledOff:
            let isPlacedAgain = later.contains { if case .moved = $0 { true } else { $0 == .calledOff } }
            return isPlacedAgain || edit.isUnread || edit.isAsked || isLeftBehind(edit)
                || sync.questions.contains { $0.kind == .cancelledOutside && $0.askedAt >= edit.step }
        case .restored: return true
        }
    }
}

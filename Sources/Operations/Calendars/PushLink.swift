import Booking
import CalendarSync
import CivilTime
import Persistence

/// Brings one appointment's event in one linked calendar up to date: plans, writes, reads back, records; then plans again until nothing is left.
struct PushLink {
    let kalends: Kalends

    /// What one round works with, read in one transaction.
    private struct Round: Sendable {
        var appointment: Appointment
        var link: Link
        var calendar: ConnectedCalendar
        var account: CalendarAccount
        var owner: CalendarOwner
        var wanted: OutgoingEvent?
        var run: SyncRun.ID?
        var leavesEdits: Bool
        var looksFirst: Bool
        var cause: SyncLogEntry.Cause

        /// No event is known, but one may stand there: the answer to its create was lost, or the calendar was linked before and its event not
        /// taken out yet. It must not outlive the appointment, nor say what it said under other settings, nor be written over by servers that do
        /// so in spite of being told not to.
        var mayHaveMade: Bool { link.remoteID == nil && link.state != .closed && (wanted == nil || link.isUnanswered || looksFirst) }
    }

    /// - Throws: `ProviderFailure` when the provider did not do it; the job is then tried again. `SwitchedOff`.
    func callAsFunction(_ target: PushLinkPayload) async throws {
        var observation = RemoteObservation.notRead
        // Each round either finishes, or learns something new about the remote side.
        for _ in 0..<5 {
            guard let round = try await load(target) else { return }
            if round.mayHaveMade, observation == .notRead { observation = try await lookForUnanswered(round) }
            let seen = observation
            var effects = try await plan(round, seen)
            if seen == .gone, effects.contains(where: \.isCancellation), try await isDoubted(round) {
                effects = try await plan(round, seen, isSuspicious: true)
            }
            guard !effects.isEmpty else { return }
            if effects.contains(where: \.isAnswer) {
                try await answer(seen, round)
                observation = .notRead
            } else {
                observation = try await carryOut(effects, round, isKnownGone: seen == .gone)
            }
        }
        throw ProviderFailure(
            .preconditionFailed, "The event keeps changing while it is written. It is tried again in a moment.", retryAfter: 30)
    }

    private func load(_ target: PushLinkPayload) async throws -> Round? {
        try await kalends.database.read { transaction in
            guard let link = try transaction.links.find(appointment: target.appointment, resource: target.resource),
                let appointment = try transaction.appointments.find(target.appointment),
                let calendar = try transaction.calendars.find(link.calendar), let account = try transaction.accounts.find(calendar.account),
                account.isConnected, account.id == target.account
            else { return nil }
            if try transaction.isHeldBySwitch(appointment, link.resource) { throw SwitchedOff() }
            try account.requireNotRefused()
            return Round(
                appointment: appointment, link: link, calendar: calendar, account: account,
                owner: try kalends.owner(of: link.resource, account: account, transaction),
                wanted: try kalends.wantedEvent(for: appointment, link: link, transaction), run: target.run,
                leavesEdits: target.leavesEdits == true, looksFirst: target.looksFirst == true,
                cause: try target.cause ?? transaction.cause(of: target.run) ?? .booking)
        }
    }

    private func plan(_ round: Round, _ seen: RemoteObservation, isSuspicious: Bool = false) async throws -> [Effect] {
        try await kalends.database.read { transaction in
            Planner.plan(try kalends.situation(of: round.appointment, round.link, seen, isSuspicious: isSuspicious, transaction))
        }
    }

    /// Whether the event, though gone, need not have been wished away; as where a calendar is read.
    private func isDoubted(_ round: Round) async throws -> Bool {
        guard let id = round.link.remoteID else { return true }
        let held = try await kalends.database.read { try $0.remoteItems.find(id: id, calendar: round.calendar.id) }
        if (held?.version ?? "").isEmpty { return true }
        return try await EventElsewhere(kalends: kalends).mayStand(round.link.uid(for: round.appointment), besides: round.calendar)
    }

    /// Carries the effects out until one of them teaches something new.
    private func carryOut(_ effects: [Effect], _ round: Round, isKnownGone: Bool) async throws -> RemoteObservation {
        let writer = try writer(of: round)
        let clock = ContinuousClock()
        for effect in effects {
            let start = clock.now
            switch effect {
            case .createRemoteEvent(var event):
                event.meetingName = try await meetingName(for: event, round)
                guard try await announce(event, round, isFirst: isKnownGone) != nil else { return .notRead }
                do {
                    let item = try await writer.create(event)
                    try await record(item, round, .created, took: clock.now - start)
                } catch let failure as ProviderFailure where failure.kind == .alreadyExists {
                    return try await adopt(event, writer, round)
                }
            case .updateRemoteEvent(let event, let id, let version):
                guard let before = try await announce(event, round) else { return .notRead }
                do {
                    let item = try await writer.update(event, at: id, version: version)
                    try await record(item, round, .updated, took: clock.now - start)
                } catch let failure as ProviderFailure where failure.kind == .preconditionFailed {
                    try await withdraw(event, before, round)
                    return try await observe(id, writer, round)
                } catch let failure as ProviderFailure where failure.isRefusal {
                    try await withdraw(event, before, round)
                    throw failure
                }
            case .deleteRemoteEvent(let id, let version):
                // Since it was planned the calendar may have been linked through another account, and the event with it.
                guard try await announceDeletion(round) else { return .notRead }
                // Without a version nothing says that it is still the event that we know.
                if version == nil, let item = try await writer.item(id), item.fields == nil { return try present(item, round) }
                do {
                    try await writer.delete(id, version: version)
                    try await recordDeletion(of: id, round, took: clock.now - start)
                } catch let failure as ProviderFailure where failure.kind == .preconditionFailed {
                    if round.leavesEdits, try await leaveAlone(id, writer, round) { return .notRead }
                    return try await observe(id, writer, round)
                }
            case .adoptBase, .closeLink, .startGeneration, .leaveToOwner, .openConflict, .keepOverwritten, .moveAppointment,
                .cancelAppointment, .closeConflict:
                try await recordLocally(effect, round)
            }
        }
        return .notRead
    }

    /// The appointment follows what was found: planned and carried out in one transaction, so that nothing comes between the two.
    private func answer(_ observation: RemoteObservation, _ round: Round) async throws {
        try await kalends.database.write { transaction in
            guard var link = try current(round, transaction), let appointment = try transaction.appointments.find(link.appointment) else {
                return
            }
            let effects = Planner.plan(try kalends.situation(of: appointment, link, observation, transaction))
            let execution = LinkExecution(
                kalends: kalends, transaction: transaction, appointment: appointment, calendar: round.calendar,
                run: SyncRunBook(.cycle, resource: link.resource, actor: .sync, kalends, transaction))
            _ = try execution.apply(effects, to: &link)
        }
    }

    private func writer(of round: Round) throws -> any CalendarWriter {
        let provider = try kalends.provider(round.account.provider)
        guard let writer = provider.writer(of: round.calendar.remote, with: try kalends.credentials(of: round.account)) else {
            throw ProviderFailure(.forbidden, "“\(round.calendar.remote.name)” can only be read. Choose a calendar that can be written.")
        }
        return writer
    }

    private func lookForUnanswered(_ round: Round) async throws -> RemoteObservation {
        let writer = try writer(of: round)
        let uid = round.link.uid(for: round.appointment)
        guard let item = try await writer.item(writer.id(forUID: uid)), item.uid == uid else { return .gone }
        return try present(item, round)
    }

    private func observe(_ id: RemoteItem.ID, _ writer: any CalendarWriter, _ round: Round) async throws -> RemoteObservation {
        guard let item = try await writer.item(id) else { return .gone }
        return try present(item, round)
    }

    private func present(_ item: RemoteItem, _ round: Round) throws -> RemoteObservation {
        let located = try kalends.provider(round.account.provider).locate(item, for: round.owner)
        return .present(located.id, version: located.version, fields: located.fields)
    }

    /// An event stands under our name already: ours from before a crash, or a name that is burnt.
    private func adopt(_ event: OutgoingEvent, _ writer: any CalendarWriter, _ round: Round) async throws -> RemoteObservation {
        let id = writer.id(forUID: event.uid)
        if let item = try await writer.item(id), item.uid == event.uid {
            try await kalends.database.write { transaction in try kalends.note(item.meeting, of: round.link, transaction) }
            return try present(item, round)
        }
        // A server that names events itself: the name is not ours, the UID is.
        let known = try await kalends.database.read { transaction in
            try transaction.remoteItems.find(uid: event.uid, calendar: round.calendar.id)
        }
        if let known, let item = try await writer.item(known.id), item.uid == event.uid { return try present(item, round) }
        // Refused, yet not to be read: a trash bin keeps the name. Use the next one.
        try await recordLocally(.startGeneration(round.link.generation + 1), round)
        return .notRead
    }

    /// The meeting to make with a new event: also where the appointment had one, which was the earlier event's.
    private func meetingName(for event: OutgoingEvent, _ round: Round) async throws -> String? {
        guard event.meetingName == nil, round.appointment.meeting != nil else { return event.meetingName }
        return try await kalends.database.write { transaction in
            try current(round, transaction).flatMap { try kalends.renewMeeting(with: $0, transaction) }
        }
    }

    /// Notes what is about to be written, so that our own write is known again should its answer be lost.
    /// - Parameter isFirst: nothing stands there, so that what was announced before was not carried out, or is gone again. Should it stand there
    ///   after all, its texts are still known for ours.
    /// - Returns: the link as it was before; `nil` when it is no longer the one that this round works on.
    private func announce(_ event: OutgoingEvent, _ round: Round, isFirst: Bool = false) async throws -> Link? {
        try await kalends.database.write { transaction in
            guard let before = try current(round, transaction) else { return nil }
            var link = before
            if isFirst, link.remoteID == nil { link.carried?.span = event.fields.span }
            try transaction.links.put(link.announcing(event))
            try transaction.channels.expectEcho(calendar: link.calendar, at: kalends.now)
            return before
        }
    }

    /// - Returns: whether the event is still this round's to delete.
    private func announceDeletion(_ round: Round) async throws -> Bool {
        try await kalends.database.write { transaction in
            guard let link = try current(round, transaction) else { return false }
            try transaction.channels.expectEcho(calendar: link.calendar, at: kalends.now)
            return true
        }
    }

    /// A write that was refused was not carried out: with no other one unanswered, nothing is in doubt any more.
    /// - Parameter before: the link before the write was announced.
    private func withdraw(_ event: OutgoingEvent, _ before: Link, _ round: Round) async throws {
        guard !before.isUnanswered else { return }
        try await kalends.database.write { transaction in
            guard try current(round, transaction) == before.announcing(event) else { return }
            try transaction.links.put(before)
        }
    }

    private func record(_ item: RemoteItem, _ round: Round, _ action: SyncLogEntry.Action, took: Duration) async throws {
        let payload = try kalends.provider(round.account.provider).keptPayload(
            of: item, keepsTitle: false, ownAddresses: round.account.ownAddresses)
        try await kalends.database.write { transaction in
            let before = round.link.state == .closed ? nil : round.link.base
            let run = try transaction.note(
                action == .created ? .created(item.fields) : .updated(before: before, after: item.fields), of: round.link, in: round.run,
                at: kalends.now)
            try SyncLog(kalends: kalends, transaction: transaction, calendar: round.calendar)
                .note(action, round.cause, appointment: round.appointment.id, took: took, run: run)
            // Held without its version until a read has shown it: only then is the feed known to tell of it.
            var unread = item
            (unread.version, unread.payload) = (nil, payload)
            try transaction.remoteItems.put(unread, calendar: round.calendar.id)
            try kalends.openTime(of: item.id, in: round.calendar, transaction)
            try settle(round.calendar, transaction)
            guard var link = try current(round, transaction) else {
                // While the answer was under way somebody chose another calendar, or none: the event just written is wanted here no more.
                var written = round.link
                written.remoteID = item.id
                written.version = item.version
                written.state = .synced
                try AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now).removeEvent(
                    of: written, round.appointment)
                return
            }
            link.remoteID = item.id
            link.version = item.version
            link.base = item.fields ?? round.wanted?.fields
            // Servers rewrite texts, and never times: somebody moved it between our write and our look at it, which the next read will tell.
            if let sent = round.wanted?.fields, item.fields?.span != sent.span {
                link.base?.span = sent.span
                link.base?.isAllDay = sent.isAllDay
            }
            link.carried = round.wanted?.fields
            link.state = .synced
            try transaction.links.put(link)
            try kalends.note(item.meeting, of: link, transaction)
        }
    }

    /// Somebody changed the event after the undo was agreed to: it stays, and nothing is written until the booking changes again.
    /// - Returns: false when it is gone, so that there is nothing to leave.
    private func leaveAlone(_ id: RemoteItem.ID, _ writer: any CalendarWriter, _ round: Round) async throws -> Bool {
        guard let run = round.run, try await writer.item(id) != nil else { return false }
        try await kalends.database.write { transaction in
            guard var link = try current(round, transaction) else { return }
            link.heldBack = run
            try transaction.links.put(link)
            try transaction.note(.deleted(round.link.base), of: link, in: run, at: kalends.now, outcome: .leftAlone)
        }
        return true
    }

    /// The link as it stands now; `nil` when it is no longer the one that this round works on.
    private func current(_ round: Round, _ transaction: Transaction) throws -> Link? {
        guard let link = try transaction.links.find(appointment: round.link.appointment, resource: round.link.resource),
            link.calendar == round.link.calendar, link.generation == round.link.generation
        else { return nil }
        return link.state == .closed && round.link.state != .closed ? nil : link
    }

    private func recordDeletion(of id: RemoteItem.ID, _ round: Round, took: Duration) async throws {
        try await kalends.database.write { transaction in
            let run = try transaction.note(.deleted(round.link.base), of: round.link, in: round.run, at: kalends.now)
            try SyncLog(kalends: kalends, transaction: transaction, calendar: round.calendar)
                .note(.deleted, round.cause, appointment: round.appointment.id, took: took, run: run)
            try transaction.remoteItems.delete(id: id, calendar: round.calendar.id)
            // An event of ours that somebody made a series closed more than the booking's time.
            try kalends.openTime(of: id, in: round.calendar, transaction)
            try settle(round.calendar, transaction)
        }
    }

    /// A write that went through proves the connection; it does not prove that the calendar can be read.
    private func settle(_ calendar: ConnectedCalendar, _ transaction: Transaction) throws {
        if var calendar = try transaction.calendars.find(calendar.id), let trouble = calendar.failure?.failure {
            if trouble.isDisprovedByWriting {
                try kalends.setTrouble(nil, of: &calendar, transaction)
                try transaction.calendars.update(calendar)
                try kalends.rediagnose(calendar.account, transaction)
            }
            try kalends.wakeReading(of: calendar, after: trouble, transaction)
        }
        try kalends.markAccepted(calendar.account, transaction)
    }

    private func recordLocally(_ effect: Effect, _ round: Round) async throws {
        try await kalends.database.write { transaction in
            guard var link = try current(round, transaction) else { return }
            let execution = LinkExecution(
                kalends: kalends, transaction: transaction, appointment: round.appointment, calendar: round.calendar)
            _ = try execution.apply([effect], to: &link)
        }
    }
}

extension Effect {
    fileprivate var isCancellation: Bool { if case .cancelAppointment = self { true } else { false } }

    /// Whether an appointment follows its event.
    fileprivate var isAnswer: Bool {
        switch self {
        case .moveAppointment, .cancelAppointment: true
        default: false
        }
    }
}

extension ProviderFailure {
    /// Whether an event that was written shows that it is over.
    fileprivate var isDisprovedByWriting: Bool {
        switch kind {
        case .unauthorized, .forbidden, .calendarMissing, .throttled, .unreachable, .eventRefused, .preconditionFailed, .alreadyExists,
            .misconfigured:
            true
        case .invalidAnswer, .addressRefused, .tooLarge, .massRemoval: false
        }
    }
}

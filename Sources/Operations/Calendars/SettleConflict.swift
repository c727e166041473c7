public import Booking
public import CalendarSync
public import CivilTime
import Persistence

/// Settles a conflict with one decision. It goes through the same rules, history and mails as any other change, and what must be written is
/// written by the same planner.
public struct SettleConflict: Sendable {
    public enum Decision: Hashable, Sendable {
        /// What stands in the calendar counts.
        case follow
        /// What we have counts.
        case putBack
        /// The booking goes to another time, which must be free.
        case move(to: Instant)
    }

    public enum Failure: Error, Hashable, Sendable {
        case alreadySettled
        /// The place it was moved to, or is to be moved to, is taken.
        case taken(alternatives: [OfferedSlot])
        /// The event covers whole days now: it names no time that the booking could move to.
        case namesNoTime
        /// The event is shorter than a minute or longer than a day now: that is no length that the booking could take.
        case namesNoLength
        /// An event of somebody else in the way is nothing that a booking can follow.
        case nothingToFollow
    }

    /// What keeps a conflict from being settled by following the calendar; `nil` when it can be.
    /// - Parameter zone: the zone of the calendar's owner.
    public static func obstacle(_ conflict: SyncConflict, _ appointment: Appointment, in zone: Zone) -> Failure? {
        switch conflict.kind {
        case .movedOutside(let span):
            namesTime(span, in: zone) ? hasLength(span, of: appointment) ? nil : .namesNoLength : .namesNoTime
        case .deletedOutside, .cancelledOutside, .editedTwice: nil
        case .overlapped: .nothingToFollow
        }
    }

    /// Whether a span is more than whole days of a zone.
    static func namesTime(_ span: Span, in zone: Zone) -> Bool {
        let (first, last) = (zone.date(at: span.start), zone.date(at: span.end))
        return first == last || zone.startOfDay(first) != span.start || zone.startOfDay(last) != span.end
    }

    /// Whether an appointment can be as long as a span: a minute to a day, or as long as it is.
    static func hasLength(_ span: Span, of appointment: Appointment) -> Bool {
        span.duration == appointment.span.duration || (Seconds.minutes(1)...Seconds.days(1)).contains(span.duration)
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: SyncConflict.ID, _ decision: Decision, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            try settle(id, decision, actor, transaction)
        }
    }

    /// The settlement itself, for whoever may decide otherwise: a customer who was asked.
    func settle(_ id: SyncConflict.ID, _ decision: Decision, _ actor: Actor, _ transaction: Transaction) throws {
        guard let conflict = try transaction.conflicts.find(id) else { throw NotFound("conflict") }
        guard conflict.settledAt == nil else { throw Failure.alreadySettled }
        guard let appointment = try transaction.appointments.find(conflict.appointment) else { throw NotFound("appointment") }
        if decision == .follow {
            let zone = try kalends.zone(ofOwner: conflict.resource, transaction)
            if let obstacle = Self.obstacle(conflict, appointment, in: zone) { throw obstacle }
        }
        let settlement = Self.settlement(of: conflict, by: decision)
        try transaction.settle(conflict, settlement, kalends.now)
        try agree(conflict, decision, transaction)
        try carryOut(conflict, decision, appointment, actor, transaction)
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now, cause: .decision)
        if let calendar = try transaction.calendars.find(conflict.calendar) {
            try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar)
                .note(.conflictClosed, .decision, appointment: conflict.appointment)
        }
        guard let settled = try transaction.appointments.find(conflict.appointment) else { throw NotFound("appointment") }
        try change.push(settled, resource: conflict.resource)
        try change.record(HistoryAction(closing: settlement), nil, settled, actor: actor, reason: "")
        // What stands now takes place; what was written over words says nothing of the time.
        try AwaitedCalendars(kalends: kalends, transaction: transaction)
            .look(after: conflict.appointment, isDecided: conflict.topic != .texts, actor: actor)
    }

    private static func settlement(of conflict: SyncConflict, by decision: Decision) -> SyncConflict.Settlement {
        switch decision {
        case .follow: .followed
        case .move: .moved
        case .putBack: conflict.topic == .event ? .putBack : .kept
        }
    }

    /// Notes what both sides agree on from now on; the planner does the rest.
    private func agree(_ conflict: SyncConflict, _ decision: Decision, _ transaction: Transaction) throws {
        guard var link = try transaction.links.find(appointment: conflict.appointment, resource: conflict.resource) else {
            guard conflict.topic == .event else { return }
            throw NotFound("appointment")
        }
        switch conflict.kind {
        case .movedOutside(let span):
            // The event stands there: whatever else is wanted is written.
            for field in [\Link.base, \Link.carried] { link[keyPath: field]?.moveAgreed(to: span) }
            link.state = .synced
        case .cancelledOutside:
            link.base?.isCancelled = true
            link.carried?.isCancelled = true
            link.state = .synced
        case .deletedOutside where decision == .follow:
            try kalends.forgetItem(of: link, transaction)
            link.state = .closed
            link.remoteID = nil
        case .deletedOutside:
            try kalends.forgetItem(of: link, transaction)
            link.startGeneration(link.generation + 1)
        case .editedTwice(let texts) where decision == .follow && link.state == .synced:
            // Theirs counts as what stands there, and is written because the event is left over.
            for text in texts { link.base?[text.field] = text.theirs }
            link.state = .inConflict
        case .overlapped, .editedTwice: return
        }
        try transaction.links.put(link)
    }

    private func carryOut(
        _ conflict: SyncConflict, _ decision: Decision, _ appointment: Appointment, _ actor: Actor, _ transaction: Transaction
    ) throws {
        do {
            switch (decision, conflict.kind) {
            case (.follow, .movedOutside(let span)): try kalends.follow(appointment.id, to: span, actor: actor, transaction)
            case (.follow, .deletedOutside), (.follow, .cancelledOutside):
                guard appointment.status == .confirmed else { return }
                _ = try CancelAppointment(kalends).cancel(
                    CancelAppointment.Request(appointment: appointment.id, actor: actor), transaction)
            case (.move(let start), _):
                _ = try MoveAppointment(kalends).move(
                    MoveAppointment.Request(appointment: appointment.id, start: start, actor: actor), transaction)
            case (.follow, _), (.putBack, _): return
            }
        } catch let failure as MoveAppointment.Failure {
            throw Failure.taken(alternatives: failure.alternatives)
        }
    }
}

extension EventFields {
    fileprivate mutating func moveAgreed(to span: Span) { (self.span, isCancelled) = (span, false) }

    fileprivate subscript(_ field: EditedText.Field) -> String {
        get {
            switch field {
            case .title: title
            case .notes: notes
            case .location: location
            }
        }
        set {
            switch field {
            case .title: title = newValue
            case .notes: notes = newValue
            case .location: location = newValue
            }
        }
    }
}

public import Booking
public import CalendarSync
public import CivilTime
import Persistence

/// Settles a change that was made outside with one decision: follow it, or put the event back. It goes through the same rules, history and
/// mails as any other change.
public struct SettleConflict: Sendable {
    public enum Decision: String, Sendable { case follow, putBack }

    public enum Failure: Error, Hashable, Sendable {
        case alreadySettled
        /// The place it was moved to is claimed by another booking.
        case taken(alternatives: [OfferedSlot])
        /// The event covers whole days now: it names no time that the booking could move to.
        case namesNoTime
    }

    /// Whether the calendar's version of a booking names a time that the booking can move to.
    /// - Parameter zone: the zone of the calendar's owner.
    public static func canFollow(_ conflict: SyncConflict, in zone: Zone) -> Bool {
        guard case .movedOutside(let span) = conflict.kind else { return true }
        let (first, last) = (zone.date(at: span.start), zone.date(at: span.end))
        return first == last || zone.startOfDay(first) != span.start || zone.startOfDay(last) != span.end
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: SyncConflict.ID, _ decision: Decision, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard var conflict = try transaction.conflicts.find(id) else { throw NotFound("conflict") }
            guard conflict.settledAt == nil else { throw Failure.alreadySettled }
            guard let appointment = try transaction.appointments.find(conflict.appointment),
                var link = try transaction.links.find(appointment: conflict.appointment, resource: conflict.resource)
            else { throw NotFound("appointment") }
            if decision == .follow {
                let zone = try kalends.zone(ofOwner: conflict.resource, transaction)
                guard Self.canFollow(conflict, in: zone) else { throw Failure.namesNoTime }
            }

            conflict.settledAt = kalends.now
            conflict.settlement = decision == .follow ? .followed : .putBack
            try transaction.conflicts.update(conflict)
            try transaction.busyBlocks.release(conflict: conflict.id)

            switch (decision, conflict.kind) {
            case (.follow, .movedOutside(let span)):
                // The event stands there already: that is the new base, so that nothing is written for it.
                link.base?.span = span
                link.carried?.span = span
                link.state = .synced
                try transaction.links.put(link)
                try follow(appointment, to: span, conflict, actor, transaction)
            case (.follow, .deletedOutside):
                link.state = .closed
                link.remoteID = nil
                try transaction.links.put(link)
                if appointment.status == .confirmed {
                    _ = try CancelAppointment(kalends).cancel(
                        CancelAppointment.Request(appointment: appointment.id, actor: actor), transaction)
                }
            case (.putBack, .movedOutside(let span)):
                link.base?.span = span
                link.carried?.span = span
                link.state = .synced
                try transaction.links.put(link)
                try push(appointment, conflict.resource, transaction)
            case (.putBack, .deletedOutside):
                link.generation += 1
                link.remoteID = nil
                link.version = nil
                link.base = nil
                link.carried = nil
                link.state = .pending
                try transaction.links.put(link)
                try push(appointment, conflict.resource, transaction)
            }
            try AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
                .record(decision == .follow ? .conflictFollowed : .conflictPutBack, nil, appointment, actor: actor, reason: "")
        }
    }

    private func follow(
        _ appointment: Appointment, to span: Span, _ conflict: SyncConflict, _ actor: Actor, _ transaction: Transaction
    ) throws {
        do {
            _ = try MoveAppointment(kalends)
                .move(
                    MoveAppointment.Request(appointment: appointment.id, start: span.start, actor: actor, ignoresPolicy: true), transaction)
        } catch MoveAppointment.Failure.taken(let alternatives) {
            throw Failure.taken(alternatives: alternatives)
        }
        // A start is followed, a length is not: the service keeps its own, and the event is given it back.
        if span.duration != appointment.span.duration { try push(appointment, conflict.resource, transaction) }
    }

    private func push(_ appointment: Appointment, _ resource: Resource.ID, _ transaction: Transaction) throws {
        try AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now).push(appointment, resource: resource)
    }
}

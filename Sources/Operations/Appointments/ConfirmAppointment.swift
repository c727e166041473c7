public import Booking
import CivilTime
import Persistence

/// Confirms by hand an appointment that awaits it, though calendars of its people could not be looked at yet.
public struct ConfirmAppointment: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case cancelled
        /// It is over.
        case past
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// What does not await confirmation stays as it is, and nobody is written to.
    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: Appointment.ID, actor: Actor) async throws -> Appointment {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.appointments.find(id) else { throw NotFound("appointment") }
            guard before.status == .confirmed else { throw Failure.cancelled }
            guard before.awaitsConfirmation else { return before }
            guard before.span.end > kalends.now else { throw Failure.past }
            return try kalends.confirm(before, actor: actor, transaction)
        }
    }
}

extension Kalends {
    /// Ends the wait of an appointment for its confirmation: everybody is told, and calendars say so.
    func confirm(_ before: Appointment, actor: Actor, _ transaction: Transaction) throws -> Appointment {
        var after = before
        after.awaitsConfirmationSince = nil
        after.sequence += 1
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now)
        try change.record(.confirmed, before, after, actor: actor, reason: "")
        try change.mail(.approval, after)
        try change.push(after)
        return after
    }
}

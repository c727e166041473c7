public import Booking
import CivilTime
import Persistence

/// Changes what the staff wrote about an appointment; nobody outside is told.
public struct SaveStaffNotes: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Appointment.ID, notes: String, actor: Actor) async throws -> Appointment {
        let faults = Check.text(notes, field: "staffNotes", limit: 4000, noun: "notes", allowsLines: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.appointments.find(id) else { throw NotFound("appointment") }
            var after = before
            after.staffNotes = notes.trimmed
            after.revision += 1
            after.updatedAt = max(kalends.now, before.updatedAt + .seconds(1))
            try transaction.appointments.update(after)
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
            try change.record(.annotated, before, after, actor: actor, reason: "")
            return after
        }
    }
}

public import Booking
import CivilTime
import Persistence

/// Gives up one attendee's place. Nobody else is told but whoever takes the appointment; the last one who leaves cancels it.
public struct LeaveAppointment: Sendable {
    public struct Request: Sendable {
        public var appointment: Appointment.ID
        /// Whose place it is.
        public var customer: Customer.ID
        public var actor: Actor
        /// Told to the other side; may be empty.
        public var reason: String

        public init(appointment: Appointment.ID, customer: Customer.ID, actor: Actor, reason: String = "") {
            self.appointment = appointment
            self.customer = customer
            self.actor = actor
            self.reason = reason
        }
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: the appointment as it is for those who stay.
    /// - Throws: `CancelAppointment.Failure`, `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ request: Request) async throws -> Appointment {
        let faults = Check.text(request.reason, field: "reason", limit: 1000, noun: "reason", allowsLines: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in try leave(request, transaction) }
    }

    private func leave(_ request: Request, _ transaction: Transaction) throws -> Appointment {
        if !request.actor.isCustomer { try transaction.requireScheduler(request.actor) }
        let cancel = CancelAppointment(kalends)
        guard let before = try transaction.appointments.find(request.appointment) else { throw NotFound("appointment") }
        guard let attendee = before.attendee(request.customer) else {
            guard before.formerAttendee(request.customer) == nil else { throw CancelAppointment.Failure.alreadyCancelled }
            throw NotFound("attendee")
        }
        guard before.attendees.count > 1 else {
            return try cancel.cancel(
                CancelAppointment.Request(appointment: before.id, actor: request.actor, reason: request.reason), transaction)
        }
        guard before.status == .confirmed else { throw CancelAppointment.Failure.alreadyCancelled }
        try cancel.requireInTime(before, request.actor, transaction)
        return try depart(attendee, from: before, actor: request.actor, reason: request.reason.trimmed, transaction)
    }

    /// Takes an attendee out, be it the last one, and tells whoever is concerned.
    func depart(
        _ attendee: Attendee, from before: Appointment, actor: Actor, reason: String, _ transaction: Transaction
    ) throws -> Appointment {
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
        let after = try change.leave(before, attendee)
        try change.record(.left, before, after, actor: actor, reason: reason)
        try change.mail(.departure, after, reason: reason, about: attendee.customer)
        try change.push(after)
        return after
    }
}

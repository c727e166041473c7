public import Booking
public import CivilTime
import Persistence

/// Cancels an appointment: its time is free at once; mails and calendars follow.
public struct CancelAppointment: Sendable {
    public struct Request: Sendable {
        public var appointment: Appointment.ID
        public var actor: Actor
        /// Told to the other side; may be empty.
        public var reason: String
        /// Whether nobody is written to; calendars follow all the same.
        public var isSilent: Bool

        public init(appointment: Appointment.ID, actor: Actor, reason: String = "", isSilent: Bool = false) {
            self.appointment = appointment
            self.actor = actor
            self.reason = reason
            self.isSilent = isSilent
        }
    }

    public enum Failure: Error, Hashable, Sendable {
        /// The customer's time for changes ended at `until`.
        case tooLate(until: Instant)
        case alreadyCancelled
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ request: Request) async throws -> Appointment {
        let faults = Check.text(request.reason, field: "reason", limit: 1000, noun: "reason", allowsLines: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in try cancel(request, transaction) }
    }

    /// - Parameter departed: the last attendee, who goes on in another appointment and is told of that.
    func cancel(_ request: Request, departed: Customer.ID? = nil, _ transaction: Transaction) throws -> Appointment {
        if !request.actor.isCustomer { try transaction.requireScheduler(request.actor) }
        let now = kalends.now
        guard let before = try transaction.appointments.find(request.appointment) else { throw NotFound("appointment") }
        guard before.status == .confirmed else { throw Failure.alreadyCancelled }
        // A customer has a place, and not that of others: see `LeaveAppointment`.
        guard !request.actor.isCustomer || before.attendees.count < 2 else { throw NotAllowed() }
        try requireInTime(before, request.actor, transaction)

        var after = before
        after.status = .cancelled
        after.awaitsConfirmationSince = nil
        after.sequence += 1
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
        try transaction.claims.delete(of: before.id)
        try transaction.appointments.update(after)
        try change.record(.cancelled, before, after, actor: request.actor, reason: request.reason.trimmed)
        if !request.isSilent || request.actor.isCustomer {
            try change.mail(.cancellation, after, reason: request.reason.trimmed, about: departed, tellsCustomers: departed == nil)
        }
        try change.overtakeConflicts(of: after, resources: try change.resources(of: after), actor: request.actor)
        try change.push(after)
        return after
    }

    /// - Throws: `Failure.tooLate` for a customer whose time for changes has ended.
    func requireInTime(_ appointment: Appointment, _ actor: Actor, _ transaction: Transaction) throws {
        guard actor.isCustomer, let until = try lastChange(of: appointment, transaction), kalends.now > until else { return }
        throw Failure.tooLate(until: until)
    }

    private func lastChange(of appointment: Appointment, _ transaction: Transaction) throws -> Instant? {
        guard let business = try transaction.businesses.find(appointment.business) else { return nil }
        let policy = try transaction.services.find(appointment.service)?.policy ?? business.policy
        return policy.lastChange(before: appointment.span.start)
    }
}

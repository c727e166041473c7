public import Booking
import CivilTime
import Persistence
import Texts

/// Corrects what is known of a customer, in their bookings still ahead as well; those of the past stay as they were typed. Nobody is written
/// to: a correction changes nothing that was agreed.
public struct CorrectCustomer: Sendable {
    public struct Correction: Sendable {
        public var customer: Customer
        /// How many bookings still ahead were corrected with it.
        public var followed: Int
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(
        _ id: Customer.ID, name: String, email: String, phone: String, notes: String, extras: Extras? = nil, actor: Actor
    ) async throws -> Correction {
        let typed = CustomerDetails(name: name, email: email, phone: phone, notes: notes)
            .tidied(for: CustomerFields(), isStaff: true)
        let faults = typed.faults(for: CustomerFields(), isStaff: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.customers.find(id), before.erasedAt == nil else { throw NotFound("customer") }
            if !typed.email.isEmpty, let other = try transaction.customers.find(email: typed.email, in: before.business), other.id != id {
                throw Invalid("email", "emailTaken")
            }
            var after = before
            after.name = typed.name
            after.email = typed.email
            after.phone = typed.phone
            after.notes = typed.notes
            if let extras { after.extras = extras }
            try transaction.customers.update(after)
            try transaction.recordSetting("customer:\(id)", before, after, actor, kalends.now)
            return Correction(customer: after, followed: try follow(before, after, actor, transaction))
        }
    }

    /// The mail address is the customer's everywhere; name and phone may have been typed differently for a booking, and follow when they change.
    private func follow(_ before: Customer, _ after: Customer, _ actor: Actor, _ transaction: Transaction) throws -> Int {
        let now = kalends.now
        var followed = 0
        for known in try transaction.appointments.all(of: after.id) where known.status == .confirmed && known.span.end > now {
            var corrected = known
            for index in corrected.attendees.indices where corrected.attendees[index].customer == after.id {
                corrected.attendees[index].email = after.email
                if before.name != after.name { corrected.attendees[index].name = after.name }
                if before.phone != after.phone { corrected.attendees[index].phone = after.phone }
            }
            guard corrected != known else { continue }
            corrected.revision += 1
            corrected.updatedAt = max(now, known.updatedAt + .seconds(1))
            try transaction.appointments.update(corrected)
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
            try change.record(.corrected, known, corrected, actor: actor, reason: "")
            try change.push(corrected)
            followed += 1
        }
        return followed
    }
}

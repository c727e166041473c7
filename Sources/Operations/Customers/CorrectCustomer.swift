public import Booking
import CivilTime
import Persistence
import Texts

/// Corrects what is known of a customer. What was promised in a booking stays as it was typed.
public struct CorrectCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Customer.ID, name: String, email: String, phone: String, notes: String, actor: Actor) async throws
        -> Customer
    {
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
            try transaction.customers.update(after)
            try transaction.recordSetting("customer:\(id)", before, after, actor, kalends.now)
            return after
        }
    }
}

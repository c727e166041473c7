public import Booking
import CivilTime
import Persistence
import Texts

/// Enters a customer before they have booked anything.
public struct AddCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid` naming `name`, `email` (one of the business's customers has it) or `phone`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(
        _ business: Business.ID, name: String, email: String, phone: String, notes: String = "", extras: Extras = Extras(), actor: Actor
    ) async throws -> Customer {
        let typed = CustomerDetails(name: name, email: email, phone: phone, notes: notes).tidied(for: CustomerFields(), isStaff: true)
        let faults = typed.faults(for: CustomerFields(), isStaff: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let business = try transaction.businesses.find(business), business.isActive else { throw NotFound("business") }
            if try transaction.customers.find(email: typed.email, in: business.id) != nil { throw Invalid("email", "emailTaken") }
            var customer = Customer(
                id: Customer.ID(kalends.newID()), business: business.id, name: typed.name, email: typed.email, phone: typed.phone,
                notes: typed.notes, createdAt: kalends.now)
            customer.extras = extras
            try transaction.customers.insert(customer)
            try transaction.recordSetting("customer:\(customer.id)", Customer?.none, customer, actor, kalends.now)
            return customer
        }
    }
}

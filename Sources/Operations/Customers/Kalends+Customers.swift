import Booking
import CivilTime
import Persistence

extension Kalends {
    /// The customer of this mail address, or a new one. What was known stays; what was missing is filled in.
    func customer(_ details: CustomerDetails, business: Business, now: Instant, _ transaction: Transaction) throws -> Customer {
        var customer = try transaction.customers.ensure(
            Customer(
                id: Customer.ID(newID()), business: business.id, name: details.name, email: details.email, phone: details.phone,
                createdAt: now))
        if customer.phone.isEmpty, !details.phone.isEmpty {
            customer.phone = details.phone
            try transaction.customers.update(customer)
        }
        return customer
    }
}

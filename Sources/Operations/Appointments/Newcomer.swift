public import Booking

/// Somebody who is to get a place in an appointment that several share.
public struct Newcomer: Hashable, Sendable {
    /// A known customer; `nil`: whoever the details name.
    public var customer: Customer.ID?
    /// Of a known customer, what is empty in them is as it is on file.
    public var details: CustomerDetails
    /// In which the customer is told times (IANA); `nil`: the business's.
    public var zone: String?

    public init(customer: Customer.ID? = nil, details: CustomerDetails, zone: String? = nil) {
        self.customer = customer
        self.details = details
        self.zone = zone
    }
}

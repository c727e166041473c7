public import CivilTime

/// Somebody who books. One row per mail address and business; without an address, one per booking.
public struct Customer: Hashable, Sendable, Codable {
    public typealias ID = Identifier<Customer>

    public var id: ID
    public var business: Business.ID
    public var name: String
    public var email: String
    public var phone: String
    /// What the staff wrote about the customer; never shown to the customer.
    public var notes: String
    public var createdAt: Instant
    /// When the person was erased; then name, addresses and notes are empty.
    public var erasedAt: Instant?
    /// What programs stored with it by the REST API.
    public var extras = Extras()

    public init(
        id: ID, business: Business.ID, name: String, email: String, phone: String, notes: String = "", createdAt: Instant,
        erasedAt: Instant? = nil
    ) {
        self.id = id
        self.business = business
        self.name = name
        self.email = email
        self.phone = phone
        self.notes = notes
        self.createdAt = createdAt
        self.erasedAt = erasedAt
    }
}

public import Booking

public struct StaffStore {
    let transaction: Transaction

    public func insert(_ member: StaffMember) throws {
        transaction.touch(.availability, .settings)
        try transaction.insert(member)
    }

    public func update(_ member: StaffMember) throws {
        transaction.touch(.availability, .settings)
        try transaction.update(member)
    }

    public func find(_ id: StaffMember.ID) throws -> StaffMember? { try transaction.find(where: "id = ?", id) }

    public func find(feedToken: String) throws -> StaffMember? { try transaction.find(where: "feed_token = ?", feedToken) }

    /// In the order of the page.
    public func all(in business: Business.ID, includingRemoved: Bool = false) throws -> [StaffMember] {
        let condition = includingRemoved ? "AND business = ?" : "AND business = ? AND is_active = 1"
        return try transaction.all(condition + " ORDER BY position, name, id", business)
    }

    /// The memberships of one resource in every business, removed ones too.
    public func all(of resource: Resource.ID) throws -> [StaffMember] {
        try transaction.all("AND resource = ? ORDER BY business, id", resource)
    }
}

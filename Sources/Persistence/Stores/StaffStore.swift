public import Booking

public struct StaffStore {
    let transaction: Transaction

    public func insert(_ member: StaffMember) throws {
        try transaction.changeCatalogue()
        try transaction.insert(member)
    }

    public func update(_ member: StaffMember) throws {
        try transaction.changeCatalogue()
        try transaction.update(member)
    }

    public func find(_ id: StaffMember.ID) throws -> StaffMember? {
        try transaction.catalogued(.member(id)) { try transaction.find(where: "id = ?", id) }
    }

    public func find(feedToken: String) throws -> StaffMember? { try transaction.find(where: "feed_token = ?", feedToken) }

    /// In the order of the page.
    public func all(in business: Business.ID, includingRemoved: Bool = false) throws -> [StaffMember] {
        let order = "ORDER BY position, name, id"
        if includingRemoved { return try transaction.all("AND business = ? " + order, business) }
        let members: [StaffMember]? = try transaction.catalogued(.members(business)) {
            let found: [StaffMember] = try transaction.all("AND business = ? AND is_active = 1 " + order, business)
            return found.isEmpty ? nil : found
        }
        return members ?? []
    }

    /// The memberships of one resource in every business, removed ones too.
    public func all(of resource: Resource.ID) throws -> [StaffMember] {
        try transaction.all("AND resource = ? ORDER BY business, id", resource)
    }
}

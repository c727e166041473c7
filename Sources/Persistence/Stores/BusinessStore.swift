public import Booking

public struct BusinessStore {
    let transaction: Transaction

    public func insert(_ business: Business) throws {
        try transaction.changeCatalogue()
        try transaction.insert(business)
    }

    public func update(_ business: Business) throws {
        try transaction.changeCatalogue()
        try transaction.update(business)
    }

    public func find(_ id: Business.ID) throws -> Business? {
        try transaction.catalogued(.business(id)) { try transaction.find(where: "id = ?", id) }
    }

    public func find(slug: String) throws -> Business? {
        try transaction.catalogued(.businessAt(slug: slug)) { try transaction.find(where: "slug = ?", slug) }
    }

    public func find(feedToken: String) throws -> Business? { try transaction.find(where: "feed_token = ?", feedToken) }

    /// By name.
    public func all() throws -> [Business] { try transaction.all("AND is_active = 1 ORDER BY name, id") }
}

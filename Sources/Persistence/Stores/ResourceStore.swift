public import Booking

public struct ResourceStore {
    let transaction: Transaction

    public func insert(_ resource: Resource) throws {
        transaction.touch(.settings)
        try transaction.insert(resource)
    }

    public func update(_ resource: Resource) throws {
        transaction.touch(.settings)
        try transaction.update(resource)
    }

    public func find(_ id: Resource.ID) throws -> Resource? { try transaction.find(where: "id = ?", id) }

    /// By name.
    public func all() throws -> [Resource] { try transaction.all("ORDER BY name, id") }
}

/// The owner of users, resources and businesses, and the partition key of every table.
public struct Organization: Hashable, Sendable, Codable {
    public typealias ID = Identifier<Organization>

    public var id: ID
    public var name: String

    public init(id: ID, name: String) {
        self.id = id
        self.name = name
    }
}

/// Whatever has one timeline: its time belongs to the organization, so that nobody is booked twice by working in two businesses.
public struct Resource: Hashable, Sendable, Codable {
    public typealias ID = Identifier<Resource>

    public enum Kind: String, Hashable, Sendable, Codable { case person, room, device }

    public var id: ID
    public var kind: Kind
    public var name: String

    public init(id: ID, kind: Kind = .person, name: String) {
        self.id = id
        self.kind = kind
        self.name = name
    }
}

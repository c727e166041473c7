/// The members of a JSON object in the order in which they are written; each name stands once.
public struct JSONObject: Sendable {
    /// The names in their order.
    public private(set) var names: [String] = []
    private var values: [String: JSONValue] = [:]

    /// An object without members.
    public init() {}

    /// An object with its members in this order; of those with one name the last counts.
    init(_ members: [(String, JSONValue)]) {
        for (name, value) in members { self[name] = value }
    }

    /// The value of a member. Setting one that is there keeps its place, a new one goes to the end, nil takes it away.
    public subscript(_ name: String) -> JSONValue? {
        get { values[name] }
        set {
            if newValue == nil {
                names.removeAll { $0 == name }
            } else if values[name] == nil {
                names.append(name)
            }
            values[name] = newValue
        }
    }

    /// How many members there are.
    public var count: Int { names.count }
}

extension JSONObject: Sequence {
    /// The members in their order.
    public func makeIterator() -> AnyIterator<(name: String, value: JSONValue)> {
        var rest = names.makeIterator()
        return AnyIterator {
            guard let name = rest.next(), let value = values[name] else { return nil }
            return (name, value)
        }
    }
}

extension JSONObject: Hashable {
    /// True for the same members, whatever their order (RFC 8259 section 4).
    public static func == (lhs: JSONObject, rhs: JSONObject) -> Bool { lhs.values == rhs.values }

    /// Feeds the members without their order.
    public func hash(into hasher: inout Hasher) { hasher.combine(values) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object with its members in this order; each name stands once.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}

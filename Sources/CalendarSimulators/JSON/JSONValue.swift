/// A JSON value (RFC 8259): what a stand-in keeps of the resources that it is sent, so that no field is lost on the way.
public enum JSONValue: Hashable, Sendable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// The member of an object; nil where there is none, and for anything but an object.
    public subscript(_ name: String) -> JSONValue? {
        get { if case .object(let members) = self { members[name] } else { nil } }
        set {
            var members = self.members ?? [:]
            // Let go of first, or the members would be copied at every change.
            self = .null
            members[name] = newValue
            self = .object(members)
        }
    }

    /// The members of an object; nil for anything else.
    public var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
    /// The elements of a list; nil for anything else.
    public var elements: [JSONValue]? { if case .list(let elements) = self { elements } else { nil } }
    /// The text; nil for anything else.
    public var string: String? { if case .text(let text) = self { text } else { nil } }
    /// The whole number, also when it is written as a text; nil for anything else.
    public var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .text(let text): Int64(text)
        default: nil
        }
    }
    /// The truth value; nil for anything else.
    public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
    /// The number, whole or not; nil for anything else.
    public var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// The value after a merge patch (RFC 7396): objects member by member, anything else replaced, null removed.
    func merging(_ patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var members = self.members ?? [:]
        for (name, change) in changes {
            members[name] = change == .null ? nil : (members[name] ?? .null).merging(change)
        }
        return .object(members)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(Dictionary(elements) { _, last in last }) }
}

extension JSONValue: Codable {
    /// Through the text form, in which a snapshot keeps it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = JSONValue(parsing: Array(text.utf8)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "The text is not JSON.")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(serialized)
    }
}

// RestShape is what the REST API says and hears, as values: JSON with its order and its exact numbers, definitions of types that read and
// write it, the query options of OData, error bodies, and the OpenAPI components that follow from the definitions. No server, no database,
// no clock. Its five words: a *schema* binds a type of the API to one of ours, a *shape* is the same for a single value, a *definition* is
// what remains of both without our types (for documents and queries), a *fault* names a path and a remedy, a *query* is what follows the
// question mark.

/// A JSON value (RFC 8259) that keeps the order of members and the digits of numbers.
public indirect enum JSONValue: Hashable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case flag(Bool)
    /// A number with the digits that it was written with.
    case number(JSONNumber)
    /// A string.
    case text(String)
    /// An array.
    case list([JSONValue])
    /// An object.
    case object(JSONObject)

    /// A whole number.
    public static func whole(_ number: Int) -> JSONValue { .number(JSONNumber(number)) }

    /// The member of an object; nil where there is none, and for anything but an object.
    public subscript(_ name: String) -> JSONValue? { members?[name] }

    /// The members of an object; nil for anything else.
    public var members: JSONObject? { if case .object(let members) = self { members } else { nil } }
    /// The elements of a list; nil for anything else.
    public var elements: [JSONValue]? { if case .list(let elements) = self { elements } else { nil } }
    /// The text; nil for anything else.
    public var string: String? { if case .text(let text) = self { text } else { nil } }

    /// The kind of the value as an error says it: `a text`, `a number`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .flag: "true or false"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .object: "an object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A whole number.
    public init(integerLiteral value: Int) { self = .whole(value) }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension JSONValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// A list.
    public init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    /// An object with its members in this order; each name stands once.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements))
    }
}

/// What programs store with something by the REST API though nothing here acts on it: JSON texts by the names of properties.
public struct Extras: Hashable, Sendable {
    private var texts: [String: String]

    /// Nothing stored.
    public init() { texts = [:] }

    /// The JSON text of a property; `nil` takes it away.
    public subscript(name: String) -> String? {
        get { texts[name] }
        set { texts[name] = newValue }
    }

    /// Whether nothing is stored.
    public var isEmpty: Bool { texts.isEmpty }
}

extension Extras: Codable {
    /// Reads an object of texts.
    public init(from decoder: any Decoder) throws { texts = try decoder.singleValueContainer().decode([String: String].self) }

    /// Writes an object of texts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts)
    }
}

// What was stored before there were extras has none, and where there are none nothing is written of them.

extension KeyedDecodingContainer {
    func decode(_ type: Extras.Type, forKey key: Key) throws -> Extras { try decodeIfPresent(type, forKey: key) ?? Extras() }
}

extension KeyedEncodingContainer {
    mutating func encode(_ extras: Extras, forKey key: Key) throws {
        try encodeIfPresent(extras.isEmpty ? nil : extras, forKey: key)
    }
}

import FoundationEssentials

/// Nested values as columns hold them: JSON with sorted keys, so that equal values are equal texts.
enum JSONText {
    static func encode(_ value: some Encodable) throws(StoreFailure) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw .other("a value cannot be written as JSON: \(error)")
        }
    }

    static func encodeOrNil(_ value: (some Encodable)?) throws(StoreFailure) -> String? {
        guard let value else { return nil }
        return try encode(value)
    }

    static func decode<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}

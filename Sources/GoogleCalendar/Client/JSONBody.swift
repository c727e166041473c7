import FoundationEssentials

/// What a write says: a patch must be able to say null, which takes a field away.
enum JSONBody: Encodable, Sendable {
    case text(String)
    case null
    case object([String: JSONBody])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .null: try container.encodeNil()
        case .object(let members): try container.encode(members)
        }
    }

    var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { preconditionFailure("Texts, nulls and objects of them are always JSON.") }
        return Array(data)
    }
}

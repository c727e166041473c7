import RestShape
import Secrets

/// Tells versions of an item apart (RFC 9110 section 8.8.3): weak, as the same version is told in several forms.
struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    let description: String

    /// The tag of an item as it is written in full.
    init(of json: JSONValue) { description = "W/\"\(Token.hash(json.serialized).prefix(32))\"" }

    /// Under which versions a request is to be carried out.
    struct Conditions: Sendable {
        /// The values of `If-Match` and `If-None-Match`; `nil` where there is none.
        var match: [String]?
        var noneMatch: [String]?

        init(match: String? = nil, noneMatch: String? = nil) {
            self.match = match.map(Self.tags)
            self.noneMatch = noneMatch.map(Self.tags)
        }

        private static func tags(_ field: String) -> [String] {
            field.prefix(4_000).split(separator: ",").map { piece in
                var tag = piece.drop { $0 == " " }
                while tag.last == " " { tag.removeLast() }
                return String(tag)
            }
        }
    }

    /// - Throws: `GraphError` when `If-Match` names other versions only.
    func require(_ conditions: Conditions) throws(GraphError) {
        guard let wanted = conditions.match, !isAmong(wanted) else { return }
        throw GraphError(.resourceModified, "The item was changed since you read it: read it again, and repeat the change.")
    }

    /// Whether the client has this version already.
    func isKnown(_ conditions: Conditions) -> Bool { conditions.noneMatch.map(isAmong) ?? false }

    private func isAmong(_ tags: [String]) -> Bool {
        let bare = description.dropFirst(2)
        return tags.contains { $0 == "*" || ($0.hasPrefix("W/") ? $0.dropFirst(2) : Substring($0)) == bare }
    }
}

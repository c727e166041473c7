/// A path with its variables: `/solutions/bookingBusinesses/{business}/services/$count`.
struct PathTemplate: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// As it was written.
    let description: String
    private let parts: [Substring]

    init(stringLiteral value: String) { self.init(value) }

    init(_ text: String) {
        description = text
        parts = text.split(separator: "/")
    }

    /// The names of the variables, in order.
    var variables: [String] { parts.compactMap(Self.variable) }

    /// The values of the variables in a path of decoded parts; `nil` when it is another path.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == parts.count else { return nil }
        var values: [String: String] = [:]
        for (part, given) in zip(parts, path) {
            if let name = Self.variable(part) {
                values[name] = given
            } else if part != given {
                return nil
            }
        }
        return values
    }

    /// How many of its parts are variables: of two that match, the one with fewer is meant.
    var looseness: Int { variables.count }

    private static func variable(_ part: Substring) -> String? {
        part.hasPrefix("{") && part.hasSuffix("}") ? String(part.dropFirst().dropLast()) : nil
    }
}

import WebShell

/// The parts of an address.
enum Address {
    /// A text as one part of an address.
    static func encode(_ text: String) -> String { Query.encode(text) }

    /// The parts of a path, decoded; a plus is a plus there.
    static func parts(_ path: String) -> [String] {
        path.split(separator: "/").map { part in
            Query(parsing: "x=" + part.replacing("+", with: "%2B").replacing("&", with: "%26"))["x"]
        }
    }

    /// The parameters behind the question mark, decoded, in order.
    static func parameters(_ query: String?) -> [(name: String, value: String)] {
        query.map { Query(parsing: $0).fields.map { (name: $0.name, value: $0.value) } } ?? []
    }
}

/// An XML element of a server's answer, with its namespace as one of three short prefixes: `D:` for WebDAV, `C:` for CalDAV, `CS:` for
/// calendarserver.org; `?:` for any other.
struct DAVElement: Sendable {
    let name: String
    var attributes: [String: String] = [:]
    /// The character data directly within, as it is written.
    var text = ""
    var children: [DAVElement] = []

    init(_ name: String) { self.name = name }

    func first(_ name: String) -> DAVElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [DAVElement] { children.filter { $0.name == name } }

    func has(_ name: String) -> Bool { children.contains { $0.name == name } }

    /// Whether an element of that name stands anywhere within.
    func contains(_ name: String) -> Bool { children.contains { $0.name == name || $0.contains(name) } }

    /// The text without white space around it; nil if nothing is left.
    var value: String? {
        // Most texts are so short and plain that they are what they are worth.
        if let first = text.utf8.first, let last = text.utf8.last, Self.isPlain(first), Self.isPlain(last) { return text }
        let isBlank: (Character) -> Bool = { $0.isWhitespace }
        let head = text.drop(while: isBlank)
        let value = head.prefix(head.count - head.reversed().prefix(while: isBlank).count)
        return value.isEmpty ? nil : String(value)
    }

    /// Whether a byte is a printed character of ASCII.
    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

    /// The hrefs directly within, without white space.
    var hrefs: [String] { all("D:href").compactMap(\.value) }
}

/// An element of a request's XML, its namespace as one of three short prefixes: `D:` for WebDAV, `C:` for CalDAV, `CS:` for
/// calendarserver.org; `?:` for any other.
struct XMLNode: Hashable, Sendable {
    var name: String
    /// By local name.
    var attributes: [String: String] = [:]
    /// The character data directly within.
    var text = ""
    var children: [XMLNode] = []

    init(_ name: String) { self.name = name }

    func first(_ name: String) -> XMLNode? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

    /// The first element of that name anywhere within.
    func descendant(_ name: String) -> XMLNode? {
        for child in children {
            if child.name == name { return child }
            if let found = child.descendant(name) { return found }
        }
        return nil
    }

    /// The text without white space around it.
    var value: String {
        var text = Substring(text)
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// Text as it may stand in XML.
func escapedForXML(_ text: String) -> String {
    var escaped: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): escaped += "&amp;".utf8
        case UInt8(ascii: "<"): escaped += "&lt;".utf8
        case UInt8(ascii: ">"): escaped += "&gt;".utf8
        // A reader would make a line feed of it.
        case 13: escaped += "&#13;".utf8
        default: escaped.append(byte)
        }
    }
    return String(decoding: escaped, as: UTF8.self)
}

/// Reads the XML of requests: elements, attributes, namespaces, text. A document type, which no client sends, is no XML to it.
struct XMLReader {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// The root element; nil for what is not well-formed.
    static func read(_ bytes: [UInt8]) -> XMLNode? {
        var reader = XMLReader(bytes: bytes)
        reader.skipMisc()
        guard let root = reader.element([:]) else { return nil }
        reader.skipMisc()
        return reader.position == bytes.count ? root : nil
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func starts(with text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
    }

    /// Goes past the next place of a text.
    private mutating func skip(past text: StaticString) -> Bool {
        while position < bytes.count {
            if starts(with: text) {
                position += text.utf8CodeUnitCount
                return true
            }
            position += 1
        }
        return false
    }

    private var isAtSpace: Bool { position < bytes.count && [9, 10, 13, 32].contains(bytes[position]) }

    private mutating func skipSpace() { while isAtSpace { position += 1 } }

    /// White space, comments and instructions around the root.
    private mutating func skipMisc() {
        while true {
            skipSpace()
            if starts(with: "<?") {
                guard skip(past: "?>") else { return }
            } else if starts(with: "<!--") {
                guard skip(past: "-->") else { return }
            } else {
                return
            }
        }
    }

    private mutating func name() -> Substring? {
        let start = position
        let ends: Set<UInt8> = Set("=/> \t\r\n".utf8)
        while position < bytes.count, !ends.contains(bytes[position]) { position += 1 }
        return position > start ? Substring(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private mutating func element(_ outer: [String: String]) -> XMLNode? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 64, starts(with: "<") else { return nil }
        position += 1
        guard let tag = name() else { return nil }
        var (scope, attributes) = (outer, [String: String]())
        while true {
            skipSpace()
            if starts(with: ">") || starts(with: "/>") { break }
            guard let (name, value) = attribute() else { return nil }
            if name == "xmlns" {
                scope[""] = value
            } else if name.hasPrefix("xmlns:") {
                scope[String(name.dropFirst(6))] = value
            } else {
                attributes[String(name.split(separator: ":").last ?? "")] = value
            }
        }
        var node = XMLNode(Self.qualified(tag, scope))
        node.attributes = attributes
        if starts(with: "/>") {
            position += 2
            return node
        }
        position += 1
        return content(of: &node, tag, scope) ? node : nil
    }

    private mutating func attribute() -> (Substring, String)? {
        guard let name = name() else { return nil }
        skipSpace()
        guard starts(with: "=") else { return nil }
        position += 1
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") else { return nil }
        let quote = bytes[position]
        guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { return nil }
        let value = Self.unescaped(bytes[(position + 1)..<end])
        position = end + 1
        return (name, value)
    }

    private mutating func content(of node: inout XMLNode, _ tag: Substring, _ scope: [String: String]) -> Bool {
        while position < bytes.count {
            if starts(with: "</") {
                position += 2
                guard name() == tag else { return false }
                skipSpace()
                guard starts(with: ">") else { return false }
                position += 1
                return true
            } else if starts(with: "<![CDATA[") {
                let start = position + 9
                guard skip(past: "]]>") else { return false }
                node.text += String(decoding: bytes[start..<(position - 3)], as: UTF8.self)
            } else if starts(with: "<!--") {
                guard skip(past: "-->") else { return false }
            } else if starts(with: "<") {
                guard let child = element(scope) else { return false }
                node.children.append(child)
            } else {
                let end = bytes[position...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                node.text += Self.unescaped(bytes[position..<end])
                position = end
            }
        }
        return false
    }

    private static func qualified(_ name: Substring, _ scope: [String: String]) -> String {
        let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let (prefix, local) = parts.count == 2 ? (String(parts[0]), parts[1]) : ("", name)
        switch scope[prefix] {
        case "DAV:": return "D:" + local
        case "urn:ietf:params:xml:ns:caldav": return "C:" + local
        case "http://calendarserver.org/ns/": return "CS:" + local
        default: return "?:" + local
        }
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var text = ""
        var rest = bytes
        while let ampersand = rest.firstIndex(of: UInt8(ascii: "&")) {
            text += String(decoding: rest[..<ampersand], as: UTF8.self)
            guard let end = rest[ampersand...].firstIndex(of: UInt8(ascii: ";")) else { return text }
            text += character(String(decoding: rest[(ampersand + 1)..<end], as: UTF8.self))
            rest = rest[(end + 1)...]
        }
        return text + String(decoding: rest, as: UTF8.self)
    }

    private static func character(_ entity: String) -> String {
        switch entity {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let number = entity.hasPrefix("#x") ? UInt32(entity.dropFirst(2), radix: 16) : UInt32(entity.dropFirst(1))
            return number.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
        }
    }
}

/// The bytes of an XML document before they are parsed: refused where they could do harm, and freed from what no parser takes. One control
/// character in one event must not make the answer about a hundred others unreadable.
struct XMLText {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        self.bytes = Self.withoutForbidden(content)
    }

    var cleaned: [UInt8] {
        get throws(DAVParser.Failure) {
            guard let start = bytes.first(where: { !Self.isBlank($0) }) else { throw .empty }
            if Self.isWebPage(bytes) { throw .webPage }
            guard start == UInt8(ascii: "<") else { throw .malformed(line: 1) }
            try refuseDeclarations()
            let encoding = declaredEncoding
            guard encoding.isEmpty || Self.encodings.contains(where: encoding.hasPrefix) else { throw .unknownEncoding(encoding) }
            let isUTF8 = encoding.isEmpty || encoding.hasPrefix("utf-8")
            if isUTF8, String(validating: bytes, as: UTF8.self) == nil { return Array(String(decoding: bytes, as: UTF8.self).utf8) }
            return bytes
        }
    }

    /// Whether the bytes begin as a web page does.
    static func isWebPage(_ bytes: [UInt8]) -> Bool {
        let head = String(decoding: bytes.prefix(1_000), as: UTF8.self).lowercased()
        let trimmed = head.drop { $0.isWhitespace }
        if trimmed.hasPrefix("<html") || trimmed.hasPrefix("<!doctype html") { return true }
        return trimmed.hasPrefix("<?xml") && (head.contains("<!doctype html") || head.contains("<html"))
    }

    /// All compatible with ASCII, so that the markup looked for here is the markup the parser sees.
    private static let encodings = ["utf-8", "us-ascii", "ascii", "iso-8859-", "windows-125"]

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// Steps over instructions and comments to the first element; a declaration before it is a DOCTYPE.
    private func refuseDeclarations() throws(DAVParser.Failure) {
        var rest = bytes[...]
        while let opening = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[opening...]
            if rest.starts(with: Array("<?".utf8)) {
                rest = Self.after(Array("?>".utf8), in: rest)
            } else if rest.starts(with: Array("<!--".utf8)) {
                rest = Self.after(Array("-->".utf8), in: rest.dropFirst(4))
            } else if rest.starts(with: Array("<!".utf8)) {
                throw .declaresEntities
            } else {
                return
            }
        }
    }

    private static func after(_ mark: [UInt8], in bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.firstRange(of: mark).map { bytes[$0.upperBound...] } ?? []
    }

    private var declaredEncoding: String {
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        guard head.drop(while: { $0.isWhitespace }).hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
            let name = head[..<end.lowerBound].firstRange(of: "encoding")
        else { return "" }
        let rest = head[name.upperBound..<end.lowerBound].drop { $0 != "\"" && $0 != "'" }
        guard let quote = rest.first else { return "" }
        return String(rest.dropFirst().prefix { $0 != quote })
    }

    /// XML 1.0 section 2.2 allows neither control characters nor references to them; some servers pass them on from an event. Each byte is
    /// looked at once, as an answer may have millions.
    private static func withoutForbidden(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { source in
            var cleaned: [UInt8] = []
            // From here on nothing is copied yet.
            var (kept, index) = (0, 0)
            while index < source.count {
                let byte = source[index]
                let length = byte == UInt8(ascii: "&") ? forbiddenReference(source, at: index) : byte < 0x20 && !isBlank(byte) ? 1 : 0
                if length > 0 {
                    cleaned.append(contentsOf: UnsafeBufferPointer(rebasing: source[kept..<index]))
                    kept = index + length
                }
                index += max(length, 1)
            }
            guard kept > 0 else { return bytes }
            cleaned.append(contentsOf: UnsafeBufferPointer(rebasing: source[kept...]))
            return cleaned
        }
    }

    /// The length of a reference such as `&#x1F;` that begins here and names a character that XML does not allow; 0 for anything else.
    private static func forbiddenReference(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        guard start + 3 < bytes.count, bytes[start + 1] == UInt8(ascii: "#") else { return 0 }
        let isHexadecimal = bytes[start + 2] | 0x20 == UInt8(ascii: "x")
        let first = start + (isHexadecimal ? 3 : 2)
        var (index, number) = (first, UInt32(0))
        // No number of more digits is met, and so many cannot be too large to be counted.
        while index < min(bytes.count, first + (isHexadecimal ? 8 : 9)), let digit = digit(bytes[index], isHexadecimal) {
            number = isHexadecimal ? number << 4 | digit : number * 10 + digit
            index += 1
        }
        guard index > first, index < bytes.count, bytes[index] == UInt8(ascii: ";") else { return 0 }
        let isAllowed =
            number == 9 || number == 10 || number == 13 || (0x20...0xD7FF).contains(number) || (0xE000...0xFFFD).contains(number)
            || (0x10000...0x10FFFF).contains(number)
        return isAllowed ? 0 : index + 1 - start
    }

    private static func digit(_ byte: UInt8, _ isHexadecimal: Bool) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f") where isHexadecimal: UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F") where isHexadecimal: UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}

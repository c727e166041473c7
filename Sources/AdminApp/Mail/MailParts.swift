/// The readable parts of a message as our own composer writes them (RFC 2045, 2046): text, HTML, and the names of the rest.
struct MailParts: Sendable {
    private(set) var text: String?
    private(set) var html: String?
    private(set) var attachments: [String] = []

    init(_ message: [UInt8]) { read(Self.normalized(message), depth: 0) }

    private mutating func read(_ part: String, depth: Int) {
        guard depth < 6 else { return }
        let (headers, body) = Self.split(part)
        let type = headers["content-type"] ?? "text/plain"
        let kind = type.prefix { $0 != ";" }.lowercased()
        if kind.hasPrefix("multipart/"), let boundary = Self.parameter("boundary", of: type) {
            for piece in Self.pieces(of: body, boundary: boundary) { read(piece, depth: depth + 1) }
            return
        }
        let disposition = headers["content-disposition"] ?? ""
        if let name = Self.parameter("filename", of: disposition) ?? Self.parameter("name", of: type) {
            attachments.append("\(name) (\(kind))")
        } else if kind == "text/html", html == nil {
            html = Self.decoded(body, headers["content-transfer-encoding"])
        } else if kind == "text/plain", text == nil {
            text = Self.decoded(body, headers["content-transfer-encoding"])
        } else {
            attachments.append(kind)
        }
    }

    private static func normalized(_ message: [UInt8]) -> String {
        String(decoding: message.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }

    private static func split(_ part: String) -> (headers: [String: String], body: String) {
        var headers: [String: String] = [:]
        var last: String?
        var lines = part.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst(), !line.isEmpty {
            if line.first == " " || line.first == "\t" {
                if let last { headers[last, default: ""] += " " + line.drop { $0 == " " || $0 == "\t" } }
            } else if let colon = line.firstIndex(of: ":") {
                let name = line[..<colon].lowercased()
                headers[name] = String(line[line.index(after: colon)...].drop { $0 == " " })
                last = name
            }
        }
        return (headers, lines.joined(separator: "\n"))
    }

    private static func pieces(of body: String, boundary: String) -> [String] {
        var pieces: [[Substring]] = []
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "--\(boundary)--" { break }
            if line == "--\(boundary)" {
                pieces.append([])
            } else if !pieces.isEmpty {
                pieces[pieces.count - 1].append(line)
            }
        }
        return pieces.map { $0.joined(separator: "\n") }
    }

    private static func parameter(_ name: String, of header: String) -> String? {
        for part in header.split(separator: ";").dropFirst() {
            let halves = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].lowercased() == name else { continue }
            return halves[1].filter { $0 != "\"" }
        }
        return nil
    }

    private static func decoded(_ body: String, _ encoding: String?) -> String {
        switch encoding?.lowercased() {
        case "quoted-printable": quotedPrintable(body)
        case "base64": base64(body)
        default: body
        }
    }

    /// RFC 2045 section 6.7.
    private static func quotedPrintable(_ body: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(body.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            if rest.first == UInt8(ascii: "\n") {
                rest = rest.dropFirst()
            } else if rest.count >= 2, let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 2045 section 6.8.
    private static func base64(_ body: String) -> String {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in body.utf8 {
            let value: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte - 65)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte - 71)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte + 4)
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: continue
            }
            bits = bits << 6 | value
            count += 1
            if count == 4 {
                bytes += [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
                (bits, count) = (0, 0)
            }
        }
        if count == 3 { bytes += [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)] }
        if count == 2 { bytes.append(UInt8(bits >> 4 & 255)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

import Foundation
import ICalendar

/// A message read back by rules of its own, so that no mistake in writing is repeated in reading.
struct ReadMail {
    /// Unfolded, in their order; names in lower case.
    let headers: [(name: String, value: String)]
    let body: String
    let parts: [ReadMail]

    init(_ message: [UInt8]) { self.init(text: String(decoding: message, as: UTF8.self)) }

    private init(text: String) {
        let halves = text.components(separatedBy: "\r\n\r\n")
        let unfolded = halves[0].replacingOccurrences(of: "\r\n ", with: " ")
        headers = unfolded.components(separatedBy: "\r\n").map { line in
            let parts = line.components(separatedBy: ": ")
            return (parts[0].lowercased(), parts.dropFirst().joined(separator: ": "))
        }
        let rest = halves.dropFirst().joined(separator: "\r\n\r\n")
        let type = headers.first { $0.name == "content-type" }?.value ?? ""
        guard let range = type.range(of: "boundary=\"") else {
            body = rest
            parts = []
            return
        }
        let boundary = type[range.upperBound...].prefix { $0 != "\"" }
        body = ""
        let pieces = ("\r\n" + rest).components(separatedBy: "\r\n--\(boundary)")
        precondition(pieces.last == "--\r\n", "the last boundary does not end the message")
        parts = pieces.dropFirst().dropLast().map { ReadMail(text: String($0.dropFirst(1))) }
    }

    func all(_ name: String) -> [String] { headers.filter { $0.name == name.lowercased() }.map(\.value) }
    subscript(_ name: String) -> String { all(name).first ?? "" }

    /// Type and subtype without parameters.
    var type: String { String(self["Content-Type"].prefix { $0 != ";" }) }

    /// This part and all within.
    var walk: [ReadMail] { [self] + parts.flatMap(\.walk) }

    func first(_ type: String) -> ReadMail? { walk.first { $0.type == type } }

    /// The decoded body.
    var content: [UInt8] {
        if self["Content-Transfer-Encoding"] == "base64" {
            return Array(Data(base64Encoded: body.replacingOccurrences(of: "\r\n", with: "")) ?? Data())
        }
        return Self.quotedPrintable(body)
    }

    var text: String { String(decoding: content, as: UTF8.self) }

    static func quotedPrintable(_ body: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(body.replacingOccurrences(of: "=\r\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "="), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                bytes.append(byte)
                continue
            }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        return bytes
    }

    /// A header value with its encoded words decoded (RFC 2047): blanks between two of them are nothing.
    static func decoded(_ value: String) -> String {
        let joined = value.replacing(/\?= +=\?/, with: "?==?")
        var bytes: [UInt8] = []
        var rest = joined[...]
        while let match = rest.firstMatch(of: /=\?UTF-8\?B\?([A-Za-z0-9+\/=]*)\?=/) {
            bytes += rest[..<match.range.lowerBound].utf8
            bytes += Data(base64Encoded: String(match.1)) ?? Data()
            rest = rest[match.range.upperBound...]
        }
        return String(decoding: bytes + rest.utf8, as: UTF8.self)
    }

    /// The invitation within, read as a calendar; `nil` when there is none.
    func invitation() throws -> Component? {
        guard let part = first("text/calendar") else { return nil }
        return try CalendarDocument.parse(part.content).components.first
    }
}

extension Component {
    var event: Component? { components.first { $0.name == "VEVENT" } }
}

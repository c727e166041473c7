import CivilTime
import FoundationEssentials
import Outbound

/// An answer of Google's.
struct GoogleAnswer: Sendable {
    let response: OutboundResponse
    /// When it came, to count a date in `Retry-After` from.
    let receivedAt: Instant

    var status: Int { response.status }
    var isSuccess: Bool { (200..<300).contains(status) }
    var isGone: Bool { status == 404 || status == 410 }

    /// The answer read as the type asked for; nil for anything else.
    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) -> Value? {
        try? JSONDecoder().decode(type, from: Data(Self.withoutNULs(response.body)))
    }

    /// A NUL in a text (RFC 8259 section 7, `\u0000`) becomes the character for what cannot be shown: no database keeps one, and a single event
    /// must not keep a calendar from being read.
    static func withoutNULs(_ body: [UInt8]) -> [UInt8] {
        let (escaped, replacement) = (Array(#"\u0000"#.utf8), Array(#"\ufffd"#.utf8))
        guard body.indices.contains(where: { body[$0] == escaped[0] && body[$0...].starts(with: escaped) }) else { return body }
        var clean: [UInt8] = []
        clean.reserveCapacity(body.count)
        var index = 0
        while index < body.count {
            // An escape is read whole: a backslash that is itself escaped begins none.
            let isEscape = body[index] == UInt8(ascii: "\\")
            if isEscape, body[index...].starts(with: escaped) {
                clean += replacement
                index += escaped.count
            } else {
                let end = min(index + (isEscape ? 2 : 1), body.count)
                clean += body[index..<end]
                index = end
            }
        }
        return clean
    }

    /// Google's word for why it refuses. Bodies of errors are not always JSON.
    var reason: String? { error?.error.errors?.first?.reason ?? error?.error.details?.lazy.compactMap(\.reason).first }

    /// Which parameter or header the refusal is about.
    var location: String? { error?.error.errors?.first?.location }

    /// What Google says, cut short, on one line.
    var shortMessage: String {
        let message = error?.error.message ?? "status \(status)"
        let line = message.map { $0.isNewline ? " " : $0 }.prefix(200)
        return line.last == "." ? String(line) : String(line) + "."
    }

    /// Seconds to wait, at most a day, whatever Google says.
    var retryAfter: Double? { response.retryAfter(now: Double(receivedAt.secondsSinceEpoch)).map { min($0, 86_400) } }

    private var error: ErrorBody? { decoded() }

    private struct ErrorBody: Decodable {
        struct Problem: Decodable {
            var message: String?
            var errors: [Item]?
            var details: [Detail]?
        }
        struct Item: Decodable {
            var reason: String?
            var location: String?
        }
        struct Detail: Decodable {
            var reason: String?
        }
        var error: Problem
    }
}

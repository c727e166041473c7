import Booking
import CivilTime
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Synchronization
import WebShell

/// `GET /b/<business>/<service>/slots.json?days=30&staff=…`: every free slot, person by person, as seconds since 1970; for a service whose appointments
/// are shared, with how many places are left at each, in the same order.
///
/// An answer is kept ready for as long as it is right: until the database's revision rises, whoever raised it, or until time alone changes it.
final class SlotAnswers: Sendable {
    private struct Question: Hashable {
        var business: String
        var service: String
        var staff: String
        var days: Int
    }

    private struct Answer {
        var revision: Int64
        var validUntil: Instant
        var body: ByteBuffer
    }

    /// Enough for every service of a large business; a city's worth of them is answered from the store.
    private static let limit = 64

    private let slots: FindSlots
    private let kalends: Kalends
    private let answers = Mutex<[Question: Answer]>([:])

    init(_ kalends: Kalends) {
        self.kalends = kalends
        slots = FindSlots(kalends)
    }

    @Sendable func answer(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let question = try question(request, context)
        let revision = try await slots.revision()
        if let ready = answers.withLock({ $0[question] }), ready.revision == revision, kalends.now < ready.validUntil {
            return response(ready.body)
        }
        guard
            let document = try await slots.document(
                business: question.business, service: question.service,
                staff: question.staff.isEmpty ? nil : StaffMember.ID(question.staff),
                days: question.days)
        else { throw Problem(.notFound, "shell.notFound") }
        let answer = Answer(revision: document.revision, validUntil: document.validUntil, body: document.json())
        answers.withLock { answers in
            if answers.count >= Self.limit, answers[question] == nil { answers.removeAll() }
            answers[question] = answer
        }
        return response(answer.body)
    }

    private func question(_ request: Request, _ context: KalendsRequestContext) throws -> Question {
        let query = request.uri.queryParameters
        let days = query["days"].map { Int($0) ?? 0 } ?? 30
        guard (1...92).contains(days) else { throw Problem(.badRequest, "shell.badDays") }
        return Question(
            business: try context.parameters.require("business"), service: try context.parameters.require("service"),
            staff: query["staff"].map(String.init) ?? "", days: days)
    }

    private func response(_ body: ByteBuffer) -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store", .accessControlAllowOrigin: "*"],
            body: ResponseBody(byteBuffer: body))
    }
}

extension SlotDocument {
    /// The answer as JSON; numbers are written by hand, as there may be tens of thousands of them.
    func json() -> ByteBuffer {
        var body = ByteBuffer()
        body.reserveCapacity(256 + people.reduce(0) { $0 + 120 + $1.starts.count * 11 })
        body.writeString(
            "{\"service\":\(jsonText(service.slug)),\"zone\":\(jsonText(business.zone)),\"duration\":\(service.duration.count)")
        body.writeString(",\"from\":\(window.start.secondsSinceEpoch),\"to\":\(window.end.secondsSinceEpoch),\"staff\":[")
        for (index, person) in people.enumerated() {
            if index > 0 { body.writeString(",") }
            body.writeString("{\"id\":\(jsonText(person.staff.id.rawValue)),\"name\":\(jsonText(person.staff.name)),\"starts\":[")
            for (index, start) in person.starts.enumerated() {
                if index > 0 { body.writeInteger(UInt8(ascii: ",")) }
                body.writeDecimal(start.secondsSinceEpoch)
            }
            if let places = person.places {
                body.writeString("],\"places\":[")
                for (index, count) in places.enumerated() {
                    if index > 0 { body.writeInteger(UInt8(ascii: ",")) }
                    body.writeDecimal(Int64(count))
                }
            }
            body.writeString(person.awaitsConfirmation ? "],\"awaitsConfirmation\":true}" : "]}")
        }
        body.writeString("]}")
        return body
    }
}

extension ByteBuffer {
    /// Writes a number of 0 or more in decimal digits.
    fileprivate mutating func writeDecimal(_ number: Int64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var rest = number.magnitude
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { writeInteger(UInt8(ascii: "-")) }
        for index in first..<20 { writeInteger(digits[index]) }
    }
}

/// A JSON string literal (RFC 8259 section 7).
private func jsonText(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": literal += "\\\""
        case "\\": literal += "\\\\"
        case "\n": literal += "\\n"
        default:
            if scalar.value < 0x20 {
                let hex = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            } else {
                literal.unicodeScalars.append(scalar)
            }
        }
    }
    return literal + "\""
}

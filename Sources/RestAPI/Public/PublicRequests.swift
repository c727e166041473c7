import Booking
import CivilTime
import RestShape

/// What somebody sends who books.
struct PublicBookingRequest: Sendable {
    var service = ""
    var start = Instant(secondsSinceEpoch: 0)
    var staff: String?
    var name = ""
    var email: String?
    var phone: String?
    var notes: String?
    var zone: String?
    var answers: [PublicAnswerGiven] = []
    var formToken = ""

    /// - Parameter isZone: whether a name is one of a zone.
    static func schema(isZone: @escaping @Sendable (String) -> Bool) -> ObjectSchema<PublicBookingRequest> {
        let zone = ValueShape<String>.string(1...80, form: .line).mapped(
            to: { isZone($0) ? $0 : nil }, from: { $0 }, remedy: "write a time zone such as Europe/Berlin")
        // Room for more than is taken: what is too long the booking itself refuses, in the language of whoever typed it.
        return ObjectSchema<PublicBookingRequest>(
            "publicBookingRequest", fresh: { PublicBookingRequest() },
            properties: [
                Property("answers", .collection(of: .object(PublicAnswerGiven.schema), maxCount: 200), \.answers),
                Property("emailAddress", .string(maxLength: 1_000), \.email),
                Property("formToken", .string(maxLength: 1_000), \.formToken, [.requiredOnCreate], about: "The service's."),
                Property("name", .string(maxLength: 10_000), \.name, [.requiredOnCreate]),
                Property("notes", .string(maxLength: 100_000), \.notes),
                Property("phone", .string(maxLength: 1_000), \.phone),
                Property("serviceId", .string(1...100, form: .line), \.service, [.requiredOnCreate]),
                Property("staffMemberId", .string(1...100, form: .line), \.staff, about: "Anyone who is free, when it is left out."),
                Property("start", .dateTimeOffset, \.start, [.requiredOnCreate], about: "One of the times of the service's slots."),
                Property("timeZone", zone, \.zone, about: "In which the customer saw the times; the business's when it is left out."),
            ])
    }
}

/// An answer to a question of the form.
struct PublicAnswerGiven: Hashable, Sendable {
    var question = ""
    var answer: String?

    static let schema = ObjectSchema<PublicAnswerGiven>(
        "publicAnswerGiven", fresh: { PublicAnswerGiven() },
        properties: [
            Property("answer", .string(maxLength: 100_000), \.answer, about: "In words, or one of the options."),
            Property("questionId", .string(1...100, form: .line), \.question, [.requiredOnCreate]),
        ])
}

/// What somebody sends who moves a booking.
struct PublicMoveRequest: Sendable {
    var start = Instant(secondsSinceEpoch: 0)
    var version: Int?

    static let schema = ObjectSchema<PublicMoveRequest>(
        "publicMoveRequest", fresh: { PublicMoveRequest() },
        properties: [
            Property("start", .dateTimeOffset, \.start, [.requiredOnCreate], about: "One of the times of the booking's slots."),
            Property("version", .int32(0...Int32.max), \.version, about: "What was read; another one is refused."),
        ])
}

/// What somebody sends who cancels a booking.
struct PublicCancelRequest: Sendable {
    var reason: String?

    static let schema = ObjectSchema<PublicCancelRequest>(
        "publicCancelRequest", fresh: { PublicCancelRequest() },
        properties: [Property("reason", .string(maxLength: 10_000), \.reason, about: "Told to the business.")])
}

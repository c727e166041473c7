import Booking
import CivilTime
import Persistence
import RestShape

/// One message to a subscription, and what became of it.
struct WebhookDeliveryItem: Sendable {
    var delivery: WebhookDelivery
    var attempts: [WebhookAttempt]

    private static let attempt = ObjectSchema<WebhookAttempt>(
        "webhookAttempt",
        fresh: {
            WebhookAttempt(number: 1, at: Instant(secondsSinceEpoch: 0), status: nil, failure: nil, answer: "", milliseconds: 0)
        },
        properties: [
            .readOnly("answer", .string(maxLength: 2_000), get: { $0.answer }, isNullable: false, about: "The first 500 bytes of it."),
            .readOnly("attemptDateTime", .dateTimeOffset, get: { $0.at }, isNullable: false),
            .readOnly("failure", .string(maxLength: 2_000), get: { $0.failure }, about: "Why there was no answer."),
            .readOnly("milliseconds", .int32(0...Int32.max), get: { $0.milliseconds }, isNullable: false),
            .readOnly("number", .int32(1...Int32.max), get: { $0.number }, isNullable: false),
            .readOnly("status", .int32(100...999), get: { $0.status }, about: "null where there was no answer."),
        ])

    static let schema = ObjectSchema<WebhookDeliveryItem>(
        "webhookDelivery",
        fresh: {
            let epoch = Instant(secondsSinceEpoch: 0)
            return WebhookDeliveryItem(
                delivery: WebhookDelivery(
                    subscription: .init(""), message: "", kind: "", subject: "", body: "", createdAt: epoch, nextAt: nil), attempts: [])
        },
        properties: [
            .readOnly("id", .string(maxLength: 100), get: { String($0.delivery.id) }, isNullable: false),
            .readOnly("attemptCount", .int32(0...Int32.max), get: { $0.delivery.attempts }, isNullable: false),
            .readOnly(
                "attempts", .collection(of: .object(attempt), maxCount: 10_000), get: { $0.attempts }, [.singleOnly], isNullable: false),
            .readOnly("createdDateTime", .dateTimeOffset, get: { $0.delivery.createdAt }, isNullable: false),
            .readOnly("eventType", .string(maxLength: 100), get: { $0.delivery.kind }, [.searchable], isNullable: false),
            .readOnly(
                "messageId", .string(maxLength: 100), get: { $0.delivery.message }, [.searchable], isNullable: false,
                about: "As webhook-id tells it."),
            .readOnly(
                "nextAttemptDateTime", .dateTimeOffset, get: { $0.delivery.nextAt }, about: "When it is tried next, if it waits."),
            .readOnly(
                "payload", .string(maxLength: 1 << 20), get: { $0.delivery.body }, [.singleOnly], isNullable: false,
                about: "The body as it is posted and signed."),
            .readOnly("state", .enumeration(OwnEnums.webhookDeliveryState), get: { $0.delivery.state }, isNullable: false),
            .readOnly(
                "subject", .string(maxLength: 200), get: { $0.delivery.subject }, [.searchable], isNullable: false,
                about: "What it tells of, as in the history."),
        ])
}

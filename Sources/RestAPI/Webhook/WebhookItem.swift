import Booking
import CivilTime
import Operations
import Persistence
import RestShape

/// A subscription to events, in the words of Graph's `subscription` where it has them.
struct WebhookItem: Sendable {
    var subscription: WebhookSubscription
    var standing: WebhookStanding
    /// Until when a secret that was replaced signs too; `nil` when it does not any more.
    var formerSecretUntil: Instant?

    init(_ subscription: WebhookSubscription, _ standing: WebhookStanding = WebhookStanding(), at now: Instant) {
        self.subscription = subscription
        self.standing = standing
        formerSecretUntil = subscription.formerSecret.flatMap { $0.until > now ? $0.until : nil }
    }

    /// What the use cases take of it.
    var request: SaveWebhook.Request {
        SaveWebhook.Request(name: subscription.name, address: subscription.address, kinds: subscription.kinds)
    }

    /// What the API calls the fields of a subscription.
    static let names = ["name": "displayName", "address": "notificationUrl", "kinds": "eventTypes"]

    static let schema = ObjectSchema<WebhookItem>("webhookSubscription", fresh: fresh, properties: properties)

    /// The answers that tell a secret. It is no part of the subscription's version.
    static let schemaWithSecret = ObjectSchema<WebhookItem>(
        "webhookSubscriptionWithSecret", fresh: fresh,
        properties: properties + [
            .readOnly(
                "secret", .string(maxLength: 100), get: { _ in nil }, isNullable: false,
                about: "whsec_ and base64; told here and never again.")
        ])

    private static let fresh: @Sendable () -> WebhookItem = {
        let epoch = Instant(secondsSinceEpoch: 0)
        return WebhookItem(
            WebhookSubscription(
                id: WebhookSubscription.ID(""), name: "", address: "", kinds: [], sealedSecret: "", owner: nil, createdAt: epoch), at: epoch
        )
    }

    private static let reasons: KeyValuePairs<String, WebhookSubscription.Off.Reason> = [
        "byHand": .byHand, "gone": .gone, "failing": .failing,
    ]

    private static let properties: [Property<WebhookItem>] = [
        .readOnly("id", .string(maxLength: 100), get: { $0.subscription.id.rawValue }, isNullable: false),
        .readOnly("createdDateTime", .dateTimeOffset, get: { $0.subscription.createdAt }),
        .readOnly("disabledDateTime", .dateTimeOffset, get: { $0.subscription.off?.since }),
        .readOnly(
            "disabledReason", .enumeration(OwnEnums.webhookDisabledReason, reasons), get: { $0.subscription.off?.reason },
            about: "gone: the receiver answered 410. failing: it took nothing for three days."),
        Property("displayName", .string(1...100, form: .line), \.subscription.name, [.requiredOnCreate, .searchable]),
        Property(
            "eventTypes", .collection(of: .enumeration(OwnEnums.webhookEventType), maxCount: 200),
            get: { item in WebhookKind.subscribable.filter(item.subscription.kinds.contains).map(\.rawValue) },
            set: { $0.subscription.kinds = Set($1.compactMap { WebhookKind(rawValue: $0) }) }, [.requiredOnCreate], about: "One at least."),
        .readOnly(
            "failingSinceDateTime", .dateTimeOffset, get: { $0.standing.failingSince }, about: "null while nothing stands in the way."),
        .readOnly(
            "formerSecretUntilDateTime", .dateTimeOffset, get: { $0.formerSecretUntil },
            about: "Until when a secret that was replaced signs too."),
        .readOnly("isEnabled", .boolean, get: { $0.subscription.isOn }, isNullable: false, about: "Changed by enable and disable."),
        .readOnly("lastDeliveredDateTime", .dateTimeOffset, get: { $0.standing.deliveredAt }),
        Property(
            "notificationUrl", .string(1...1_000, form: .webAddress), \.subscription.address, [.requiredOnCreate, .searchable],
            about: "https://; http:// only within what the operator allows."),
    ]
}

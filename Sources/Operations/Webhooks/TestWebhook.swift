public import Booking
import Persistence

/// Sends a message that says nothing, to see whether it arrives. It takes its place in the line.
public struct TestWebhook: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: the message's id (`webhook-id`), under which its delivery is found.
    /// - Throws: `WebhookIsOff`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: WebhookSubscription.ID, actor: Actor) async throws -> String {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let subscription = try transaction.webhook(id)
            guard subscription.isOn else { throw WebhookIsOff() }
            let facts = WebhookFacts.OfTest(
                subscriptionId: id.rawValue, message: "Nothing happened. Somebody asked Kalends whether this arrives.")
            let body = try payload(WebhookBody(WebhookKind.test.rawValue, at: kalends.now, facts))
            let message = try transaction.leave(.test, body, about: "webhook:\(id)", for: id, at: kalends.now)
            try transaction.record(.webhookTested, "webhook:\(id)", by: actor, at: kalends.now, reason: subscription.name)
            return message
        }
    }
}

/// Nothing is sent to a subscription that is switched off.
public struct WebhookIsOff: Error, Hashable, Sendable {
    public init() {}
}

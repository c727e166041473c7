public import Booking
import Persistence

/// Ends a subscription, and takes away what was sent to it.
public struct RemoveWebhook: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: WebhookSubscription.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let subscription = try transaction.webhook(id)
            try transaction.webhooks.delete(id)
            try transaction.record(.webhookRemoved, "webhook:\(id)", by: actor, at: kalends.now, reason: subscription.name)
        }
    }
}

public import Booking
import CivilTime
import Persistence
import Secrets

/// Gives a subscription a new secret. For a day both sign, so that the receiver can be told meanwhile.
public struct RenewWebhookSecret: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: the subscription with its new secret, which is shown this once.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: WebhookSubscription.ID, actor: Actor) async throws -> MadeWebhook {
        let secret = WebhookSecret.random()
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let before = try transaction.webhook(id)
            var after = before
            after.formerSecret = WebhookSubscription.FormerSecret(sealed: before.sealedSecret, until: kalends.now + WebhookBackOff.rotation)
            after.sealedSecret = kalends.sealed(secret, of: id)
            try transaction.webhooks.update(after)
            try transaction.recordWebhook(.webhookSecretRenewed, before: before, after, actor, kalends.now)
            return MadeWebhook(subscription: after, secret: secret.text)
        }
    }
}

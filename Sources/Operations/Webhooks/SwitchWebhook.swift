public import Booking
import CivilTime
import Persistence

/// Switches a subscription off, or on again.
public struct SwitchWebhook: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Off: what waits is not sent any more, and what happens meanwhile is never told. One that is as wanted stays as it is.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: WebhookSubscription.ID, on isOn: Bool, actor: Actor) async throws -> WebhookSubscription {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let before = try transaction.webhook(id)
            guard before.isOn != isOn else { return before }
            guard isOn else { return try kalends.switchOff(before, .byHand, by: actor, transaction) }
            var after = before
            after.off = nil
            try transaction.webhooks.update(after)
            // What it did not take before counts no more.
            var standing = try transaction.webhooks.standing(of: id)
            standing.failingSince = nil
            try transaction.webhooks.set(standing, of: id)
            try transaction.recordWebhook(.webhookSwitchedOn, before: before, after, actor, kalends.now)
            return after
        }
    }
}

extension Kalends {
    @discardableResult
    func switchOff(
        _ before: WebhookSubscription, _ reason: WebhookSubscription.Off.Reason, by actor: Actor, reason words: String? = nil,
        _ transaction: Transaction
    ) throws -> WebhookSubscription {
        var after = before
        after.off = WebhookSubscription.Off(since: now, reason: reason)
        try transaction.webhooks.update(after)
        try transaction.webhookDeliveries.drop(of: after.id)
        try transaction.recordWebhook(.webhookSwitchedOff, before: before, after, actor, now, reason: words)
        return after
    }
}

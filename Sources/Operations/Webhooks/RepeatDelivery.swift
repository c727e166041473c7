public import Booking
import Persistence

/// Sends a message once more by hand, whatever became of it: the same id, a new timestamp, and all tries from the first on. It holds up none of
/// the others.
public struct RepeatDelivery: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter id: `WebhookDelivery.id`.
    /// - Returns: whose it is.
    /// - Throws: `WebhookIsOff`, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: Int64, actor: Actor) async throws -> WebhookSubscription {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard var delivery = try transaction.webhookDeliveries.find(id) else { throw NotFound("delivery") }
            let subscription = try transaction.webhook(delivery.subscription)
            guard subscription.isOn else { throw WebhookIsOff() }
            // What waits in the line stays in it: whatever comes after it waits for it still.
            if delivery.state != .waiting { delivery.isAside = true }
            (delivery.state, delivery.tries, delivery.nextAt) = (.waiting, 0, kalends.now)
            try transaction.webhookDeliveries.update(delivery)
            try transaction.leaveDelivering(to: subscription.id, due: kalends.now, at: kalends.now)
            try transaction.record(
                .webhookRepeated, "webhook:\(subscription.id)", by: actor, at: kalends.now, reason: "\(delivery.kind), \(delivery.message)")
            return subscription
        }
    }
}

import Booking
import CivilTime
import Logging
import Messaging
import Persistence
import Secrets

/// Posts what comes next in a subscription's line, and leaves the work of what comes after. What is cut short between the post and its record is
/// posted once more, with the same id.
struct DeliverWebhooks {
    let kalends: Kalends
    let transport: WebhookTransport

    private struct Errand: Sendable {
        var subscription: WebhookSubscription
        var delivery: WebhookDelivery
    }

    /// - Throws: `StoreFailure`; `CancellationError` when it was cut short, so that nobody can say whether the message arrived.
    func callAsFunction(_ payload: DeliverWebhooksPayload) async throws {
        guard let errand = try await next(for: payload.subscription) else { return }
        let now = kalends.now
        let message = WebhookTransport.Message(
            address: errand.subscription.address, headers: try headers(errand, at: now), body: Array(errand.delivery.body.utf8))
        var (answer, failure): (WebhookTransport.Answer?, String?) = (nil, nil)
        let clock = ContinuousClock()
        let start = clock.now
        do throws(WebhookTransport.Failure) { answer = try await transport.send(message) } catch { failure = error.sentence }
        let took = clock.now - start
        // What Kalends itself broke off is no fault of the receiver.
        if failure != nil { try Task.checkCancellation() }
        let attempt = WebhookAttempt(
            number: errand.delivery.attempts + 1, at: now, status: answer?.status, failure: failure, answer: answer?.beginning ?? "",
            milliseconds: took.milliseconds)
        let verdict = WebhookBackOff.verdict(status: answer?.status, retryAfter: answer?.retryAfter)
        try await kalends.insist { transaction in
            try WebhookRecord(kalends: kalends, transaction: transaction).note(attempt, verdict, of: errand.delivery.id)
        }
    }

    /// - Returns: `nil` when nothing is due; what waits is left to a later run.
    private func next(for id: WebhookSubscription.ID) async throws -> Errand? {
        let now = kalends.now
        return try await kalends.database.write { transaction in
            guard let subscription = try transaction.webhooks.find(id), subscription.isOn,
                let delivery = try transaction.webhookDeliveries.next(of: id, now: now), let due = delivery.nextAt
            else { return nil }
            guard due <= now else {
                try transaction.leaveDelivering(to: id, due: due, at: now)
                return nil
            }
            return Errand(subscription: subscription, delivery: delivery)
        }
    }

    /// The convention's three headers; of a secret that is being replaced both sign.
    private func headers(_ errand: Errand, at now: Instant) throws -> [(name: String, value: String)] {
        let (id, body) = (errand.delivery.message, Array(errand.delivery.body.utf8))
        let signatures = try kalends.secrets(of: errand.subscription).map {
            $0.signature(id: id, timestamp: now.secondsSinceEpoch, body: body)
        }
        return [
            ("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", String(now.secondsSinceEpoch)),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }
}

extension Kalends {
    /// The secrets that sign at the moment, the present one first.
    /// - Throws: `UnreadableSecret` when it was sealed by another key.
    func secrets(of subscription: WebhookSubscription) throws -> [WebhookSecret] {
        let former = subscription.formerSecret.flatMap { $0.until > now ? $0.sealed : nil }
        return try [subscription.sealedSecret, former].compactMap(\.self).map { sealed in
            guard let text = secretKey.open(sealed, context: Self.webhookContext(subscription.id)),
                let secret = WebhookSecret(parsing: String(decoding: text, as: UTF8.self))
            else { throw UnreadableSecret() }
            return secret
        }
    }

    func sealed(_ secret: WebhookSecret, of id: WebhookSubscription.ID) -> String {
        secretKey.seal(Array(secret.text.utf8), context: Self.webhookContext(id))
    }

    private static func webhookContext(_ id: WebhookSubscription.ID) -> String { "webhook:\(id)" }

    /// Leaves the work of delivering whatever waits: for those who had no way out before, and for work that was given up.
    func enqueueWaitingWebhooks(_ transaction: Transaction) throws {
        for id in try transaction.webhookDeliveries.awaited() { try transaction.leaveDelivering(to: id, due: now, at: now) }
    }
}

/// The secret of a subscription was sealed by another key than this installation's.
struct UnreadableSecret: Error {}

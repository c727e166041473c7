import Booking
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// One message: what it says, and how each attempt went.
enum WebhookDeliveryShow {
    struct Attempt: Sendable {
        var heading: String
        var time: String
        var result: String
        var took: String
        var answer: String?
    }

    struct View: Sendable {
        var heading: String
        var webhook: String
        var webhookAddress: String
        var state: String
        var stateText: String
        var isOn: Bool
        var repeatAddress: String
        var message: String
        var happened: String
        var next: String?
        var body: String
        var attempts: [Attempt]
        var hasAttempts: Bool
    }

    static func address(of id: Int64) -> String { "\(WebhookList.path)/deliveries/\(id)" }

    static func get(_ visit: Visit) async throws -> Answer {
        let (texts, id) = (visit.texts, try id(visit))
        let found = try await visit.read { transaction -> (WebhookDelivery, WebhookSubscription, [WebhookAttempt])? in
            guard let delivery = try transaction.webhookDeliveries.find(id),
                let subscription = try transaction.webhooks.find(delivery.subscription)
            else { return nil }
            return (delivery, subscription, try transaction.webhookDeliveries.attempts(of: id))
        }
        guard let (delivery, subscription, attempts) = found else { throw NotFound("delivery") }
        let (tone, text) = WebhookWords.state(of: delivery, visit)
        let view = View(
            heading: texts("adminWebhook.messageHeading", ["kind": delivery.kind]), webhook: subscription.name,
            webhookAddress: WebhookList.address(of: subscription.id), state: tone, stateText: text, isOn: subscription.isOn,
            repeatAddress: "\(address(of: id))/repeat", message: delivery.message, happened: texts.when(delivery.createdAt, in: visit.zone),
            next: delivery.nextAt.map { texts.when(max($0, visit.now), in: visit.zone) }, body: delivery.body,
            attempts: attempts.map { attempt($0, visit) }, hasAttempts: !attempts.isEmpty)
        return .page(AdminPage("admin-webhook-delivery", title: view.heading, menu: .webhooks, live: ["jobs"], view: view))
    }

    static func again(_ visit: Visit) async throws -> Answer {
        let id = try id(visit)
        do {
            try await RepeatDelivery(visit.kalends)(id, actor: visit.actor)
            return .redirect(address(of: id), Notice("deliveryRepeated"))
        } catch is WebhookIsOff {
            return .redirect(address(of: id), Notice("webhookIsOff"))
        }
    }

    private static func attempt(_ attempt: WebhookAttempt, _ visit: Visit) -> Attempt {
        let texts = visit.texts
        return Attempt(
            heading: texts("adminWebhook.attempt", ["number": texts.number(attempt.number)]), time: texts.when(attempt.at, in: visit.zone),
            result: attempt.status.map { texts("adminWebhook.status", ["status": String($0)]) }
                ?? "\(texts["adminWebhook.noAnswer"]): \(attempt.failure ?? "")",
            took: texts("adminWebhook.took", ["milliseconds": texts.number(attempt.milliseconds)]),
            answer: attempt.answer.isEmpty ? nil : attempt.answer)
    }

    private static func id(_ visit: Visit) throws -> Int64 {
        guard let id = visit.parameters["id"].flatMap({ Int64($0) }) else { throw NotFound("delivery") }
        return id
    }
}

import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/webhooks/{webhook}/deliveries`: what was sent to a subscription, and what of it waits.
struct WebhookDeliveryOperations: Sendable {
    private static let path = WebhookOperations.path + "/{webhook}/deliveries"

    let schema = WebhookDeliveryItem.schema

    var routes: [APIRoute] {
        let one = PathTemplate(Self.path + "/{delivery}")
        let routes: [APIRoute] = [
            .list(PathTemplate(Self.path), "listDeliveries", "Lists the messages of the last 30 days, latest first.", of: schema.definition)
            {
                call in try await listing(call).answer(call)
            },
            .count(PathTemplate(Self.path + "/$count"), "countDeliveries", "Counts the messages.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getDelivery", "Reads a message with each of its attempts.", of: schema.definition) { call in
                schema.answer(try await call.read { try Self.item(call, $0) }, call, context: context(call))
            },
            APIRoute(
                method: .post, path: PathTemplate(Self.path + "/{delivery}/repeat"), name: "repeatDelivery",
                summary: "Sends a message once more, with the same id and all its attempts from the first on.", scope: .webhooks,
                faults: [.conflict]
            ) { call in
                let id = try await call.read { try Self.item(call, $0).delivery.id }
                return try await call.answering { (_: WebhookSubscription) in
                    .nothing
                } to: {
                    try await RepeatDelivery(call.kalends)(id, actor: call.actor)
                }
            },
            APIRoute(
                method: .post, path: PathTemplate(WebhookOperations.path + "/{webhook}/test"), name: "testWebhook",
                summary: "Sends a message that says nothing, and answers with its delivery.", scope: .webhooks,
                result: .item(schema.definition, status: 201), faults: [.conflict], handle: test),
        ]
        return routes.map { $0.needing(.webhooks) }
    }

    private func context(_ call: APICall) -> String { "webhooks('\(call["webhook"])')/deliveries" }

    /// - Throws: `NotFound`, also for a message to another subscription.
    private static func item(_ call: APICall, _ transaction: Transaction) throws -> WebhookDeliveryItem {
        let subscription = try WebhookOperations.find(call.id("webhook"), transaction)
        guard let id = Int64(call["delivery"]), let delivery = try transaction.webhookDeliveries.find(id),
            delivery.subscription == subscription.id
        else { throw NotFound("delivery") }
        return WebhookDeliveryItem(delivery: delivery, attempts: try transaction.webhookDeliveries.attempts(of: id))
    }

    private func listing(_ call: APICall) async throws -> Listing<WebhookDeliveryItem> {
        // The attempts stand in no list; a filter may ask for them.
        let isAsked = call.options.filter != nil
        let items = try await call.read { transaction in
            let subscription = try WebhookOperations.find(call.id("webhook"), transaction)
            return try transaction.webhookDeliveries.list(of: subscription.id, limit: Int(Int32.max)).rows.map { delivery in
                WebhookDeliveryItem(
                    delivery: delivery, attempts: isAsked ? try transaction.webhookDeliveries.attempts(of: delivery.id) : [])
            }
        }
        return Listing(schema: schema, items: items, id: { String($0.delivery.id) }, context: context(call))
    }

    private func test(_ call: APICall) async throws -> APIAnswer {
        let id: WebhookSubscription.ID = call.id("webhook")
        return try await call.answering { (message: String, transaction: Transaction) in
            guard let delivery = try transaction.webhookDeliveries.find(message: message) else { throw NotFound("delivery") }
            return schema.answer(
                WebhookDeliveryItem(delivery: delivery, attempts: try transaction.webhookDeliveries.attempts(of: delivery.id)), call,
                context: context(call), status: 201, location: "/v1.0\(WebhookOperations.path)/\(id)/deliveries/\(delivery.id)")
        } to: {
            try await TestWebhook(call.kalends)(id, actor: call.actor)
        }
    }
}

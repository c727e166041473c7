import Booking
import HTTPTypes
import Operations
import Persistence
import RestShape

/// `/webhooks`: the programs that are told of events.
struct WebhookOperations: Sendable {
    static let path = "/webhooks"
    private static let context = "webhooks"

    let schema = WebhookItem.schema
    private let shown = WebhookItem.schemaWithSecret

    var routes: [APIRoute] {
        let (all, one) = (PathTemplate(Self.path), PathTemplate(Self.path + "/{webhook}"))
        let routes: [APIRoute] = [
            .list(all, "listWebhooks", "Lists the subscriptions to events.", of: schema.definition) { call in
                try await listing(call).answer(call)
            },
            APIRoute(
                method: .post, path: all, name: "createWebhook", summary: "Makes a subscription, and tells its secret this once.",
                scope: .webhooks, body: .input(schema.definition), result: .item(shown.definition, status: 201), handle: create),
            .count(PathTemplate(Self.path + "/$count"), "countWebhooks", "Counts the subscriptions.", of: schema.definition) { call in
                try await listing(call).number(call)
            },
            .read(one, "getWebhook", "Reads a subscription and how it fares.", of: schema.definition) { call in
                schema.answer(try await item(call, call.id("webhook")), call, context: Self.context)
            },
            .change(one, "updateWebhook", "Changes a subscription.", of: schema.definition, .webhooks, change),
            .remove(one, "deleteWebhook", "Ends a subscription, and takes away what was sent to it.", .webhooks, remove),
            switching("enable", "Switches a subscription on again.", isOn: true),
            switching(
                "disable", "Switches a subscription off: what waits is not sent, and what happens meanwhile is never told.", isOn: false),
            APIRoute(
                method: .post, path: PathTemplate(Self.path + "/{webhook}/rotateSecret"), name: "rotateWebhookSecret",
                summary: "Makes a new secret, and tells it this once. For a day the old one signs too.", scope: .webhooks,
                result: .item(shown.definition), handle: rotate),
        ]
        return routes.map { $0.needing(.webhooks) }
    }

    private func switching(_ action: String, _ summary: String, isOn: Bool) -> APIRoute {
        APIRoute(
            method: .post, path: PathTemplate(Self.path + "/{webhook}/\(action)"), name: "\(action)Webhook", summary: summary,
            scope: .webhooks
        ) { call in
            try await call.answering { (_: WebhookSubscription) in
                .nothing
            } to: {
                try await SwitchWebhook(call.kalends)(call.id("webhook"), on: isOn, actor: call.actor)
            }
        }
    }

    /// - Throws: `NotFound`.
    static func find(_ id: WebhookSubscription.ID, _ transaction: Transaction) throws -> WebhookSubscription {
        guard let found = try transaction.webhooks.find(id) else { throw NotFound("webhook") }
        return found
    }

    private func item(_ call: APICall, _ id: WebhookSubscription.ID) async throws -> WebhookItem {
        let now = call.kalends.now
        return try await call.read { WebhookItem(try Self.find(id, $0), try $0.webhooks.standing(of: id), at: now) }
    }

    private func listing(_ call: APICall) async throws -> Listing<WebhookItem> {
        let now = call.kalends.now
        let items = try await call.read { transaction in
            try transaction.webhooks.all().map { WebhookItem($0, try transaction.webhooks.standing(of: $0.id), at: now) }
        }
        return Listing(schema: schema, items: items, id: { $0.subscription.id.rawValue }, context: Self.context)
    }

    private func create(_ call: APICall) async throws -> APIAnswer {
        let typed = try schema.create(from: call.json()).model
        return try await RestAPI.named(WebhookItem.names) {
            try await call.answering { (made: MadeWebhook, transaction: Transaction) in
                try answer(made, call, transaction, status: 201, location: "/v1.0\(Self.path)/\(made.subscription.id)")
            } to: {
                try await SaveWebhook(call.kalends).make(typed.request, actor: call.actor)
            }
        }
    }

    private func rotate(_ call: APICall) async throws -> APIAnswer {
        try await call.answering { (made: MadeWebhook, transaction: Transaction) in
            try answer(made, call, transaction)
        } to: {
            try await RenewWebhookSecret(call.kalends)(call.id("webhook"), actor: call.actor)
        }
    }

    /// The subscription with its secret.
    private func answer(
        _ made: MadeWebhook, _ call: APICall, _ transaction: Transaction, status: Int = 200, location: String? = nil
    ) throws -> APIAnswer {
        let standing = try transaction.webhooks.standing(of: made.subscription.id)
        return schema.answer(
            WebhookItem(made.subscription, standing, at: call.kalends.now), call, context: Self.context, status: status, location: location,
            expanded: ["secret": .text(made.secret)])
    }

    private func change(_ call: APICall) async throws -> APIAnswer {
        let id: WebhookSubscription.ID = call.id("webhook")
        try await call.changing({ try Self.find(id, $0) }) { before in
            let known = try await item(call, id)
            try schema.tag(of: known).require(call.conditions)
            let typed = try schema.update(WebhookItem(before, known.standing, at: call.kalends.now), from: call.json()).model
            _ = try await RestAPI.named(WebhookItem.names) {
                try await SaveWebhook(call.kalends).change(id, to: typed.request, actor: call.actor)
            }
        }
        return schema.changed(try await item(call, id), call, context: Self.context)
    }

    private func remove(_ call: APICall) async throws -> APIAnswer {
        let id: WebhookSubscription.ID = call.id("webhook")
        try await call.changing({ try Self.find(id, $0) }) { _ in
            try schema.tag(of: try await item(call, id)).require(call.conditions)
            try await RemoveWebhook(call.kalends)(id, actor: call.actor)
        }
        return .nothing
    }
}

import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// One program that is told of events: what it is told, and what became of each message.
enum WebhookShow {
    struct Row: Sendable {
        var kind: String
        var address: String
        var state: String
        var stateText: String
        var attempts: String
        var time: String
    }

    struct View: Sendable {
        var heading: String
        var state: String
        var stateText: String
        var detail: String
        var isOn: Bool
        /// Where its forms are sent to.
        var path: String
        /// A secret, shown this once.
        var fresh: String?
        var former: String?
        var faults: FaultSummary?
        var name: Field
        var address: Field
        var kinds: Field
        var rows: [Row]
        var isEmpty: Bool
        var pages: PageLinks?
        var historyAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit.id(), visit)) }

    static func save(_ visit: Visit) async throws -> Answer {
        let id: WebhookSubscription.ID = visit.id()
        do {
            let saved = try await SaveWebhook(visit.kalends).change(id, to: WebhookList.request(visit.form), actor: visit.actor)
            return .redirect(WebhookList.address(of: id), Notice("webhookSaved", ["name": saved.name]))
        } catch let invalid as Invalid {
            return .page(try await page(id, visit, invalid.faults, status: .unprocessableContent))
        }
    }

    static func test(_ visit: Visit) async throws -> Answer {
        let id: WebhookSubscription.ID = visit.id()
        do {
            let message = try await TestWebhook(visit.kalends)(id, actor: visit.actor)
            let delivery = try await visit.read { try $0.webhookDeliveries.find(message: message) }
            return .redirect(
                delivery.map { WebhookDeliveryShow.address(of: $0.id) } ?? WebhookList.address(of: id), Notice("webhookTested"))
        } catch is WebhookIsOff {
            return .redirect(WebhookList.address(of: id), Notice("webhookIsOff"))
        }
    }

    static func turn(_ visit: Visit) async throws -> Answer {
        let id: WebhookSubscription.ID = visit.id()
        let isOn = visit.form["on"] == "1"
        let changed = try await SwitchWebhook(visit.kalends)(id, on: isOn, actor: visit.actor)
        return .redirect(
            WebhookList.address(of: id), Notice(isOn ? "webhookSwitchedOn" : "webhookSwitchedOff", ["name": changed.name]))
    }

    static func renewSecret(_ visit: Visit) async throws -> Answer {
        let made = try await RenewWebhookSecret(visit.kalends)(visit.id(), actor: visit.actor)
        return .page(try await page(made.subscription.id, visit, fresh: made.secret))
    }

    static func askRemove(_ visit: Visit) async throws -> Answer {
        let id: WebhookSubscription.ID = visit.id()
        guard let found = try await visit.read({ try $0.webhooks.find(id) }) else { throw NotFound("webhook") }
        return visit.ask(
            "removeWebhook", values: ["name": found.name],
            consequences: [visit.texts["adminConfirm.removeWebhookList"], visit.texts["adminConfirm.removeWebhookSecret"]],
            action: "\(WebhookList.address(of: id))/remove", cancel: WebhookList.address(of: id), menu: .webhooks)
    }

    static func remove(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askRemove(visit) }
        let id: WebhookSubscription.ID = visit.id()
        guard let found = try await visit.read({ try $0.webhooks.find(id) }) else { throw NotFound("webhook") }
        try await RemoveWebhook(visit.kalends)(id, actor: visit.actor)
        return .redirect(WebhookList.path, Notice("webhookRemoved", ["name": found.name]))
    }

    /// - Throws: `NotFound`.
    static func page(
        _ id: WebhookSubscription.ID, _ visit: Visit, _ faults: [FieldFault] = [], fresh: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let (texts, paging) = (visit.texts, Paging(query: visit.query))
        let found = try await visit.read { transaction in
            (
                try transaction.webhooks.find(id), try transaction.webhooks.standing(of: id),
                try transaction.webhookDeliveries.list(of: id, limit: Paging.size, offset: paging.offset)
            )
        }
        guard let subscription = found.0 else { throw NotFound("webhook") }
        let (standing, deliveries) = (found.1, found.2)
        let (tone, text) = WebhookWords.state(of: subscription, standing, visit)
        let fields = FormFields(visit, area: "adminWebhook", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let former = subscription.formerSecret.flatMap { $0.until > visit.now ? $0.until : nil }
        let path = WebhookList.address(of: id)
        let view = View(
            heading: subscription.name, state: tone, stateText: text, detail: WebhookList.detail(standing, visit), isOn: subscription.isOn,
            path: path, fresh: fresh,
            former: former.map { texts("adminWebhook.formerUntil", ["time": texts.when($0, in: visit.zone)]) }, faults: fields.summary,
            name: fields.text("name", subscription.name, required: true, autocomplete: "off"),
            address: fields.text("address", subscription.address, type: "url", required: true, autocomplete: "off", wide: true),
            kinds: fields.several("kinds", Set(subscription.kinds.map(\.rawValue)), WebhookWords.kinds(texts)),
            rows: deliveries.rows.map { row($0, visit) }, isEmpty: deliveries.rows.isEmpty,
            pages: paging.links(total: deliveries.total, path: path, query: visit.query, texts: texts),
            historyAddress: HistoryList.address(of: "webhook:\(id)"))
        // A secret that is shown this once must not be taken away by a page that brings itself up to date.
        return AdminPage(
            "admin-webhook-show", title: subscription.name, menu: .webhooks, status: status,
            live: fresh == nil && faults.isEmpty ? ["jobs"] : [], view: view)
    }

    private static func row(_ delivery: WebhookDelivery, _ visit: Visit) -> Row {
        let (tone, text) = WebhookWords.state(of: delivery, visit)
        return Row(
            kind: delivery.kind, address: WebhookDeliveryShow.address(of: delivery.id), state: tone, stateText: text,
            attempts: visit.texts.count("adminWebhook.attempts", delivery.attempts),
            time: visit.texts.relative(delivery.createdAt, now: visit.now))
    }
}

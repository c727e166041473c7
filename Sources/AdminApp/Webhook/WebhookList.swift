import Booking
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// The programs that are told of events.
enum WebhookList {
    struct Row: Sendable {
        var name: String
        var address: String
        var state: String
        var stateText: String
        var detail: String
        var showAddress: String
    }

    struct View: Sendable {
        var webhooks: [Row]
        var isEmpty: Bool
        var faults: FaultSummary?
        var name: Field
        var address: Field
        var kinds: Field
    }

    static let path = "/admin/webhooks"

    static func address(of id: WebhookSubscription.ID) -> String { "\(path)/\(id)" }

    static func get(_ visit: Visit) async throws -> Answer { .page(try await page(visit)) }

    static func make(_ visit: Visit) async throws -> Answer {
        do {
            let made = try await SaveWebhook(visit.kalends).make(request(visit.form), actor: visit.actor)
            return .page(try await WebhookShow.page(made.subscription.id, visit, fresh: made.secret))
        } catch let invalid as Invalid {
            return .page(try await page(visit, invalid.faults, status: .unprocessableContent))
        }
    }

    /// What a form chooses.
    static func request(_ form: Query) -> SaveWebhook.Request {
        SaveWebhook.Request(
            name: form["name"], address: form["address"], kinds: Set(form.all("kinds").compactMap { WebhookKind(rawValue: $0) }))
    }

    private static func page(_ visit: Visit, _ faults: [FieldFault] = [], status: HTTPResponse.Status = .ok) async throws -> AdminPage {
        let texts = visit.texts
        let all = try await visit.read { transaction in
            try transaction.webhooks.all().map { ($0, try transaction.webhooks.standing(of: $0.id)) }
        }
        let fields = FormFields(visit, area: "adminWebhook", sent: faults.isEmpty ? nil : visit.form, faults: faults)
        let view = View(
            webhooks: all.map { row($0, $1, visit) }, isEmpty: all.isEmpty, faults: fields.summary,
            name: fields.text("name", required: true, autocomplete: "off"),
            address: fields.text("address", type: "url", required: true, autocomplete: "off", wide: true),
            kinds: fields.several("kinds", [], WebhookWords.kinds(texts)))
        return AdminPage(
            "admin-webhook-list", title: texts["adminMenu.webhooks"], menu: .webhooks, status: status, live: ["jobs", "settings"],
            view: view)
    }

    private static func row(_ subscription: WebhookSubscription, _ standing: WebhookStanding, _ visit: Visit) -> Row {
        let (tone, text) = WebhookWords.state(of: subscription, standing, visit)
        return Row(
            name: subscription.name, address: subscription.address, state: tone, stateText: text, detail: detail(standing, visit),
            showAddress: address(of: subscription.id))
    }

    static func detail(_ standing: WebhookStanding, _ visit: Visit) -> String {
        standing.deliveredAt.map { visit.texts("adminWebhook.delivered", ["ago": visit.texts.relative($0, now: visit.now)]) }
            ?? visit.texts["adminWebhook.neverDelivered"]
    }
}

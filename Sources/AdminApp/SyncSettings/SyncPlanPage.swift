import Booking
import CalendarSync
import HTTPTypes
import Operations
import Texts
import WebShell

/// The dry run of a change: the counts, then every item, and the form once more with what was agreed on.
struct SyncPlanPage: Sendable {
    struct Row: Sendable {
        var what: String
        var text: String
        var time: String
        var calendar: String
        var address: String
    }

    /// One way to apply the change.
    struct Way: Sendable {
        var heading: String
        var explanation: String?
        var sentences: [String]
        var itemsHeading: String?
        var items: [Row]
        var more: String?
        var hidden: [ConfirmationPage.Hidden]
        var label: String
        var isMain: Bool
    }

    var heading: String
    var changed: String?
    var action: String
    var ways: [Way]
    /// What was typed, to go back to the form with it.
    var typed: [ConfirmationPage.Hidden]
    /// Whether there was a form; otherwise one goes back by the address.
    var hasTyped: Bool
    var backAddress: String

    /// Sent by whoever goes back to the form: it is shown as it was typed.
    static let editField = "edit"

    static func isEdited(_ visit: Visit) -> Bool { visit.form.contains(editField) }

    /// What was typed, as hidden fields.
    fileprivate static func typed(_ visit: Visit) -> [ConfirmationPage.Hidden] {
        visit.form.fields.filter { !["csrf", "agreed", "scope", editField].contains($0.name) }.map {
            ConfirmationPage.Hidden(name: $0.name, value: $0.value)
        }
    }

    /// So many items are listed; the rest is counted.
    static let longest = 200

    /// Shows the plan of a change to calendars and carries out exactly what was shown, also where no event would change: what closes time
    /// afterwards is part of it.
    static func agree(
        _ visit: Visit, label: String, back: String, preview: () async throws -> SyncPlan, apply: (String) async throws -> Answer
    ) async throws -> Answer {
        do {
            if let agreed = visit.form.value("agreed") { return try await apply(agreed) }
            return .page(page(visit, try await preview(), label: label, back: back, changed: nil))
        } catch let changed as PlanChanged {
            return .page(page(visit, changed.plan, label: label, back: back, changed: visit.texts["adminPlan.changed"]))
        }
    }

    private static func page(_ visit: Visit, _ plan: SyncPlan, label: String, back: String, changed: String?) -> AdminPage {
        let heading = visit.texts["adminPlan.heading"]
        let way = Way(plan, "all", visit, heading: visit.texts["adminPlan.events"], label: label, isMain: true)
        let view = SyncPlanPage(
            heading: heading, changed: changed, action: visit.path, ways: [way], typed: typed(visit), hasTyped: true, backAddress: back)
        return AdminPage("admin-sync-plan", title: heading, menu: .calendars, status: changed == nil ? .ok : .conflict, view: view)
    }

    /// Shows what the choices come to, or applies what was agreed on.
    /// - Parameters:
    ///   - action: where the form goes; the settings' own page when `nil`.
    ///   - back: where it ends; the same.
    static func answer(
        _ visit: Visit, _ subject: SyncSubject, _ choices: SyncChoices, action: String? = nil, back: String? = nil
    ) async throws -> Answer {
        let save = SaveSyncSettings(visit.kalends)
        var changed: String?
        if let agreed = visit.form.value("agreed") {
            let change = SaveSyncSettings.Change(
                resource: subject.resource, choices: choices, reachesExisting: visit.form["scope"] == "existing")
            do {
                try await save(change, agreed: agreed, actor: visit.actor)
                return .redirect(
                    back ?? subject.address,
                    Notice("syncSaved", ["name": subject.words.person ?? visit.texts["adminSync.everybody"]]))
            } catch is PlanChanged {
                changed = visit.texts["adminPlan.changed"]
            }
        }
        let change = SaveSyncSettings.Change(resource: subject.resource, choices: choices, reachesExisting: false)
        let forNew = try await save.preview(change, actor: visit.actor)
        var reaching = change
        reaching.reachesExisting = true
        let forAll = try await save.preview(reaching, actor: visit.actor)
        let texts = visit.texts
        let word = subject.words.changing(to: choices)
        let ways = [
            Way(
                forNew, "new", visit, heading: texts["adminPlan.forNewHeading\(word)"], explanation: texts["adminPlan.forNew\(word)"],
                label: texts["adminPlan.applyNew\(word)"], isMain: true),
            Way(
                forAll, "existing", visit, heading: texts["adminPlan.forAllHeading\(word)"],
                explanation: word.isEmpty ? nil : texts["adminPlan.forAll\(word)"], label: texts["adminPlan.applyAll\(word)"], isMain: false
            ),
        ]
        let view = SyncPlanPage(
            heading: texts["adminPlan.heading"], changed: changed, action: action ?? subject.address, ways: ways,
            typed: typed(visit), hasTyped: action == nil, backAddress: back ?? subject.address)
        return .page(
            AdminPage("admin-sync-plan", title: view.heading, menu: .calendars, status: changed == nil ? .ok : .conflict, view: view))
    }
}

extension SyncPlanPage.Way {
    /// - Parameter scope: what the form sends back for it.
    init(
        _ plan: SyncPlan, _ scope: String, _ visit: Visit, heading: String, explanation: String? = nil, label: String, isMain: Bool
    ) {
        let texts = visit.texts
        var sentences = plan.sentences(texts)
        if scope == "all", plan.count(.change) > 0 { sentences.append(texts["adminPlan.looksFirst"]) }
        let hidden = SyncPlanPage.typed(visit)
        self.init(
            heading: heading, explanation: explanation, sentences: sentences,
            itemsHeading: plan.items.isEmpty ? nil : texts.count("adminPlan.itemsHeading", plan.items.count),
            items: plan.items.prefix(SyncPlanPage.longest).map { item in
                SyncPlanPage.Row(
                    what: texts["adminPlan.\(item.action.rawValue)Word"],
                    text: "\(item.appointment.serviceName) · \(customers(of: item.appointment, texts))",
                    time: texts.when(item.appointment.span, in: visit.zone), calendar: item.calendar,
                    address: "/admin/appointments/\(item.appointment.id)")
            },
            more: plan.items.count > SyncPlanPage.longest
                ? texts.count("adminPlan.more", plan.items.count - SyncPlanPage.longest) : nil,
            hidden: hidden + [
                ConfirmationPage.Hidden(name: "agreed", value: plan.digest), ConfirmationPage.Hidden(name: "scope", value: scope),
            ], label: label, isMain: isMain)
    }
}

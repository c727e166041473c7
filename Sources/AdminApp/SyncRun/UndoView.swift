import Booking
import CalendarSync
import CivilTime
import Operations
import Texts
import WebShell

/// The plan of an undo, in words.
struct UndoView: Sendable {
    struct Since: Sendable {
        var id: String
        var value: String
        var isIncluded: Bool
        var label: String
        var hint: String
    }

    struct Obstacle: Sendable {
        var subject: String?
        var sentence: String
    }

    var heading: String
    var detail: String
    var changed: String?
    var action: String
    var back: String
    var digest: String
    /// What was ticked when the plan was made.
    var shown: [String]
    var isEmpty: Bool
    var sentences: [String]
    var itemsHeading: String?
    var items: [SyncPlanPage.Row]
    var more: String?
    var since: [Since]
    var hasSince: Bool
    var obstacles: [Obstacle]
    var hasObstacles: Bool

    init(
        _ plan: SyncPlan, _ visit: Visit, heading: String, detail: String, changed: String?, ticked: Set<String>, back: String
    ) {
        let texts = visit.texts
        (self.heading, self.detail, self.changed, self.back) = (heading, detail, changed, back)
        action = visit.path
        digest = plan.digest
        shown = ticked.sorted()
        isEmpty = plan.isEmpty
        sentences = plan.restored.map { Self.sentence($0, texts) } + Self.counts(plan, texts)
        let rows = plan.items.map { Self.row($0, visit) } + plan.foreign.map { Self.row($0, visit) }
        itemsHeading = rows.isEmpty ? nil : texts.count("adminPlan.itemsHeading", rows.count)
        items = Array(rows.prefix(SyncPlanPage.longest))
        more = rows.count > SyncPlanPage.longest ? texts.count("adminPlan.more", rows.count - SyncPlanPage.longest) : nil
        since = plan.changedSince.enumerated().map { number, since in
            Since(
                id: "include-\(number)", value: since.id, isIncluded: since.isIncluded,
                label: texts["adminRun.since\(Self.word(since.reason.rawValue))"],
                hint: [since.appointment.map { Self.name($0, visit) }, since.calendar].compactMap(\.self).filter { !$0.isEmpty }
                    .joined(separator: " · "))
        }
        hasSince = !since.isEmpty
        obstacles = plan.obstacles.map { obstacle in
            Obstacle(
                subject: obstacle.appointment.map { Self.name($0, visit) },
                sentence: texts("adminRun.cannot\(Self.word(obstacle.reason.rawValue))", ["detail": obstacle.detail]))
        }
        hasObstacles = !obstacles.isEmpty
    }

    private static func word(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

    private static func name(_ appointment: Appointment, _ visit: Visit) -> String {
        "\(appointment.serviceName) · \(customers(of: appointment, visit.texts)), \(visit.texts.when(appointment.span, in: visit.zone))"
    }

    private static func sentence(_ restored: SyncPlan.Restored, _ texts: Texts) -> String {
        switch restored {
        case .settings(nil): texts["adminRun.settingsBackAll"]
        case .settings(let person?): texts("adminRun.settingsBack", ["name": person])
        case .choice(let account, nil): texts("adminRun.choiceBackNone", ["account": account])
        case .choice(let account, let linked?): texts("adminRun.choiceBack", ["account": account, "calendar": linked])
        }
    }

    private static func counts(_ plan: SyncPlan, _ texts: Texts) -> [String] {
        let counts = SyncPlan.Item.Action.allCases.compactMap { action -> String? in
            let count = plan.count(action) + plan.foreign.count { $0.action == action }
            return count == 0 ? nil : texts.count("adminPlan.\(action.rawValue)", count)
        }
        var sentences = counts.isEmpty ? [] : ["\(counts.joined(separator: ", "))."].map { $0.prefix(1).uppercased() + $0.dropFirst() }
        if counts.isEmpty, !plan.isEmpty { sentences = [texts["adminPlan.nothingToDo"]] }
        if !plan.read.isEmpty {
            let names = plan.read.map { "“\($0)”" }.joined(separator: ", ")
            sentences.append(texts.count("adminPlan.read", plan.read.count, ["names": names]))
        }
        if !plan.opened.isEmpty {
            let names = plan.opened.map { "“\($0)”" }.joined(separator: ", ")
            sentences.append(texts.count("adminPlan.opened", plan.opened.count, ["names": names]))
        }
        return sentences
    }

    private static func row(_ item: SyncPlan.Item, _ visit: Visit) -> SyncPlanPage.Row {
        SyncPlanPage.Row(
            what: visit.texts["adminPlan.\(item.action.rawValue)Word"],
            text: "\(item.appointment.serviceName) · \(customers(of: item.appointment, visit.texts))\(later(item, visit))",
            time: visit.texts.when(item.appointment.span, in: visit.zone), calendar: item.calendar,
            address: "/admin/appointments/\(item.appointment.id)")
    }

    private static func later(_ item: SyncPlan.Item, _ visit: Visit) -> String {
        guard let run = item.laterRun else { return "" }
        let values = ["what": visit.texts["adminRun.\(run.kind.rawValue)"], "when": visit.texts.when(run.at, in: visit.zone)]
        return " – \(visit.texts("adminRun.writtenSince", values))"
    }

    private static func row(_ item: SyncPlan.ForeignItem, _ visit: Visit) -> SyncPlanPage.Row {
        SyncPlanPage.Row(
            what: visit.texts["adminPlan.\(item.action.rawValue)Word"],
            text: item.title.isEmpty ? visit.texts["adminDuplicates.untitled"] : item.title,
            time: item.span.map { visit.when($0) } ?? visit.texts["adminDuplicates.series"], calendar: item.calendar, address: "")
    }
}

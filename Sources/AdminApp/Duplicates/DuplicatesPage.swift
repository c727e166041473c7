import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Events that stand in one person's calendars more than once: why, which one stays, and what is to be taken out.
enum DuplicatesPage {
    static func get(_ visit: Visit) async throws -> Answer {
        let report = try await FindDuplicates(visit.kalends)(visit.id(), actor: visit.actor)
        return .page(try await page(visit, report))
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let chosen = Set(visit.form.all("chosen"))
        do {
            let count = try await RemoveDuplicates(visit.kalends)(
                resource, chosen: chosen, agreed: visit.form["agreed"], actor: visit.actor)
            return .redirect("/admin/calendars/people/\(resource)/log", Notice("duplicatesTakenOut", count: count))
        } catch let changed as DuplicatesChanged {
            let sentence = visit.texts["adminDuplicates.changed"]
            return .page(try await page(visit, changed.report, chosen: chosen, changed: sentence, status: .conflict))
        } catch let invalid as Invalid {
            let report = try await FindDuplicates(visit.kalends)(resource, actor: visit.actor)
            return .page(
                try await page(visit, report, chosen: chosen, faults: invalid.faults, status: .unprocessableContent))
        }
    }

    private static func page(
        _ visit: Visit, _ report: DuplicateReport, chosen: Set<String>? = nil, changed: String? = nil, faults: [FieldFault] = [],
        status: HTTPResponse.Status = .ok
    ) async throws -> AdminPage {
        let resource: Resource.ID = visit.id()
        let person = try await CheckTabs.person(resource, visit)
        let (calendars, keepsTitles) = try await visit.read { transaction in
            (
                try transaction.calendars.all(of: resource).filter { $0.isLinked || $0.closesTime }.map(\.remote.name),
                try transaction.syncSettings.terms(of: resource).current.keepsTitles
            )
        }
        let words = DuplicateWords(visit: visit, keepsTitles: keepsTitles, chosen: chosen)
        let fields = FormFields(visit, area: "adminDuplicates", faults: faults)
        let texts = visit.texts
        let heading = texts("adminDuplicates.heading", ["person": person])
        let view = DuplicatesView(
            heading: heading, tabs: CheckTabs.chips(of: resource, at: .duplicates, texts), faults: fields.summary, changed: changed,
            action: visit.path, digest: report.digest, isEmpty: report.groups.isEmpty,
            emptyHint: calendars.isEmpty
                ? texts["adminDuplicates.emptyNoCalendars"]
                : texts("adminDuplicates.emptyHint", ["calendars": calendars.map { "“\($0)”" }.joined(separator: ", ")]),
            found: texts.count("adminDuplicates.found", report.groups.count),
            doubles: report.groups.enumerated().map { words.group($1, number: $0) }, refusal: refusal(report, visit))
        return AdminPage("admin-duplicates", title: heading, menu: .calendars, status: status, view: view)
    }
}

extension DuplicatesPage {
    /// Why nothing can be taken out here; `nil` where something can be ticked.
    private static func refusal(_ report: DuplicateReport, _ visit: Visit) -> String? {
        if !visit.user.role.canManageSettings { return visit.texts["adminDuplicates.onlyAdministrators"] }
        let isAnyOpen = report.groups.contains { $0.others.contains { $0.obstacle == nil } }
        return isAnyOpen ? nil : visit.texts["adminDuplicates.nothingToTick"]
    }
}

struct DuplicatesView: Sendable {
    struct Item: Sendable {
        var id: String
        var key: String
        var title: String
        var place: String
        var origin: String
        var warning: String?
        var obstacle: String?
        var isChosen: Bool
        var label: String
    }

    struct Group: Sendable {
        var id: String
        var heading: String
        var reason: String
        var address: String?
        var kept: Item
        var keeping: String
        var others: [Item]
    }

    var heading: String
    var tabs: [CalendarPage.Chip]
    var faults: FaultSummary?
    var changed: String?
    var action: String
    var digest: String
    var isEmpty: Bool
    var emptyHint: String
    var found: String
    /// Not named like the groups of the menu.
    var doubles: [Group]
    /// Why nothing can be taken out.
    var refusal: String?
}

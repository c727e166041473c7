import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// “Check the connection” of one person: the answer first, then every check.
enum ConnectionCheck {
    struct View: Sendable {
        var person: String
        var heading: String
        var tabs: [CalendarPage.Chip]
        var connections: [DiagnosisView]
        var action: String
        var version: String
        var reportAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let found = try await DiagnoseConnection(visit.kalends).last(resource, actor: visit.actor)
        let version = visit.kalends.settings.version
        return .page(try await page(visit, resource, found.map { $0.seen(on: PageVersions(page: version, program: version)) }))
    }

    static func post(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let found = try await DiagnoseConnection(visit.kalends)(resource, depth: .roundTrip, actor: visit.actor)
        let versions = PageVersions(page: visit.form["version"], program: visit.kalends.settings.version)
        // An old page is told so at once, and not led to a new one as if nothing were.
        if versions.page != versions.program { return .page(try await page(visit, resource, found.map { $0.seen(on: versions) })) }
        return .redirect(address(of: resource), Notice("connectionChecked"))
    }

    static func report(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let found = try await DiagnoseConnection(visit.kalends).last(resource, actor: visit.actor)
        let text = DiagnosisReport(words(visit), version: visit.kalends.settings.version).text(found)
        return .download(Array(text.utf8), type: "text/plain; charset=utf-8", name: "kalends-check.txt")
    }

    static func address(of resource: Resource.ID) -> String { "/admin/calendars/people/\(resource)/check" }

    static func words(_ visit: Visit) -> DiagnosisWords { DiagnosisWords(texts: visit.texts, zone: visit.zone) }

    private static func page(_ visit: Visit, _ resource: Resource.ID, _ found: [ConnectionDiagnosis]) async throws -> AdminPage {
        let words = words(visit)
        let person = found.first?.person ?? ""
        let view = View(
            person: person, heading: visit.texts("adminCheck.heading", ["person": person]),
            tabs: CheckTabs.chips(of: resource, at: .check, visit.texts),
            connections: found.enumerated().map { DiagnosisView($1, number: $0, visit: visit, words: words) },
            action: address(of: resource), version: visit.kalends.settings.version, reportAddress: "\(address(of: resource))/report")
        return AdminPage("admin-connection-check", title: view.heading, menu: .calendars, live: ["calendars"], view: view)
    }
}

/// The pages about one person's connection.
enum CheckTabs: String, CaseIterable {
    case check, event, slot, duplicates, log

    static func chips(of resource: Resource.ID, at current: CheckTabs, _ texts: Texts) -> [CalendarPage.Chip] {
        allCases.map { tab in
            CalendarPage.Chip(
                label: texts["adminCheck.tab\(tab.rawValue.prefix(1).uppercased())\(tab.rawValue.dropFirst())"],
                address: "/admin/calendars/people/\(resource)/\(tab.rawValue)", isOn: tab == current, color: "")
        }
    }

    /// The name of whose connection it is.
    static func person(_ resource: Resource.ID, _ visit: Visit) async throws -> String {
        let found = try await visit.read { transaction in
            try transaction.staff.all(of: resource).first { $0.isActive }?.name ?? transaction.resources.find(resource)?.name
        }
        guard let found else { throw NotFound("person") }
        return found
    }
}

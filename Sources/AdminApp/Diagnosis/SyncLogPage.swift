import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// What the sync did for one person: every effect with its cause, its result and how long it took.
enum SyncLogPage {
    struct Row: Sendable {
        var when: String
        var what: String
        var cause: String
        var about: String?
        var address: String?
        var calendar: String
        var state: String
        var result: String
        var took: String
    }

    struct View: Sendable {
        var heading: String
        var tabs: [CalendarPage.Chip]
        var chips: [CalendarPage.Chip]
        var hidden: String?
        var allAddress: String
        var rows: [Row]
        var isEmpty: Bool
        var isFiltered: Bool
        var pages: PageLinks?
        var runs: [RunRow]
        var hasRuns: Bool
    }

    private struct Found: Sendable {
        var rows: [SyncLogEntry]
        var total: Int
        var all: Int
        var calendars: [ConnectedCalendar.ID: String]
        var appointments: [Appointment.ID: Appointment]
        /// When each appointment was, at the entry's time.
        var spans: [Int64: Span]
        var runs: [RunRow.Facts]
        var users: [User.ID: String]
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let resource: Resource.ID = visit.id()
        let person = try await CheckTabs.person(resource, visit)
        let (texts, query, paging) = (visit.texts, visit.query, Paging(query: visit.query))
        let path = "/admin/calendars/people/\(resource)/log"
        let filter = SyncLogFilter(
            action: SyncLogEntry.Action(rawValue: query["action"]), onlyFailures: query["failures"] == "1",
            run: query.value("run").map { SyncRun.ID(String($0.prefix(100)).replacing("\0", with: "")) })
        let found = try await read(resource, filter, paging, visit)
        let hidden = found.all - found.total
        let view = View(
            heading: texts("adminCheck.logHeading", ["person": person]), tabs: CheckTabs.chips(of: resource, at: .log, texts),
            chips: chips(filter, path, texts), hidden: hidden > 0 ? texts.count("admin.hiddenByFilters", hidden) : nil, allAddress: path,
            rows: found.rows.map { row($0, found, visit) }, isEmpty: found.rows.isEmpty, isFiltered: filter != SyncLogFilter(),
            pages: paging.links(total: found.total, path: path, query: query, texts: texts),
            runs: found.runs.map { RunRow($0, log: path, users: found.users, visit) }, hasRuns: !found.runs.isEmpty)
        return .page(AdminPage("admin-sync-log", title: view.heading, menu: .calendars, live: ["calendars"], view: view))
    }

    private static func read(_ resource: Resource.ID, _ filter: SyncLogFilter, _ paging: Paging, _ visit: Visit) async throws -> Found {
        try await visit.read { transaction in
            let (rows, total) = try transaction.syncLog.list(of: resource, filter, limit: Paging.size, offset: paging.offset)
            let appointments = try Set(rows.compactMap(\.appointment)).compactMap { try transaction.appointments.find($0) }
            let calendars = try Set(rows.map(\.calendar)).compactMap { try transaction.calendars.find($0) }
            return Found(
                rows: rows, total: total, all: try transaction.syncLog.list(of: resource, limit: 0).total,
                calendars: Dictionary(uniqueKeysWithValues: calendars.map { ($0.id, $0.remote.name) }),
                appointments: Dictionary(uniqueKeysWithValues: appointments.map { ($0.id, $0) }),
                spans: try spans(of: rows, appointments, transaction),
                runs: try RunRow.read(resource, transaction),
                users: Dictionary(uniqueKeysWithValues: try transaction.users.all().map { ($0.id, $0.name) }))
        }
    }

    /// The log tells what was, and an appointment may have moved since: the history says where it was then.
    private static func spans(
        of rows: [SyncLogEntry], _ appointments: [Appointment], _ transaction: Transaction
    ) throws -> [Int64: Span] {
        var spans: [Int64: Span] = [:]
        for appointment in appointments {
            let past = try PastSpans(of: appointment, transaction)
            for row in rows where row.appointment == appointment.id { spans[row.id] = past.span(at: row.at) }
        }
        return spans
    }

    private static func chips(_ filter: SyncLogFilter, _ path: String, _ texts: Texts) -> [CalendarPage.Chip] {
        let actions: [SyncLogEntry.Action] = [.created, .updated, .deleted, .read, .conflictOpened, .probed]
        return [
            CalendarPage.Chip(label: texts["adminCheck.logAll"], address: path, isOn: filter == SyncLogFilter(), color: ""),
            CalendarPage.Chip(
                label: texts["adminCheck.logFailures"], address: "\(path)?failures=1", isOn: filter.onlyFailures, color: ""),
        ]
            + (filter.run.map {
                [CalendarPage.Chip(label: texts["adminRun.onlyRun"], address: "\(path)?run=\($0)", isOn: true, color: "")]
            } ?? [])
            + actions.map { action in
                CalendarPage.Chip(
                    label: texts["adminCheck.log\(word(action.rawValue))"], address: "\(path)?action=\(action.rawValue)",
                    isOn: filter.action == action, color: "")
            }
    }

    private static func row(_ entry: SyncLogEntry, _ found: Found, _ visit: Visit) -> Row {
        let texts = visit.texts
        let appointment = entry.appointment.flatMap { found.appointments[$0] }
        let what =
            switch (entry.action, entry.count) {
            case (.read, 0) where entry.failure != nil: texts["adminCheck.logReadFailed"]
            case (.read, 1...): texts.count("adminCheck.logReadEvents", entry.count)
            default: texts["adminCheck.log\(word(entry.action.rawValue))"]
            }
        return Row(
            when: texts.when(entry.at, in: visit.zone), what: what, cause: texts["adminCheck.cause\(word(entry.cause.rawValue))"],
            about: appointment.map {
                "\($0.serviceName) – \(customers(of: $0, texts)), \(texts.when(found.spans[entry.id] ?? $0.span, in: visit.zone))"
            },
            address: appointment.map { "/admin/appointments/\($0.id)" }, calendar: found.calendars[entry.calendar] ?? "",
            state: entry.failure == nil ? "good" : "bad", result: entry.failure ?? texts["adminCheck.logDone"],
            took: entry.milliseconds == 0 ? "" : texts("diagnosis.milliseconds", ["count": texts.number(entry.milliseconds)]))
    }

    private static func word(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
}

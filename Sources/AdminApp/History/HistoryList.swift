import Booking
import Operations
import Persistence
import Texts
import WebShell

/// Everything that was ever done to a booking, a rule or a connection: who, when, and what it changed.
enum HistoryList {
    static let path = "/admin/history"

    struct Row: Sendable {
        var when: String
        var who: String
        var what: String
        var about: String
        var kind: String
        var address: String?
        var reason: String?
        var changes: [Change]
    }

    struct Change: Sendable {
        var name: String
        var values: String?
    }

    struct View: Sendable {
        var chips: [CalendarPage.Chip]
        /// The one thing that the list is about.
        var subject: String?
        var allAddress: String
        var who: Field
        var kind: String?
        var subjectValue: String?
        var rows: [Row]
        var isEmpty: Bool
        var newest: String?
        var older: String?
    }

    /// Where somebody finds what was done to one thing.
    static func address(of subject: String) -> String {
        var query = Query()
        query.append("subject", subject)
        return query.address(path)
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (texts, query) = (visit.texts, visit.query)
        let filter = filter(query)
        let found = try await visit.read { transaction in
            // One more than is shown tells whether there are older ones.
            let entries = try transaction.history.list(filter, before: Int64(query["before"]), limit: Paging.size + 1)
            let subjects = try Set(entries.map(\.subject) + [filter.subject].compactMap(\.self)).map {
                ($0, try HistorySubject($0, visit, in: transaction))
            }
            return (entries, Dictionary(uniqueKeysWithValues: subjects), try transaction.users.all())
        }
        let (entries, subjects, users) = found
        let names = Dictionary(uniqueKeysWithValues: users.map { ($0.id, $0.name) })
        let shown = entries.prefix(Paging.size)
        let actors =
            users.map { ("user:\($0.id)", $0.name) }
            + ["customer", "sync", "system"].map { ($0, actorName($0, users: names, texts: texts)) }
        let view = View(
            chips: chips(filter, query, texts), subject: filter.subject.map { subjects[$0]?.name ?? $0 },
            allAddress: query.setting("subject", nil).setting("before", nil).address(path),
            who: FormFields(visit, area: "adminHistory").choice(
                "actor", filter.actor ?? "", [("", texts["adminHistory.everybody"])] + actors), kind: filter.kind,
            subjectValue: filter.subject,
            rows: shown.map { row($0, subjects[$0.subject], names, visit) }, isEmpty: shown.isEmpty,
            newest: query["before"].isEmpty ? nil : query.setting("before", nil).address(path),
            older: entries.count > shown.count ? shown.last.map { query.setting("before", String($0.id)).address(path) } : nil)
        return .page(AdminPage("admin-history", title: texts["adminMenu.history"], menu: .history, view: view))
    }

    private static func filter(_ query: Query) -> HistoryFilter {
        // No stored text holds a NUL, and the database would refuse to look for one.
        func given(_ name: String) -> String? {
            let text = String(String.UnicodeScalarView(query[name].unicodeScalars.filter { $0 != "\0" }.prefix(200)))
            return text.isEmpty ? nil : text
        }
        return HistoryFilter(
            kind: given("kind").flatMap { HistorySubject.Kind(rawValue: $0)?.rawValue }, subject: given("subject"), actor: given("actor"))
    }

    private static func chips(_ filter: HistoryFilter, _ query: Query, _ texts: Texts) -> [CalendarPage.Chip] {
        let base = query.setting("before", nil).setting("subject", nil)
        let all = CalendarPage.Chip(
            label: texts["adminHistory.all"], address: base.setting("kind", nil).address(path), isOn: filter.kind == nil, color: "")
        return [all]
            + HistorySubject.Kind.allCases.map { kind in
                CalendarPage.Chip(
                    label: texts[kind.key], address: base.setting("kind", kind.rawValue).address(path), isOn: filter.kind == kind.rawValue,
                    color: "")
            }
    }

    private static func row(
        _ entry: HistoryEntry, _ subject: HistorySubject?, _ users: [User.ID: String], _ visit: Visit
    ) -> Row {
        let texts = visit.texts
        let changes = HistoryChanges(entry, texts: texts, zone: visit.zone).lines.map { line in
            guard let before = line.before, let after = line.after else { return Change(name: line.name, values: nil) }
            return Change(name: line.name, values: texts("adminHistory.fromTo", ["from": before, "to": after]))
        }
        // A connection bears its name, a user his role, work its kind: told already, or in the action.
        let tellsReason = subject?.kind != .user && entry.reason != subject?.name && !entry.reason.isEmpty
        return Row(
            when: texts.when(entry.at, in: visit.zone), who: actorName(entry.actor, users: users, texts: texts),
            what: actionName(entry.action, texts), about: subject?.name ?? entry.subject, kind: subject?.kind.map { texts[$0.key] } ?? "",
            address: subject?.address, reason: tellsReason ? entry.reason : nil, changes: changes)
    }
}

/// What was done, in words.
func actionName(_ action: String, _ texts: Texts) -> String {
    let key = "adminHistory.\(camelCased(action))"
    return texts.has(key) ? texts[key] : action
}

import Booking
import CivilTime
import Persistence
import Texts
import WebShell

/// Time off that is ahead, and lately past, of everybody or of one person.
enum TimeOffList {
    struct Row: Sendable {
        var person: String
        var time: String
        var length: String
        var reason: String?
        var address: String
        var isPast: Bool
        var isNow: Bool
    }

    struct View: Sendable {
        var rows: [Row]
        var isEmpty: Bool
        var chips: [CalendarPage.Chip]
        var hasSeveralPeople: Bool
        var isEverybody: Bool
        var everybodyAddress: String
        var showsPast: Bool
        var pastAddress: String
        var hidden: String?
        var newAddress: String
        var colorsAddress: String
        var pages: PageLinks?
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let now = visit.now
        let window = Span(now - .days(366), now + .days(3_660))
        let (staff, all) = try await visit.read { transaction in
            let staff = try transaction.staff.all(in: visit.business.id)
            return (staff, try transaction.timeOff.all(of: staff.map(\.resource), overlapping: window))
        }
        let texts = visit.texts
        let person = staff.first { $0.id.rawValue == visit.query["person"] }
        let showsPast = visit.query["past"] == "1"
        let shown = all.filter { (person == nil || $0.resource == person?.resource) && (showsPast || $0.span.end > now) }
            .sorted { ($0.span.start, $0.id) < ($1.span.start, $1.id) }
        let paging = Paging(query: visit.query)
        let rows = shown.dropFirst(paging.offset).prefix(Paging.size).map { timeOff in
            Row(
                person: staff.first { $0.resource == timeOff.resource }?.name ?? "", time: visit.when(timeOff.span),
                length: texts.duration(timeOff.span.duration), reason: timeOff.reason.isEmpty ? nil : timeOff.reason,
                address: "/admin/time-off/\(timeOff.id)", isPast: timeOff.span.end <= now, isNow: timeOff.span.contains(now))
        }
        let path = "/admin/time-off"
        return .page(
            AdminPage(
                "admin-time-off-list", title: texts["adminMenu.timeOff"], menu: .timeOff, live: ["availability"],
                view: View(
                    rows: Array(rows), isEmpty: rows.isEmpty,
                    chips: staff.map { member in
                        CalendarPage.Chip(
                            label: member.name,
                            address: visit.query.setting("page", nil).setting("person", member.id.rawValue).address(path),
                            isOn: member.id == person?.id, color: CalendarStylesheet.className(of: member.color))
                    },
                    hasSeveralPeople: staff.count > 1, isEverybody: person == nil,
                    everybodyAddress: visit.query.setting("person", nil).setting("page", nil).address(path), showsPast: showsPast,
                    pastAddress: visit.query.setting("past", showsPast ? nil : "1").setting("page", nil).address(path),
                    hidden: all.count > shown.count ? texts.count("admin.hiddenByFilters", all.count - shown.count) : nil,
                    newAddress: "/admin/time-off/new" + (person.map { "?person=\($0.id)" } ?? ""),
                    colorsAddress: CalendarStylesheet.colorsAddress(staff.map(\.color)),
                    pages: paging.links(total: shown.count, path: path, query: visit.query, texts: texts))))
    }
}

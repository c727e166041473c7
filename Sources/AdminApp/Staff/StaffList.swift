import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts

/// The people of the business, and how each one's calendars are doing.
enum StaffList {
    struct Row: Sendable {
        var name: String
        var address: String
        var color: String
        var initials: String
        var email: String?
        var services: String
        var hours: String
        var isBookable: Bool
        var calendar: String
        var calendarState: String
        var calendarAddress: String
    }

    struct View: Sendable {
        var staff: [Row]
        var isEmpty: Bool
        var newAddress: String
        var colorsAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (staff, services, calendars, accounts, off) = try await visit.read { transaction in
            let staff = try transaction.staff.all(in: visit.business.id)
            return (
                staff, try transaction.services.all(in: visit.business.id), try transaction.calendars.all(), try transaction.accounts.all(),
                Set(try staff.map(\.resource).filter { try transaction.isSwitchedOff($0) })
            )
        }
        let texts = visit.texts
        let rows = staff.map { member in
            let offered = services.filter { $0.staff.contains(member.id) }.map(\.name)
            let own = calendars.filter { $0.resource == member.resource && ($0.isLinked || $0.closesTime) }
            let isRefused = accounts.contains { $0.resource == member.resource && $0.refusedSince != nil }
            let (state, text) =
                off.contains(member.resource) && !own.isEmpty
                ? ("off", texts["adminCalendars.switchedOff"]) : trust(own, isRefused: isRefused, visit)
            return Row(
                name: member.name, address: "/admin/staff/\(member.id)", color: CalendarStylesheet.className(of: member.color),
                initials: initials(of: member.name), email: member.email.isEmpty ? nil : member.email,
                services: offered.isEmpty ? texts["adminStaff.noServices"] : offered.joined(separator: ", "),
                hours: texts[member.hours == nil ? "adminStaff.businessHours" : "adminStaff.ownHours"], isBookable: member.isBookable,
                calendar: text,
                calendarState: state, calendarAddress: "/admin/calendars")
        }
        return .page(
            AdminPage(
                "admin-staff-list", title: texts["adminMenu.staff"], menu: .staff, live: ["settings", "calendars"],
                view: View(
                    staff: rows, isEmpty: rows.isEmpty, newAddress: "/admin/staff/new",
                    colorsAddress: CalendarStylesheet.colorsAddress(staff.map(\.color)))))
    }

    private static func trust(_ calendars: [ConnectedCalendar], isRefused: Bool, _ visit: Visit) -> (String, String) {
        let texts = visit.texts
        if isRefused { return ("bad", texts["adminCalendars.needsYou"]) }
        guard !calendars.isEmpty else { return ("off", texts["adminCalendars.noneConnected"]) }
        if calendars.contains(where: { $0.failure != nil }) { return ("bad", texts["adminCalendars.failing"]) }
        guard let oldest = calendars.map({ $0.readAt }).min(by: { ($0?.secondsSinceEpoch ?? 0) < ($1?.secondsSinceEpoch ?? 0) }) ?? nil
        else {
            return ("waiting", texts["adminCalendars.notReadYet"])
        }
        return ("good", texts("adminCalendars.checked", ["ago": texts.relative(oldest, now: visit.now)]))
    }
}

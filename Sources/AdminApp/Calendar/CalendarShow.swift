import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts

/// The home of the admin app: the week or the day of everybody, with a side panel.
enum CalendarShow {
    static func get(_ visit: Visit) async throws -> Answer {
        let zone = visit.zone
        let today = zone.date(at: visit.now)
        let members = try await visit.read { try $0.staff.all(in: visit.business.id, includingRemoved: true) }
        let choice = CalendarChoice(query: visit.query, today: today) { id in members.contains { $0.id == id } }
        let reading = try await visit.read { try CalendarReading(business: visit.business, window: choice.window(in: zone), in: $0) }
        let composer = CalendarComposer(visit: visit, choice: choice, reading: reading)
        let page = composer.page(panel: try await panel(visit, choice, reading))
        return .page(
            AdminPage(
                "admin-calendar", title: "\(page.heading) · \(visit.texts["adminMenu.calendar"])", menu: .calendar,
                live: ["appointments", "availability", "calendars", "conflicts", "settings"], view: page))
    }

    private static func panel(_ visit: Visit, _ choice: CalendarChoice, _ reading: CalendarReading) async throws -> SidePanel? {
        let parts = choice.open.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let id = String(parts[1])
        var panel = SidePanel(closeAddress: choice.closed.address, appointment: nil, event: nil, away: nil, missing: nil)
        switch parts[0] {
        case "appointment":
            do {
                let found = try await visit.read { try AppointmentReading(Appointment.ID(id), visit.kalends, in: $0) }
                let here = choice.opening(choice.open).address
                let composer = AppointmentComposer(visit: visit.viewing(found.business), reading: found, here: here, isInPanel: true)
                panel.appointment = try await composer.detail(task: choice.task, asked: visit.query)
            } catch is NotFound {
                panel.missing = visit.texts["adminCalendar.gone"]
            }
        case "event":
            panel.event = reading.outside.first { OutsideKey($0).text == id }.map { event($0, visit, reading) }
        case "timeoff":
            panel.away = reading.timeOff.first { $0.id.rawValue == id }.map { away($0, visit, reading) }
        default: return nil
        }
        if panel.appointment == nil, panel.event == nil, panel.away == nil { panel.missing = visit.texts["adminCalendar.gone"] }
        return panel
    }

    private static func event(_ outside: OutsideBlock, _ visit: Visit, _ reading: CalendarReading) -> OutsideEventDetail {
        let texts = visit.texts
        let block = outside.block
        let title = block.title.map { $0.isEmpty ? texts["adminCalendar.untitledEvent"] : $0 }
        return OutsideEventDetail(
            title: title ?? texts["adminCalendar.privateEvent"],
            time: block.isAllDay ? visit.wholeDays(block.span) : visit.when(block.span),
            person: reading.staff.first { $0.resource == block.resource }?.name ?? "", source: block.source,
            effect: texts[outside.isBusy ? "adminCalendar.closesTime" : "adminCalendar.leavesOpen"], reason: outside.reason,
            isPrivate: block.title == nil,
            checked: reading.calendars.first { $0.id == outside.calendar }?.readAt.map {
                texts("adminCalendar.checked", ["ago": texts.relative($0, now: visit.now)])
            })
    }

    private static func away(_ timeOff: TimeOff, _ visit: Visit, _ reading: CalendarReading) -> AwayDetail {
        AwayDetail(
            person: reading.staff.first { $0.resource == timeOff.resource }?.name ?? "",
            time: visit.when(timeOff.span),
            reason: timeOff.reason.isEmpty ? nil : timeOff.reason,
            editAddress: visit.user.role.canManageAppointments ? "/admin/time-off/\(timeOff.id)" : nil)
    }
}

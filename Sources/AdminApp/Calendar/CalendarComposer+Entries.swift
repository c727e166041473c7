import Booking
import CalendarSync
import CivilTime
import Persistence
import Texts

/// What stands in a column: bookings, outside events and time off, in the order of their start.
extension CalendarComposer {
    struct PlacedEntry {
        var minutes: Range<Int>
        var isAllDay: Bool
        var entry: CalendarPage.Entry
    }

    func entries(in column: CalendarColumn) -> [PlacedEntry] {
        let people = people(in: column)
        let byResource = Dictionary(people.map { ($0.resource, $0) }, uniquingKeysWith: { first, _ in first })
        let byID = Dictionary(uniqueKeysWithValues: people.map { ($0.id, $0) })
        var entries: [PlacedEntry] = []
        for appointment in reading.appointments {
            guard let minutes = column.minutes(of: appointment.span), let person = appointment.staff.lazy.compactMap({ byID[$0] }).first
            else { continue }
            entries.append(PlacedEntry(minutes: minutes, isAllDay: false, entry: entry(appointment, person, column)))
        }
        for outside in reading.outside {
            guard let minutes = column.minutes(of: outside.block.span), let person = byResource[outside.block.resource] else { continue }
            let isAllDay = outside.block.isAllDay || column.isWholeDay(outside.block.span)
            entries.append(PlacedEntry(minutes: minutes, isAllDay: isAllDay, entry: entry(outside, person, column)))
        }
        for away in reading.timeOff {
            guard let minutes = column.minutes(of: away.span), let person = byResource[away.resource] else { continue }
            entries.append(PlacedEntry(minutes: minutes, isAllDay: column.isWholeDay(away.span), entry: entry(away, person, column)))
        }
        return entries.sorted {
            ($0.minutes.lowerBound, $0.minutes.upperBound, $0.entry.title) < ($1.minutes.lowerBound, $1.minutes.upperBound, $1.entry.title)
        }
    }

    private func entry(_ appointment: Appointment, _ person: StaffMember, _ column: CalendarColumn) -> CalendarPage.Entry {
        let open = "appointment:\(appointment.id)"
        let customer = customers(of: appointment, texts)
        let conflict = reading.conflicts.first { $0.appointment == appointment.id }
        let color = reading.services.first { $0.id == appointment.service }?.color ?? "#6b7280"
        let (start, end) = times(appointment.span)
        let time = "\(start)–\(end)"
        let isAwaiting = appointment.awaitsConfirmation && appointment.span.end > visit.now
        let flag = conflict.map { texts["adminCalendar.\($0.kind.word)"] } ?? (isAwaiting ? texts["adminCalendar.awaits"] : nil)
        let canMove = visit.user.role.canManageAppointments && column.span.contains(appointment.span)
        return CalendarPage.Entry(
            kind: "booking", address: choice.opening(open).address, open: open, place: "", color: CalendarStylesheet.className(of: color),
            time: start,
            end: end,
            title: customer, detail: appointment.serviceName,
            initials: column.person == nil && reading.staff.count > 1 ? initials(of: person.name) : nil,
            initialsColor: CalendarStylesheet.className(of: person.color), flag: flag, isOpen: choice.open == open, isFree: false,
            isPast: appointment.span.end <= visit.now,
            label: [time, customer, appointment.serviceName, texts("adminCalendar.with", ["name": person.name]), flag].compactMap(\.self)
                .joined(separator: ", "),
            dragID: canMove ? appointment.id.rawValue : nil, minutes: Int(appointment.span.duration.count / 60), isShort: false)
    }

    private func entry(_ outside: OutsideBlock, _ person: StaffMember, _ column: CalendarColumn) -> CalendarPage.Entry {
        let open = "event:\(OutsideKey(outside).text)"
        let block = outside.block
        let title = block.title ?? texts["adminCalendar.privateEvent"]
        let (start, end) = times(block.span)
        let time = block.isAllDay ? texts["adminCalendar.allDay"] : "\(start)–\(end)"
        return CalendarPage.Entry(
            kind: "outside", address: choice.opening(open).address, open: open, place: "", color: "color-6b7280",
            time: block.isAllDay ? time : start,
            end: block.isAllDay ? nil : end,
            title: title.isEmpty ? texts["adminCalendar.untitledEvent"] : title, detail: outside.isBusy ? nil : texts["adminCalendar.free"],
            initials: column.person == nil && reading.staff.count > 1 ? initials(of: person.name) : nil,
            initialsColor: CalendarStylesheet.className(of: person.color), flag: nil, isOpen: choice.open == open, isFree: !outside.isBusy,
            isPast: block.span.end <= visit.now,
            label: [texts["adminCalendar.externalEvent"], time, title, person.name, block.source].joined(separator: ", "), dragID: nil,
            minutes: Int(block.span.duration.count / 60), isShort: false)
    }

    private func entry(_ away: TimeOff, _ person: StaffMember, _ column: CalendarColumn) -> CalendarPage.Entry {
        let open = "timeoff:\(away.id)"
        let isAllDay = column.isWholeDay(away.span)
        let (start, end) = times(away.span)
        let time = isAllDay ? texts["adminCalendar.allDay"] : "\(start)–\(end)"
        let title = texts("adminCalendar.away", ["name": person.name])
        return CalendarPage.Entry(
            kind: "away", address: choice.opening(open).address, open: open, place: "",
            color: CalendarStylesheet.className(of: person.color),
            time: isAllDay ? time : start,
            end: isAllDay ? nil : end, title: title, detail: away.reason.isEmpty ? nil : away.reason, initials: nil, initialsColor: nil,
            flag: nil,
            isOpen: choice.open == open, isFree: false, isPast: away.span.end <= visit.now, label: "\(time), \(title)", dragID: nil,
            minutes: Int(away.span.duration.count / 60), isShort: false)
    }

    private func times(_ span: Span) -> (start: String, end: String) {
        (texts.time(zone.civil(at: span.start).time), texts.time(zone.civil(at: span.end).time))
    }
}

import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// Lays a reading of the store out as the calendar's page.
struct CalendarComposer {
    let visit: Visit
    let choice: CalendarChoice
    let reading: CalendarReading

    private var texts: Texts { visit.texts }
    private var zone: Zone { visit.zone }
    private var shown: [StaffMember] { choice.people.isEmpty ? reading.staff : reading.staff.filter { choice.people.contains($0.id) } }

    func page(panel: SidePanel?) -> CalendarPage {
        let today = zone.date(at: visit.now)
        let columns = columns()
        let grid = choice.showsWholeDay ? CalendarGrid.wholeDay : CalendarGrid(showing: columns.flatMap(minutesToShow))
        let laid = columns.map { layOut($0, grid, today) }
        let window = choice.window(in: zone)
        return CalendarPage(
            heading: heading(), zone: texts.zone(zone, at: window.start),
            previousAddress: choice.closed.with { $0.date = choice.previous }.address,
            nextAddress: choice.closed.with { $0.date = choice.next }.address,
            todayAddress: choice.closed.with { $0.date = today }.address, isOnToday: choice.days.contains(today),
            tabs: [CalendarChoice.View.week, .day].map { view in
                CalendarPage.Tab(
                    label: texts["adminCalendar.\(view.rawValue)"], address: choice.closed.with { $0.view = view }.address,
                    isCurrent: choice.view == view)
            },
            view: choice.view.rawValue, date: choice.date.description, showsWholeDayValue: choice.showsWholeDay ? "all" : nil,
            people: choice.people.sorted().map(\.rawValue), chips: chips(),
            everybodyAddress: choice.closed.with { $0.people = [] }.address, isEverybody: choice.people.isEmpty,
            hasSeveralPeople: reading.staff.count > 1, hidden: hidden(window),
            hoursToggle: texts[choice.showsWholeDay ? "adminCalendar.showOpeningHours" : "adminCalendar.showWholeDay"],
            hoursToggleAddress: choice.closed.with { $0.showsWholeDay.toggle() }.address, warnings: warnings(),
            hourLabels: (grid.firstHour..<grid.lastHour).map { hour in
                CalendarPage.HourLabel(
                    text: texts.time(TimeOfDay(hour: hour, minute: 0) ?? .midnight),
                    place: grid.placement(of: hour * 60..<hour * 60 + 60) ?? "")
            },
            hourCount: grid.hourCount, firstMinute: grid.firstHour * 60, columns: laid, isWeek: choice.view == .week,
            isEmpty: laid.allSatisfy { !$0.hasEntries }, hasStaff: !reading.staff.isEmpty,
            newAddress: visit.user.role.canManageAppointments ? "/admin/appointments/new?date=\(choice.date)" : nil,
            gridAddress: CalendarStylesheet.gridAddress,
            colorsAddress: CalendarStylesheet.colorsAddress(reading.services.map(\.color) + reading.staff.map(\.color)), panel: panel,
            selfAddress: choice.address)
    }

    // MARK: Head

    private func heading() -> String {
        let days = choice.days
        guard choice.view == .week else { return texts.date(choice.date) }
        let (first, last) = (days[0], days[6])
        let start = first.month == last.month ? String(first.day) : "\(first.day) \(texts.month(first.month))"
        return "\(start) – \(last.day) \(texts.month(last.month)) \(last.year)"
    }

    private func chips() -> [CalendarPage.Chip] {
        reading.staff.map { member in
            var people = choice.people
            if people.contains(member.id) { people.remove(member.id) } else { people.insert(member.id) }
            if people.count == reading.staff.count { people = [] }
            return CalendarPage.Chip(
                label: member.name, address: choice.closed.with { $0.people = people }.address, isOn: choice.people.contains(member.id),
                color: CalendarStylesheet.className(of: member.color))
        }
    }

    private func hidden(_ window: Span) -> String? {
        guard !choice.people.isEmpty else { return nil }
        let resources = Set(shown.map(\.resource))
        let appointments = reading.appointments.filter { !$0.staff.contains(where: choice.people.contains) }.count
        let others =
            reading.outside.filter { !resources.contains($0.block.resource) }.count
            + reading.timeOff.filter { !resources.contains($0.resource) }.count
        let count = appointments + others
        return count == 0 ? nil : texts.count("admin.hiddenByFilters", count)
    }

    private func warnings() -> [CalendarPage.Warning] {
        var warnings: [CalendarPage.Warning] = []
        if !reading.conflicts.isEmpty {
            warnings.append(
                CalendarPage.Warning(
                    text: texts.count("adminCalendar.conflicts", reading.conflicts.count), address: "/admin/conflicts",
                    action: texts["adminCalendar.settleConflicts"]))
        }
        let troubled = reading.troubled
        let people = reading.staff.filter { troubled.contains($0.resource) }.map(\.name)
        if !people.isEmpty {
            warnings.append(
                CalendarPage.Warning(
                    text: texts("adminCalendar.calendarTrouble", ["names": people.joined(separator: ", ")]),
                    address: "/admin/calendars", action: texts["adminCalendar.seeCalendars"]))
        }
        return warnings
    }

    // MARK: Columns

    private func columns() -> [CalendarColumn] {
        switch choice.view {
        case .week: choice.days.map { CalendarColumn(date: $0, person: nil, zone: zone) }
        case .day: shown.map { CalendarColumn(date: choice.date, person: $0, zone: zone) }
        }
    }

    private func people(in column: CalendarColumn) -> [StaffMember] { column.person.map { [$0] } ?? shown }

    /// When anybody of the column is open, in minutes of its day.
    private func openMinutes(_ column: CalendarColumn) -> [Range<Int>] {
        let spans = people(in: column).reduce(into: SpanSet()) { open, member in
            open = open.union(opening(of: member, in: column.span).union)
        }
        return spans.clamped(to: column.span).spans.compactMap(column.minutes)
    }

    private func opening(of member: StaffMember, in window: Span) -> OpeningTimes {
        let business = visit.business
        return OpeningTimes(
            hours: member.hours ?? business.hours, overrides: member.overrides + business.overrides,
            zone: visit.kalends.zone(named: member.zone ?? business.zone), window: window)
    }

    /// What makes the grid as tall as it is: opening hours, and every timed entry.
    private func minutesToShow(_ column: CalendarColumn) -> [Range<Int>] {
        openMinutes(column) + entries(in: column).filter { !$0.isAllDay }.map(\.minutes)
    }

    private func layOut(_ column: CalendarColumn, _ grid: CalendarGrid, _ today: CivilDate) -> CalendarPage.Column {
        let entries = entries(in: column)
        let timed = entries.filter { !$0.isAllDay && grid.placement(of: $0.minutes) != nil }
        let places = LaneLayout.places(of: timed.map { $0.minutes.lowerBound..<max($0.minutes.upperBound, $0.minutes.lowerBound + 15) })
        var placed: [CalendarPage.Entry] = []
        var surplus = 0
        for (entry, place) in zip(timed, places) {
            guard place.lane < CalendarGrid.mostLanes - 1 || place.lanes <= CalendarGrid.mostLanes else {
                surplus += 1
                continue
            }
            var shown = entry.entry
            let lanes = min(place.lanes, CalendarGrid.mostLanes)
            let rows = entry.minutes.lowerBound..<max(entry.minutes.upperBound, entry.minutes.lowerBound + 15)
            shown.place = "\(grid.placement(of: rows) ?? "")" + (lanes > 1 ? " lanes-\(lanes) lane-\(place.lane)" : "")
            shown.isShort = rows.count < 45
            placed.append(shown)
        }
        let isToday = column.date == today
        let nowMinute = isToday ? column.minutes(of: Span(start: visit.now, duration: .minutes(1)))?.lowerBound : nil
        let allDay = entries.filter(\.isAllDay).map(\.entry)
        let canBook = visit.user.role.canManageAppointments
        let person = column.person.map { "&staff=\(Query.encode($0.id.rawValue))" } ?? ""
        let dayChoice = choice.closed.with {
            $0.view = .day
            $0.date = column.date
        }
        return CalendarPage.Column(
            id: "\(column.date)\(column.person.map { "-\($0.id)" } ?? "")", heading: column.person?.name ?? texts.date(column.date, .day),
            color: column.person.map { CalendarStylesheet.className(of: $0.color) },
            subheading: column.person.flatMap { $0.isActive ? nil : texts["adminCalendar.removedPerson"] },
            headingAddress: column.person == nil ? dayChoice.address : nil, isToday: isToday, allDay: allDay,
            shades: closedMinutes(column).compactMap(grid.placement), entries: placed, hasEntries: !entries.isEmpty,
            nowPlace: nowMinute.flatMap { grid.placement(of: $0..<$0 + 1) },
            newAddress: canBook ? "/admin/appointments/new?date=\(column.date)\(person)" : nil,
            newLabel: texts("adminCalendar.newOn", ["date": texts.date(column.date), "name": column.person?.name ?? ""]),
            moreLabel: surplus == 0 ? nil : texts.count("adminCalendar.more", surplus), moreAddress: surplus == 0 ? nil : dayChoice.address,
            date: column.date.description, person: column.person?.id.rawValue ?? "")
    }

    private func closedMinutes(_ column: CalendarColumn) -> [Range<Int>] {
        var closed: [Range<Int>] = []
        var minute = 0
        for open in openMinutes(column).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if open.lowerBound > minute { closed.append(minute..<open.lowerBound) }
            minute = max(minute, open.upperBound)
        }
        if minute < 1440 { closed.append(minute..<1440) }
        return closed
    }

    // MARK: Entries

    struct PlacedEntry {
        var minutes: Range<Int>
        var isAllDay: Bool
        var entry: CalendarPage.Entry
    }

    private func entries(in column: CalendarColumn) -> [PlacedEntry] {
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
        let customer = appointment.attendees.map(\.name).joined(separator: ", ")
        let conflict = reading.conflicts.first { $0.appointment == appointment.id }
        let color = reading.services.first { $0.id == appointment.service }?.color ?? "#6b7280"
        let (start, end) = times(appointment.span)
        let time = "\(start)–\(end)"
        let flag = conflict.map { texts["adminCalendar.\($0.kind == .deletedOutside ? "deletedOutside" : "movedOutside")"] }
        let canMove = visit.user.role.canManageAppointments && column.span.contains(appointment.span)
        return CalendarPage.Entry(
            kind: "booking", address: choice.opening(open).address, place: "", color: CalendarStylesheet.className(of: color), time: start,
            end: end,
            title: customer.isEmpty ? texts["admin.erasedCustomer"] : customer, detail: appointment.serviceName,
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
            kind: "outside", address: choice.opening(open).address, place: "", color: "color-6b7280", time: block.isAllDay ? time : start,
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
            kind: "away", address: choice.opening(open).address, place: "", color: CalendarStylesheet.className(of: person.color),
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

/// The first letters of a person's first and last name: "Anna Berg" is "AB".
func initials(of name: String) -> String {
    let words = name.split(separator: " ")
    let letters = [words.first?.first, words.count > 1 ? words.last?.first : nil].compactMap(\.self)
    return String(letters).uppercased()
}

/// What names an outside event in an address: its calendar, its start and a digest of its key there.
struct OutsideKey: Hashable {
    let text: String

    init(_ outside: OutsideBlock) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(outside.calendar)\n\(outside.item)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        text = "\(String(hash, radix: 36)).\(outside.block.span.start.secondsSinceEpoch)"
    }
}

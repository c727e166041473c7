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

    var texts: Texts { visit.texts }
    var zone: Zone { visit.zone }
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
                    id: "calendar-\(view.rawValue)", label: texts["adminCalendar.\(view.rawValue)"],
                    address: choice.closed.with { $0.view = view }.address,
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
            hourCount: grid.hourCount, firstMinute: grid.firstHour * 60, scrollMinute: scrollMinute(columns),
            allDayRows: min(max(1, laid.map(\.allDay.count).max() ?? 0), 5), columns: laid,
            isWeek: choice.view == .week,
            isEmpty: laid.allSatisfy { !$0.hasEntries }, next: next(), hasStaff: !reading.staff.isEmpty,
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
                color: CalendarStylesheet.className(of: member.color), id: "calendar-\(member.id)")
        }
    }

    /// Offered where nothing is booked in view.
    private func next() -> CalendarPage.Link? {
        guard let next = reading.next, choice.people.isEmpty else { return nil }
        let date = zone.date(at: next.span.start)
        return CalendarPage.Link(
            label: texts("adminCalendar.nextBooking", ["date": texts.date(date, .day)]),
            address: choice.closed.with { $0.date = date }.address)
    }

    /// Half an hour before the first opening of the days shown, or before now where that comes later in working hours.
    private func scrollMinute(_ columns: [CalendarColumn]) -> Int {
        let open = columns.flatMap(openMinutes)
        let first = open.map(\.lowerBound).min() ?? 9 * 60
        let last = open.map(\.upperBound).max() ?? 17 * 60
        let now = columns.lazy.compactMap { $0.minutes(of: Span(start: visit.now, duration: .minutes(1)))?.lowerBound }.first
        guard let now, (first..<last).contains(now) else { return max(0, first - 30) }
        return max(first - 30, now - 120)
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

    func people(in column: CalendarColumn) -> [StaffMember] { column.person.map { [$0] } ?? shown }

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
        let lanes = places.map { min($0.lanes, CalendarGrid.mostLanes) }.max() ?? 1
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
            headingAddress: column.person == nil ? dayChoice.address : nil, isToday: isToday, width: lanes > 1 ? "wide-\(lanes)" : nil,
            allDay: allDay,
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
}

/// The first letters of a person's first and last name: "Anna Berg" is "AB".
func initials(of name: String) -> String {
    let words = name.split(separator: " ")
    let letters = [words.first?.first, words.count > 1 ? words.last?.first : nil].compactMap(\.self)
    return String(letters).uppercased()
}

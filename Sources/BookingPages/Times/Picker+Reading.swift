import Booking
import CivilTime
import Operations
import Texts
import WebShell

/// Reads the openings of the month in view and makes the picker.
struct PickerReading: Sendable {
    let site: PublicSite
    let open: OpenService
    var state: PickerState
    /// The page that the picker stands on.
    let path: String
    /// Where a chosen time leads.
    let target: String
    /// An appointment that is to be moved: its own time counts as free, its people stay.
    var moving: ManagedAppointment?

    private var business: Business { open.business }
    private var texts: Texts { site.texts(of: business) }
    private var now: Instant { site.kalends.now }

    /// The zone in which times are told.
    var zone: Zone { site.kalends.zone(named: state.zoneName ?? business.zone) }

    func callAsFunction() async throws -> Picker {
        let today = zone.date(at: now)
        var month = max((state.month ?? today).firstOfMonth, today.firstOfMonth)
        var offer = try await offer(in: month)
        // Whoever just arrived is shown the first month with openings instead of an empty one.
        if state.month == nil, offer.slots.isEmpty, let next = offer.next {
            month = zone.date(at: next).firstOfMonth
            offer = try await self.offer(in: month)
        }
        // A month past all openings leads back to the first of those before it.
        if offer.slots.isEmpty, offer.next == nil, month > today.firstOfMonth { offer.next = try await firstOpening(before: month, today) }
        return picker(month, offer, today)
    }

    private func offer(in month: CivilDate) async throws -> Offer {
        try await offer(in: Span(zone.startOfDay(month), zone.startOfDay(month.adding(months: 1))))
    }

    private func offer(in window: Span) async throws -> Offer {
        guard let moving else {
            return try await FindSlots(site.kalends).offered(open.service, business: business, staff: state.staff, in: window)
        }
        var offer = try await FindSlots(site.kalends).offered(
            open.service, business: business, staff: moving.appointment.staff.first, in: window, moving: moving.appointment)
        offer.slots.removeAll { $0.start == moving.appointment.span.start }
        return offer
    }

    private func firstOpening(before month: CivilDate, _ today: CivilDate) async throws -> Instant? {
        try await offer(in: Span(zone.startOfDay(today), zone.startOfDay(month))).slots.first?.start
    }

    private func picker(_ month: CivilDate, _ offer: Offer, _ today: CivilDate) -> Picker {
        let byDay = Dictionary(grouping: offer.slots.map(\.start)) { zone.date(at: $0) }
        let grid = MonthGrid(monthOf: month, openings: byDay.mapValues(\.count))
        let wanted = state.date.flatMap { $0.firstOfMonth == month ? $0 : nil }
        let day = wanted ?? grid.firstOpenDay
        let awaiting = Set(offer.slots.filter(\.awaitsConfirmation).map(\.start))
        let places = Dictionary(
            offer.slots.compactMap { slot in slot.places.map { (slot.start, $0) } }, uniquingKeysWith: { first, _ in first })
        let times = DayTimes(day.flatMap { byDay[$0] } ?? [], awaiting: awaiting, places: places, in: zone, texts: texts)
        let last = zone.date(at: now + open.policy.maximumAdvance).firstOfMonth
        let choosesZone = state.choosesZone
        return Picker(
            people: people(month), hasPeople: moving == nil && !open.choosableStaff.isEmpty,
            monthTitle: texts.date(month, .month),
            previous: month > today.firstOfMonth ? address(state.query(month: month.adding(months: -1)), "month") : nil,
            next: month < last ? address(state.query(month: month.adding(months: 1)), "month") : nil,
            weekdays: CivilTime.Weekday.allCases.map { Picker.Weekday(short: texts.weekdayShort($0), name: texts.weekday($0)) },
            weeks: grid.weeks.map { week in Picker.Week(cells: week.map { cell($0, chosen: day, today: today) }) },
            timesIn: texts("booking.timesIn", ["zone": texts.zone(zone, at: offer.slots.first?.start ?? zone.startOfDay(day ?? month))]),
            changeZone: business.page.showsBusinessZoneOnly || choosesZone
                ? nil : address(state.query(month: month, date: wanted, zones: true), "zone"),
            zoneForm: choosesZone ? path : nil, zoneNames: choosesZone ? zoneChoices() : [],
            hidden: choosesZone ? hidden(month, wanted) : [],
            dayHeading: times.groups.isEmpty ? nil : day.map { texts("booking.timesHeading", ["date": texts.date($0, .full)]) },
            awaitsText: awaitsText(times), groups: times.groups.map(group),
            emptyText: emptyText(times, grid, day, offer),
            nextOpening: offer.next.map { address(state.query(date: zone.date(at: $0)), "times") },
            nextOpeningText: offer.next.map { next in
                let date = zone.date(at: next)
                return texts(date < month ? "booking.earlierOpening" : "booking.nextOpening", ["date": texts.date(date, .full)])
            },
            anyone: offer.slots.isEmpty && offer.next == nil && state.staff != nil
                ? address(state.choosing(staff: nil).query(), "people") : nil)
    }

    /// An address of this page that opens at the part which was touched, so that nobody has to scroll back to it on a phone.
    private func address(_ query: Query, _ part: String) -> String { "\(query.address(path))#\(part)" }

    private func people(_ month: CivilDate) -> [Picker.Person] {
        guard moving == nil, !open.choosableStaff.isEmpty else { return [] }
        let anyone = Picker.Person(
            name: texts["booking.anyone"], address: address(state.choosing(staff: nil).query(month: month, date: state.date), "people"),
            isChosen: state.staff == nil)
        return [anyone]
            + open.choosableStaff.map { member in
                Picker.Person(
                    name: member.name, address: address(state.choosing(staff: member.id).query(month: month, date: state.date), "people"),
                    isChosen: member.id == state.staff)
            }
    }

    private func cell(_ day: MonthGrid.Day?, chosen: CivilDate?, today: CivilDate) -> Picker.Cell {
        guard let day else { return Picker.Cell(number: nil, address: nil, label: nil, isChosen: false, isToday: false) }
        let isOpen = day.openings > 0
        let label = isOpen ? texts.count("booking.dayOpenings", day.openings, ["date": texts.date(day.date, .full)]) : nil
        return Picker.Cell(
            number: String(day.date.day), address: isOpen ? address(state.query(date: day.date), "times") : nil, label: label,
            isChosen: isOpen && day.date == chosen, isToday: day.date == today)
    }

    private func group(_ group: DayTimes.Group) -> Picker.Group {
        Picker.Group(
            heading: texts["booking.\(group.part.rawValue)"], id: group.part.rawValue,
            times: group.times.map { time in
                var query = state.query()
                query.set("start", time.start.description)
                return Picker.Time(
                    label: time.label, address: query.address(target), instant: time.start.description,
                    awaitsConfirmation: time.awaitsConfirmation, places: time.places.map { texts.count("booking.placesLeft", $0) })
            })
    }

    private func awaitsText(_ times: DayTimes) -> String? {
        let all = times.groups.flatMap(\.times)
        guard all.contains(where: \.awaitsConfirmation) else { return nil }
        return texts[all.allSatisfy(\.awaitsConfirmation) ? "booking.awaitsAll" : "booking.awaitsSome"]
    }

    private func emptyText(_ times: DayTimes, _ grid: MonthGrid, _ day: CivilDate?, _ offer: Offer) -> String? {
        guard times.groups.isEmpty else { return nil }
        if let day, !grid.isEmpty { return texts("booking.noTimesOnDay", ["date": texts.date(day, .full)]) }
        if let next = offer.next {
            let none = texts("booking.noTimesInMonth", ["month": texts.date(grid.month, .month)])
            guard zone.date(at: next) < grid.month else { return none }
            let last = zone.date(at: now + open.policy.maximumAdvance)
            return "\(none) \(texts("booking.bookableUntil", ["date": texts.date(last, .full)]))"
        }
        if let staff = open.staff.first(where: { $0.id == state.staff }) {
            return texts(offer.isUnknown ? "booking.noTimesKnownForPerson" : "booking.noTimesForPerson", ["person": staff.name])
        }
        return texts(offer.isUnknown ? "booking.noTimesKnown" : "booking.noTimesAtAll", ["business": business.name])
    }

    private func zoneChoices() -> [FormField.Choice] {
        let chosen = zone.name
        let names = site.kalends.zones.names
        return (names.contains(chosen) ? names : [chosen] + names).map {
            FormField.Choice($0, texts.zoneName($0), isChosen: $0 == chosen)
        }
    }

    private func hidden(_ month: CivilDate, _ date: CivilDate?) -> [Picker.Hidden] {
        state.query(month: month, date: date).fields.filter { $0.name != "zone" }.map { Picker.Hidden(name: $0.name, value: $0.value) }
    }
}

extension Texts {
    /// A zone's name for people: "America/New York".
    func zoneName(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }
}

import CivilTime

/// Calendars that mean the same by the names of zones, so that the events of one UID among them are one series.
struct CalendarScope: Sendable {
    private var zoneName: String?
    private var clock: String?
    private var usesClock = false
    private var groups = SeriesGroups()
    private var setAside: [(component: Component, failure: EventFailure)] = []
    private var timeZones: [Component] = []
    /// What the first VTIMEZONE of each name says.
    private var meanings: [String: ReadCalendar.ZoneMeaning] = [:]

    init(_ calendar: ReadCalendar) {
        add(calendar)
    }

    /// Whether a calendar can be added: it means by no name of a zone anything else, nor by times without one.
    func agrees(with calendar: ReadCalendar) -> Bool {
        guard !usesClock || !calendar.usesClock || clock == calendar.clock else { return false }
        return calendar.timeZones.allSatisfy { one in meanings[one.tzid].map { $0 == one.meaning } ?? true }
    }

    mutating func add(_ calendar: ReadCalendar) {
        if !usesClock, calendar.usesClock || zoneName == nil { (zoneName, clock) = (calendar.zoneName, calendar.clock) }
        usesClock = usesClock || calendar.usesClock
        var own: [String: Component] = [:]
        for (tzid, definition, meaning) in calendar.timeZones {
            if let earlier = own[tzid] {
                // A second one in the same calendar is kept, so that it can be told if it contradicts the first.
                if saysOtherwise(definition, than: earlier) { timeZones.append(definition) }
                continue
            }
            own[tzid] = definition
            guard meanings[tzid] == nil else { continue }
            meanings[tzid] = meaning
            timeZones.append(definition)
        }
        for event in calendar.events { groups.add(event) }
        for component in calendar.freeBusy { groups.add(freeBusy: component) }
        setAside += calendar.setAside
    }

    var series: [CalendarSeries] { groups.series(timeZones: timeZones, zoneName: zoneName) }

    var notUnderstood: [SetAside] {
        setAside.map { SetAside(component: $0.component, failure: $0.failure, timeZones: timeZones, calendarZone: zoneName) }
    }
}

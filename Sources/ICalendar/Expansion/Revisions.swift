import CivilTime

/// The newest of the events that describe the same thing (RFC 5546 section 2.1.5), or several where none is newer and they differ in time.
struct Revisions {
    private let events: [CalendarEvent]
    /// The places of those than which none is newer.
    private let newest: [Int]

    /// The higher SEQUENCE is newer, then the later DTSTAMP; of one without it nothing can be said.
    init(_ events: [CalendarEvent]) {
        self.events = events
        guard events.count > 1, let sequence = events.map(\.sequence).max() else {
            newest = Array(events.indices)
            return
        }
        let latest = events.lazy.filter { $0.sequence == sequence }.compactMap(\.stamp).max()
        let current = events.indices.filter { index in
            events[index].sequence == sequence && (events[index].stamp == nil || events[index].stamp == latest)
        }
        // Where only texts differ, what came last counts.
        newest = current.count > 1 ? grouped(current) { TimeFacts(of: events[$0]) }.compactMap(\.last) : current
    }

    /// The places of those that count. Of some that take their time and some that do not, which cannot both hold, those that do.
    var countingPlaces: [Int] {
        guard newest.count > 1 else { return newest }
        let busy = newest.filter { BusyMeaning.of(events[$0], ownAddresses: []).isBusy }
        return busy.isEmpty ? newest : busy
    }

    var counting: [CalendarEvent] { countingPlaces.map { events[$0] } }

    /// What is wrong with several.
    var finding: Finding? { newest.count > 1 ? Self.finding(line: events[newest[1]].component.sourceLine ?? 0) : nil }

    static func finding(line: Int) -> Finding {
        Finding(
            line: line,
            message:
                """
                Two revisions of the event differ in time or meaning, and SEQUENCE and DTSTAMP say of neither that it is newer; what is busy \
                in either is busy
                """,
            rule: Rule(rfc: 5_546, section: "2.1.5"))
    }
}

/// What of an event decides when it takes time, for whomever.
struct TimeFacts: Hashable {
    let start: EventTime
    let end: EventTime?
    let duration: EventDuration?
    let meaning: BusyMeaning
    let attendees: [Attendee]
    let rules: [[String]]
    let dates: [RecurrenceDate]
    let exceptions: [EventTime]

    init(of event: CalendarEvent) {
        (start, end, duration) = (event.start, event.end, event.duration)
        meaning = BusyMeaning.of(event, ownAddresses: [])
        attendees = event.attendees
        rules = [event.recurrenceRules, event.exceptionRules]
        (dates, exceptions) = (event.recurrenceDates, event.exceptionDates)
    }
}

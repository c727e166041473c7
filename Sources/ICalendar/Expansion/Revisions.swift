import CivilTime

/// The newest of the events that describe the same thing (RFC 5546 section 2.1.5), or several where none is newer and they differ in time.
struct Revisions: Sendable {
    private(set) var newest: [CalendarEvent]

    init(_ event: CalendarEvent) {
        newest = [event]
    }

    mutating func add(_ event: CalendarEvent) {
        switch event.order(to: newest[0]) {
        case .older: break
        case .newer: newest = [event]
        case .same:
            // Where only texts differ, what came last counts.
            if let index = newest.firstIndex(where: { TimeFacts(of: $0) == TimeFacts(of: event) }) {
                newest[index] = event
            } else {
                newest.append(event)
            }
        }
    }

    /// Those that count. Of some that take their time and some that do not, which cannot both hold, those that do.
    var counting: [CalendarEvent] {
        guard newest.count > 1 else { return newest }
        let busy = newest.filter { BusyMeaning.of($0, ownAddresses: []).isBusy }
        return busy.isEmpty ? newest : busy
    }

    /// What is wrong with several.
    var finding: Finding? {
        guard newest.count > 1 else { return nil }
        return Finding(
            line: newest[1].component.sourceLine ?? 0,
            message:
                """
                Two revisions of the event differ in time or meaning, and SEQUENCE and DTSTAMP say of neither that it is newer; what is busy \
                in either is busy
                """,
            rule: Rule(rfc: 5_546, section: "2.1.5"))
    }
}

/// What of an event decides when it takes time, for whomever.
private struct TimeFacts: Hashable {
    let start: EventTime
    let end: EventTime?
    let duration: EventDuration?
    let meaning: BusyMeaning
    let attendees: [Attendee]
    let rules: [[String]]
    let dates: [RecurrenceDate]
    let exceptions: [EventTime]
    let replacesFollowing: Bool

    init(of event: CalendarEvent) {
        (start, end, duration) = (event.start, event.end, event.duration)
        meaning = BusyMeaning.of(event, ownAddresses: [])
        attendees = event.attendees
        rules = [event.recurrenceRules, event.exceptionRules]
        (dates, exceptions) = (event.recurrenceDates, event.exceptionDates)
        replacesFollowing = event.replacesFollowing
    }
}

extension CalendarEvent {
    fileprivate enum Order { case older, same, newer }

    /// The higher SEQUENCE is newer, then the later DTSTAMP (RFC 5546 section 2.1.5); without one nothing can be said.
    fileprivate func order(to other: CalendarEvent) -> Order {
        if sequence != other.sequence { return sequence > other.sequence ? .newer : .older }
        guard let stamp, let otherStamp = other.stamp, stamp != otherStamp else { return .same }
        return stamp > otherStamp ? .newer : .older
    }
}

public import CivilTime

/// A component that is not understood as an event: kept whole, with the reason, so that a person can look at it.
public struct SetAside: Sendable {
    /// UID; nil without one.
    public let uid: String?
    /// Why it is not understood.
    public let failure: EventFailure
    /// The component as it was read.
    public let component: Component
    /// The event without the part that is not understood, if its time can be read.
    public let readable: CalendarEvent?
    let timeZones: [Component]
    /// The zone that the calendar names for times without one.
    private let calendarZone: String?

    init(component: Component, failure: EventFailure, timeZones: [Component], calendarZone: String?) {
        let uid = component.first("UID")?.text.trimmed ?? ""
        self.uid = uid.isEmpty ? nil : uid
        self.failure = failure
        self.component = component
        self.timeZones = timeZones
        self.calendarZone = calendarZone
        var remainder = component
        remainder.remove("RECURRENCE-ID")
        readable = (try? CalendarEvent(remainder)) ?? Self.event(endingAsIn: remainder) ?? Self.event(repeatedAsIn: remainder)
    }

    /// Where only the times can be read at which the event repeats, it begins with the first of them.
    private static func event(repeatedAsIn component: Component) -> CalendarEvent? {
        guard component.name == "VEVENT", let first = component.all("RDATE").lazy.flatMap({ RecurrenceDate.list($0).dates }).first else {
            return nil
        }
        var event = component
        event.set(first.start.property("DTSTART"))
        return try? CalendarEvent(event)
    }

    /// Where only the end can be read, the event takes its day up to there.
    private static func event(endingAsIn component: Component) -> CalendarEvent? {
        guard component.name == "VEVENT", let end = component.all("DTEND").lazy.compactMap({ EventTime($0) }).first else { return nil }
        var day = component
        day.set(end.startOfLastDay.property("DTSTART"))
        return try? CalendarEvent(day)
    }

    /// The reason as a finding with the line of the source, and what follows from it.
    public var finding: Finding {
        let finding = failure.finding(in: component)
        let consequence =
            switch readable {
            case nil: "no time of it is known, and none is closed"
            case let event? where event.isRecurring: "what can be read of it is closed, and so is every time at which that repeats"
            case _?: "the time that can be read of it is closed"
            }
        return Finding(line: finding.line, message: "\(finding.message); \(consequence)", rule: finding.rule)
    }

    /// The reason for a person.
    public var reason: String { failure.sentence }

    /// The first time that the component closes, if its time can be read and means busy: unknown means busy.
    public func readableSpan(in context: ExpansionContext) -> Span? {
        guard let readable = closing(in: context) else { return nil }
        let needed = neededSpan(for: [readable], through: nil)
        let zones = EventZones(database: context.zones, definitions: timeZones, window: needed, effort: Effort(context))
        var reader = ShapeReader(context: context, zones: zones, calendarZone: calendarZone)
        let shape = reader.shape(of: readable)
        return shape.span(of: shape.startKey)
    }

    /// Calls the body with each time of the window that the component closes, what repeats of it included, and returns what was assumed.
    func forEachOccurrence<Failure: Error>(
        in window: Span, context: ExpansionContext, zones: EventZones, _ body: (Occurrence) throws(Failure) -> Void
    ) throws(Failure) -> [Finding] {
        guard let readable = closing(in: context) else { return [] }
        let series = CalendarSeries(uid: uid ?? "", master: readable, timeZones: timeZones, calendarZone: calendarZone)
        return try series.forEachOccurrence(in: window, context: context, zones: zones) { (occurrence) throws(Failure) in
            try body(occurrence.meaning(.busy(.notUnderstood)))
        }
    }

    private func closing(in context: ExpansionContext) -> CalendarEvent? {
        readable.flatMap { BusyMeaning.of($0, ownAddresses: context.ownAddresses).isBusy ? $0 : nil }
    }
}

extension EventTime {
    /// The beginning of the day that an end belongs to, as a time of the same kind; ends are exclusive.
    fileprivate var startOfLastDay: EventTime {
        func midnight(_ end: CivilDateTime) -> CivilDateTime {
            CivilDateTime(end.time == .midnight ? end.date.adding(days: -1) : end.date, .midnight)
        }
        switch self {
        case .date(let date): return .date(date.adding(days: -1))
        case .floating(let civil): return .floating(midnight(civil))
        case .zoned(let civil, let tzid): return .zoned(midnight(civil), tzid: tzid)
        case .utc(let instant): return .utc(midnight(Zone.utc.civil(at: instant)).instant(offset: 0))
        }
    }
}

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
        readable = (try? CalendarEvent(remainder)) ?? Self.event(endingAsIn: remainder)
    }

    /// Where only the end can be read, the event takes its day up to there.
    private static func event(endingAsIn component: Component) -> CalendarEvent? {
        guard component.name == "VEVENT", let end = component.all("DTEND").lazy.compactMap({ EventTime($0) }).first else { return nil }
        var day = component
        day.set(end.startOfLastDay.property("DTSTART"))
        return try? CalendarEvent(day)
    }

    /// The reason as a finding with the line of the source.
    public var finding: Finding { failure.finding(in: component) }

    /// The reason for a person.
    public var reason: String { failure.sentence }

    /// The time that the component closes, if its time can be read and means busy: unknown means busy.
    public func readableSpan(in context: ExpansionContext) -> Span? {
        let none = Span(Instant(secondsSinceEpoch: 0), Instant(secondsSinceEpoch: 0))
        var zones = EventZones(database: context.zones, definitions: timeZones, covering: none, effort: Effort())
        return readableSpan(in: context, zones: &zones)
    }

    /// The same with zones that several components of a calendar share.
    func readableSpan(in context: ExpansionContext, zones: inout EventZones) -> Span? {
        guard let readable, BusyMeaning.of(readable, ownAddresses: context.ownAddresses).isBusy else { return nil }
        let needed = neededSpan(for: [readable], through: nil)
        let own = zones.covered.contains(needed) ? zones : EventZones(zones, covering: needed)
        var reader = ShapeReader(context: context, zones: own, calendarZone: calendarZone)
        let shape = reader.shape(of: readable)
        zones.effort = reader.zones.effort
        return shape.span(of: shape.startKey)
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

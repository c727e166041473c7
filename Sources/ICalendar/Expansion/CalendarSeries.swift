public import CivilTime

/// All components of one UID, as RFC 4791 section 4.1 stores them in one resource: the master, the occurrences that differ from it, and
/// the zones that they name.
public struct CalendarSeries: Sendable {
    /// UID (RFC 5545 section 3.8.4.7), which all its components share.
    public let uid: String
    /// The event that holds the rule; nil where a calendar only has single occurrences of somebody else's series.
    public let master: CalendarEvent?
    /// The events with a RECURRENCE-ID (RFC 5545 section 3.8.4.4), old revisions among them.
    public let overrides: [CalendarEvent]
    /// The VTIMEZONE components of the calendar (RFC 5545 section 3.6.5).
    public let timeZones: [Component]
    /// VFREEBUSY components (RFC 5545 section 3.6.4), whose busy periods count as events do.
    public let freeBusy: [Component]
    /// The zone that the calendar names for times without one (TIMEZONE-ID of RFC 7986, X-WR-TIMEZONE); nil where it names none, and
    /// such times are on the owner's clock.
    public let calendarZone: String?

    /// What is wrong with the series as a whole.
    public let findings: [Finding]

    /// A series of components that were read.
    public init(
        uid: String, master: CalendarEvent?, overrides: [CalendarEvent] = [], timeZones: [Component] = [], freeBusy: [Component] = [],
        calendarZone: String? = nil, findings: [Finding] = []
    ) {
        self.uid = uid
        self.master = master
        self.overrides = overrides
        self.timeZones = timeZones
        self.freeBusy = freeBusy
        self.calendarZone = calendarZone
        self.findings = findings
    }

    /// Every occurrence that touches the window, by start.
    ///
    /// What is not understood is busy: an unknown zone pads the time, an unknown rule repeats the event's hours daily, and past
    /// `maximumOccurrences`, or where a rule costs too much to follow, the rest of the window is closed. Each such assumption is told.
    public func occurrences(in window: Span, context: ExpansionContext) -> Expansion {
        var occurrences: [Occurrence] = []
        let (assumptions, remarks) = forEachOccurrence(in: window, context: context) { occurrences.append($0) }
        occurrences.sort(by: Occurrence.isInOrder)
        return Expansion(occurrences: occurrences, assumptions: assumptions, remarks: remarks)
    }

    /// Calls the body with each occurrence that touches the window and returns what was assumed and remarked on the way.
    ///
    /// The regular ones come in the order of their original starts, then the changed ones. What is held meanwhile does not grow with the
    /// window, and there are at most `maximumOccurrences` of the former.
    public func forEachOccurrence<Failure: Error>(
        in window: Span, context: ExpansionContext, _ body: (Occurrence) throws(Failure) -> Void
    ) throws(Failure) -> (assumptions: [Finding], remarks: [Finding]) {
        let zones = EventZones(database: context.zones, definitions: timeZones, window: window, effort: Effort(context))
        let assumptions = try forEachOccurrence(in: window, context: context, zones: zones, body)
        return (assumptions, zones.remarks)
    }

    /// The same with zones that several series of a calendar share.
    func forEachOccurrence<Failure: Error>(
        in window: Span, context: ExpansionContext, zones: EventZones, _ body: (Occurrence) throws(Failure) -> Void
    ) throws(Failure) -> [Finding] {
        zones.effort.beginSeries(bytes: size)
        zones.needed = neededSpan(through: window.end)
        var expansion = SeriesExpansion(of: self, in: window, context: context, zones: zones)
        while let occurrence = expansion.next() { try body(occurrence) }
        return expansion.assumptions
    }

    /// The time of the event itself, its rule left aside; nil if its zone is not known.
    public func span(of event: CalendarEvent, context: ExpansionContext) -> Span? {
        let needed = ICalendar.neededSpan(for: [event], through: nil)
        let zones = EventZones(database: context.zones, definitions: timeZones, window: needed, effort: Effort(context))
        var reader = ShapeReader(context: context, zones: zones, calendarZone: calendarZone)
        let shape = reader.shape(of: event)
        return shape.isUnderstood ? shape.span(of: shape.startKey) : nil
    }

    /// About how many bytes its events have as a text.
    private var size: Int { overrides.reduce(master?.component.size ?? 0) { $0 + $1.component.size } }

    /// The times for which the calendar's own zones are needed.
    func neededSpan(through end: Instant) -> Span {
        ICalendar.neededSpan(for: (master.map { [$0] } ?? []) + overrides, through: end)
    }
}

/// The times for which the rules of a VTIMEZONE are needed: from the first start to past the end of the window or the last start.
func neededSpan(for events: [CalendarEvent], through end: Instant?) -> Span {
    let starts = events.map { event in
        switch event.start {
        case .date(let date): CivilDateTime(date, .midnight).instant(offset: 0)
        case .floating(let civil), .zoned(let civil, _): civil.instant(offset: 0)
        case .utc(let instant): instant
        }
    }
    let ends = starts + (end.map { [$0] } ?? [])
    let first = starts.min() ?? end ?? Instant(secondsSinceEpoch: 0)
    let last = max(ends.max() ?? first, first)
    return Span(first - .days(2), last + .days(400))
}

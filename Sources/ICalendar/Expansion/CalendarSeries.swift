public import CivilTime

/// All components of one UID, as RFC 4791 section 4.1 stores them in one resource: the master, the occurrences that differ from it, and
/// the zones that they name.
public struct CalendarSeries: Sendable {
    public let uid: String
    /// The event that holds the rule; nil where a calendar only has single occurrences of somebody else's series.
    public let master: CalendarEvent?
    /// The events with a RECURRENCE-ID.
    public let overrides: [CalendarEvent]
    /// The VTIMEZONE components of the calendar.
    public let timeZones: [Component]
    /// VFREEBUSY components, whose busy periods count as events do.
    public let freeBusy: [Component]

    public init(
        uid: String, master: CalendarEvent?, overrides: [CalendarEvent] = [], timeZones: [Component] = [], freeBusy: [Component] = []
    ) {
        self.uid = uid
        self.master = master
        self.overrides = overrides
        self.timeZones = timeZones
        self.freeBusy = freeBusy
    }

    /// Every occurrence that touches the window.
    ///
    /// What is not understood is busy: an unknown zone pads the time, an unknown rule repeats the event's hours daily, and past
    /// `maximumOccurrences` the rest of the window is closed. Each such assumption is a finding.
    public func occurrences(in window: Span, context: ExpansionContext) -> Expansion {
        var expansion = SeriesExpansion(of: self, in: window, context: context)
        return expansion.run()
    }

    /// The time of the event itself, its rule left aside; nil if its zone is not known.
    public func span(of event: CalendarEvent, context: ExpansionContext) -> Span? {
        let needed = neededSpan(for: [event], through: nil)
        let zones = EventZones(database: context.zones, definitions: timeZones, needed: needed)
        var reader = ShapeReader(context: context, zones: zones)
        let shape = reader.shape(of: event)
        return shape.isUnderstood ? shape.span(of: shape.startKey) : nil
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

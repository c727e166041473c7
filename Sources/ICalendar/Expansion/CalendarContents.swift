public import CivilTime

/// The series of a calendar, and what in it is not understood: everything that takes time.
public struct CalendarContents: Sendable {
    /// The series, in the order in which their UIDs first appear.
    public let series: [CalendarSeries]
    /// Events that are not understood; the time that can be read of them is closed all the same.
    public let setAside: [SetAside]

    /// The contents as ``SeriesGrouping`` sorted them.
    public init(series: [CalendarSeries], setAside: [SetAside]) {
        self.series = series
        self.setAside = setAside
    }

    /// Every occurrence that touches the window: series by series, each by start.
    public func occurrences(in window: Span, context: ExpansionContext) -> Expansion {
        var occurrences: [Occurrence] = []
        var first = 0
        let (assumptions, remarks) = forEachOccurrence(
            in: window, context: context,
            endOfSeries: {
                occurrences[first...].sort { ($0.span, $0.recurrenceID ?? "") < ($1.span, $1.recurrenceID ?? "") }
                first = occurrences.count
            },
            { occurrences.append($0) })
        return Expansion(occurrences: occurrences, assumptions: assumptions, remarks: remarks)
    }

    /// Calls the body with each occurrence that touches the window and returns what was assumed and remarked on the way.
    ///
    /// The occurrences come series by series, within one in the order of original starts, then changed ones. What is held meanwhile does
    /// not grow with the window.
    public func forEachOccurrence<Failure: Error>(
        in window: Span, context: ExpansionContext, _ body: (Occurrence) throws(Failure) -> Void
    ) throws(Failure) -> (assumptions: [Finding], remarks: [Finding]) {
        try forEachOccurrence(in: window, context: context, endOfSeries: {}, body)
    }

    private func forEachOccurrence<Failure: Error>(
        in window: Span, context: ExpansionContext, endOfSeries: () -> Void, _ body: (Occurrence) throws(Failure) -> Void
    ) throws(Failure) -> (assumptions: [Finding], remarks: [Finding]) {
        var assumptions: [Finding] = []
        // Most series lie in this span and share what is worked out of the calendar's own zones; the others have their own.
        let common = Self.commonSpan(with: window)
        var definitions = series.first?.timeZones ?? []
        var shared = EventZones(database: context.zones, definitions: definitions, covering: common, effort: Effort())
        var remarks: [Finding] = []
        // Calendars that contradict one another about a zone have their own.
        func use(_ other: [Component]) {
            guard other != definitions else { return }
            definitions = other
            remarks += shared.remarks
            shared = EventZones(database: context.zones, definitions: other, covering: common, effort: shared.effort)
        }
        for one in series {
            use(one.timeZones)
            let needed = one.neededSpan(through: window.end)
            if common.contains(needed) {
                assumptions += try one.forEachOccurrence(in: window, context: context, zones: &shared, body)
            } else {
                var own = EventZones(shared, covering: needed)
                assumptions += try one.forEachOccurrence(in: window, context: context, zones: &own, body)
                remarks += own.remarks
                shared.effort = own.effort
            }
            endOfSeries()
        }
        for event in setAside {
            use(event.timeZones)
            assumptions.append(event.finding)
            guard let span = event.readableSpan(in: context, zones: &shared), span.overlaps(window) else { continue }
            try body(Occurrence(event, span: span))
        }
        endOfSeries()
        return (uniqued(assumptions), uniqued(remarks + shared.remarks))
    }

    private static func commonSpan(with window: Span) -> Span {
        let (start, end) = (CivilDate(year: 1970, month: 1, day: 1), CivilDate(year: 2100, month: 1, day: 1))
        guard let start, let end else { return window }
        return Span(min(Zone.utc.startOfDay(start), window.start), max(Zone.utc.startOfDay(end), window.end + .days(400)))
    }
}

extension Occurrence {
    fileprivate init(_ event: SetAside, span: Span) {
        self.init(
            uid: event.uid ?? "", recurrenceID: nil, span: span, isAllDay: event.readable?.isAllDay ?? false,
            meaning: .busy(.notUnderstood), summary: event.readable?.summary, isPrivate: event.readable?.isPrivate ?? true)
    }
}

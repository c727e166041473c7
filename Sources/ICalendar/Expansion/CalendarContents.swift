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
                occurrences[first...].sort(by: Occurrence.isInOrder)
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
        var definitions = series.first?.timeZones ?? []
        var zones = EventZones(database: context.zones, definitions: definitions, window: window, effort: Effort(context))
        var remarks: [Finding] = []
        // Calendars that contradict one another about a zone have their own.
        func use(_ other: [Component]) {
            guard other != definitions else { return }
            definitions = other
            remarks += zones.remarks
            zones = EventZones(database: context.zones, definitions: other, window: window, effort: zones.effort, work: zones.work)
        }
        for one in series {
            use(one.timeZones)
            assumptions += try one.forEachOccurrence(in: window, context: context, zones: zones, body)
            endOfSeries()
        }
        for event in setAside {
            use(event.timeZones)
            assumptions.append(event.finding)
            assumptions += try event.forEachOccurrence(in: window, context: context, zones: zones, body)
            endOfSeries()
        }
        return (uniqued(assumptions), uniqued(remarks + zones.remarks))
    }
}

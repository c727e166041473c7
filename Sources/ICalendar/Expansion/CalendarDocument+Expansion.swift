public import CivilTime

extension CalendarDocument {
    /// Every occurrence of every series that touches the window, series by series; an event that is not understood closes the time that can
    /// be read of it.
    public func occurrences(in window: Span, context: ExpansionContext) -> Expansion {
        let (series, setAside) = CalendarSeries.series(in: self, zones: context.zones)
        return CalendarContents(series: series, setAside: setAside).occurrences(in: window, context: context)
    }

    /// The event of a calendar that holds exactly one, which happens once; with its time, whole days being taken from midnight to midnight
    /// in UTC. Nil for a series, for several events, and where the time is not understood.
    public func singleEvent(zones: ZoneDatabase) -> (event: CalendarEvent, span: Span)? {
        let events = components.flatMap(\.components).filter { $0.name == "VEVENT" || $0.name == "VFREEBUSY" }
        let (series, _) = CalendarSeries.series(in: self, zones: zones)
        guard events.count == 1, let only = series.first, let event = only.master, !event.isRecurring else { return nil }
        guard let span = only.span(of: event, context: ExpansionContext(zones: zones, floatingZone: .utc)) else { return nil }
        return (event, span)
    }
}

import CivilTime

/// One run over one series: from rules, dates, exceptions and changed occurrences to spans in time.
struct SeriesExpansion {
    let series: CalendarSeries
    let window: Span
    let context: ExpansionContext
    var shapes: ShapeReader
    var occurrences: [Occurrence] = []

    init(of series: CalendarSeries, in window: Span, context: ExpansionContext) {
        self.series = series
        self.window = window
        self.context = context
        let events = (series.master.map { [$0] } ?? []) + series.overrides
        let needed = neededSpan(for: events, through: window.end)
        shapes = ShapeReader(
            context: context, zones: EventZones(database: context.zones, definitions: series.timeZones, needed: needed)
        )
    }

    mutating func run() -> Expansion {
        if let master = series.master {
            expand(master)
        } else {
            for override in series.overrides { addOrphan(override) }
        }
        addFreeBusy()
        occurrences.sort { ($0.span, $0.recurrenceID ?? "") < ($1.span, $1.recurrenceID ?? "") }
        return Expansion(occurrences: occurrences, findings: uniqued(shapes.findings))
    }

    /// An occurrence of a series whose master this calendar does not hold is an event of its own.
    private mutating func addOrphan(_ override: CalendarEvent) {
        let shape = shapes.shape(of: override)
        let key: OccurrenceKey? =
            switch override.recurrenceID {
            case .date(let date): .day(date)
            case let time?: .instant(shapes.instant(of: time, onClockOf: shape.zone).instant)
            case nil: nil
            }
        add(override, span: shape.span(of: shape.startKey), shape: shape, key: key)
    }

    /// Adds the occurrence if it touches the window.
    mutating func add(_ event: CalendarEvent, span: Span, shape: EventShape, key: OccurrenceKey?, notUnderstood: Bool = false) {
        guard span.isEmpty ? window.contains(span.start) : window.overlaps(span) else { return }
        let meaning = meaning(of: event)
        let isUnderstood = shape.isUnderstood && !notUnderstood
        occurrences.append(
            Occurrence(
                uid: series.uid, recurrenceID: key?.text, span: span, isAllDay: shape.isAllDay,
                meaning: meaning.isBusy && !isUnderstood ? .busy(.notUnderstood) : meaning,
                summary: event.summary, isPrivate: event.isPrivate
            )
        )
    }

    /// Closes a stretch of time for an event of which no more is known.
    mutating func addBlock(_ span: Span, of event: CalendarEvent) {
        guard let span = span.intersection(window) else { return }
        occurrences.append(
            Occurrence(
                uid: series.uid, recurrenceID: nil, span: span, isAllDay: false, meaning: .busy(.notUnderstood),
                summary: event.summary, isPrivate: event.isPrivate
            )
        )
    }

    func meaning(of event: CalendarEvent) -> BusyMeaning {
        BusyMeaning.of(event, ownAddresses: context.ownAddresses)
    }

    private func uniqued(_ findings: [String]) -> [String] {
        var seen: Set<String> = []
        return findings.filter { seen.insert($0).inserted }
    }
}

import CivilTime

/// One walk over one series: from rules, dates, exceptions and changed occurrences to spans in time, one after the other.
///
/// It holds the dates and changed occurrences that the calendar lists, and nothing that grows with the window.
struct SeriesExpansion: IteratorProtocol {
    private enum Stage {
        case master, starts, changes, freeBusy, done
    }

    let series: CalendarSeries
    let window: Span
    let context: ExpansionContext
    var shapes: ShapeReader
    var walk: MasterWalk?
    /// Whether the calendar says of a zone of this series otherwise than the tz database does.
    private let hasDisputedZone: Bool
    private var stage = Stage.master
    private var pending: [Occurrence] = []
    private var position = 0

    init(of series: CalendarSeries, in window: Span, context: ExpansionContext, zones: EventZones) {
        self.series = series
        self.window = window
        self.context = context
        shapes = ShapeReader(context: context, zones: zones, calendarZone: series.calendarZone)
        var isDisputed = false
        for event in (series.master.map { [$0] } ?? []) + series.overrides {
            if case .zoned(_, let tzid) = event.start, zones.isDisputed(tzid) { isDisputed = true }
        }
        hasDisputedZone = isDisputed
        for finding in series.findings { shapes.note(finding) }
    }

    /// The next occurrence that touches the window: those of the rules in the order of their original starts, then changed ones.
    mutating func next() -> Occurrence? {
        while position == pending.count {
            pending.removeAll(keepingCapacity: true)
            position = 0
            guard stage != .done else { return nil }
            advance()
        }
        defer { position += 1 }
        return pending[position]
    }

    private mutating func advance() {
        switch stage {
        case .master:
            if let master = series.master {
                begin(master)
                stage = walk == nil ? .freeBusy : .starts
            } else {
                addOrphans()
                stage = .freeBusy
            }
        case .starts:
            if !placeNextStart() { stage = .changes }
        case .changes:
            placeChanges()
            stage = .freeBusy
        case .freeBusy:
            addFreeBusy()
            stage = .done
        case .done:
            break
        }
    }

    /// Adds the occurrence if it touches the window; the meaning of an event with many is found once.
    mutating func add(
        _ event: CalendarEvent, meaning known: BusyMeaning? = nil, span: Span, shape: EventShape, key: OccurrenceKey?,
        notUnderstood: Bool = false
    ) {
        guard span.isEmpty ? window.contains(span.start) : window.overlaps(span) else { return }
        // A day that the owner's zone skipped is none.
        guard !shape.isAllDay || !span.isEmpty else { return }
        if hasDisputedZone, case .zoned(_, let tzid) = event.start { shapes.zones.remark(tzid, at: span) }
        let meaning = known ?? meaning(of: event)
        let isUnderstood = shape.isUnderstood && !notUnderstood
        pending.append(
            Occurrence(
                uid: series.uid, key: key, span: span, isAllDay: shape.isAllDay,
                meaning: meaning.isBusy && !isUnderstood ? .busy(.notUnderstood) : meaning,
                summary: event.summary, isPrivate: event.isPrivate
            )
        )
    }

    mutating func add(_ occurrence: Occurrence) {
        pending.append(occurrence)
    }

    /// How many occurrences wait to be told.
    var pendingCount: Int { pending.count }

    mutating func takeBack(to count: Int) {
        pending.removeLast(pending.count - count)
    }

    /// Closes a stretch of time for an event of which no more is known.
    mutating func addBlock(_ span: Span, of event: CalendarEvent) {
        guard let span = span.intersection(window) else { return }
        pending.append(
            Occurrence(
                uid: series.uid, recurrenceID: nil, span: span, isAllDay: false, meaning: .busy(.notUnderstood),
                summary: event.summary, isPrivate: event.isPrivate
            )
        )
    }

    func meaning(of event: CalendarEvent) -> BusyMeaning {
        BusyMeaning.of(event, ownAddresses: context.ownAddresses)
    }

    /// What was assumed so far, each thing once.
    var assumptions: [Finding] { uniqued(shapes.findings) }
}

/// The findings without repetitions, in their order.
func uniqued(_ findings: [Finding]) -> [Finding] {
    var seen: Set<Finding> = []
    return findings.filter { seen.insert($0).inserted }
}

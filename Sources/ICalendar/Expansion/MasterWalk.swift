import CivilTime

/// Where a walk over the original starts of a recurring event stands. A class, as it holds much and each start changes it: nothing is copied.
final class MasterWalk {
    let master: CalendarEvent
    let meaning: BusyMeaning
    let shape: EventShape
    let changes: [Change]
    /// Where occurrences may start that touch the window, however long they last and wherever they are moved; in order and apart.
    let ranges: [Span]
    private var rangeIndex = 0
    private let window: Span
    var merge: StartMerge
    /// The lengths of RDATE periods.
    var extents: [OccurrenceKey: RecurrenceDate.Extent] = [:]
    /// How many starts gave an occurrence within the window.
    var listedCount = 0
    let changedKeys: Set<OccurrenceKey>
    let changedDays: Set<CivilDate>
    /// The changes of this and all following occurrences, by where they begin.
    let following: [(from: Instant, change: Change)]
    /// The keys of the occurrences that changes name by their date alone, as far as they were met.
    var keysByDay: [CivilDate: OccurrenceKey] = [:]
    /// The day of the last occurrence that EXDATE takes away by its date alone.
    var excludedDay: CivilDate?

    init(_ master: CalendarEvent, meaning: BusyMeaning, shape: EventShape, changes: [Change], window: Span) {
        self.master = master
        self.meaning = meaning
        self.shape = shape
        self.changes = changes
        self.window = window
        let following = changes.filter(\.isFollowed).map { (from: $0.originalStart(in: shape), change: $0) }
            .sorted { ($0.from, $0.change.meaning.isBusy ? 1 : 0) < ($1.from, $1.change.meaning.isBusy ? 1 : 0) }
        self.following = following
        ranges = StartRanges(shape: shape, window: window).ranges(following: following, named: changes)
        merge = StartMerge(first: shape.startKey)
        changedKeys = Set(changes.compactMap(\.key))
        changedDays = Set(changes.compactMap(\.day))
    }

    /// From the first start that is needed to the last one; empty where none is.
    var range: Span {
        guard let first = ranges.first, let last = ranges.last else { return Span(window.end, window.end) }
        return Span(first.start, last.end)
    }

    /// The next start that is needed. Stretches of which nothing touches the window are passed over.
    func next(spending effort: inout Effort) -> StartMerge.Start? {
        if ranges.isEmpty { merge.endRules() }
        guard let start = merge.next(spending: &effort) else { return nil }
        let instant = start.key.start(in: shape.dayZone)
        while rangeIndex < ranges.count, instant >= ranges[rangeIndex].end {
            rangeIndex += 1
            if rangeIndex < ranges.count {
                merge.seek(to: ranges[rangeIndex].start, spending: &effort)
            } else {
                merge.endRules()
            }
        }
        return start
    }

    /// How far changes move occurrences at most, back and forth.
    var shifts: (earliest: Seconds, latest: Seconds) {
        following.reduce((.zero, .zero)) { shifts, next in
            let shift = next.change.shift
            return (min(shifts.0, shift - Change.shiftSlack), max(shifts.1, shift + Change.shiftSlack))
        }
    }

    /// Binary search: the last change of the following occurrences that begins at or before the instant.
    func change(following instant: Instant) -> Change? {
        var (low, high) = (0, following.count)
        while low < high {
            let middle = (low + high) / 2
            if following[middle].from <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : following[low - 1].change
    }
}

public import CivilTime

/// Finds the free starts of one resource: one walk over sorted intervals, O(intervals + slots), no calendar arithmetic in a slot.
///
/// `docs/slot-search.md` tells the algorithm and its trade-offs.
public struct SlotSearch: Sendable {
    private let opening: OpeningTimes
    let taken: [TakenTime]
    private let closed: [Span]
    let rules: SlotRules
    let groups: [OpenGroup]

    /// - Parameters:
    ///   - taken: in any order; may overlap.
    ///   - groups: of the service, with this resource; one whose length is not the service's any more cannot be joined.
    public init(opening: OpeningTimes, taken: [TakenTime], rules: SlotRules, groups: [OpenGroup] = []) {
        precondition(rules.step > .zero, "A grid needs a step longer than nothing.")
        self.opening = rules.limit?.limiting(opening) ?? opening
        let taken = taken.filter { if case .unread(let age) = $0.cause { rules.unread.hides(age) } else { true } }
        self.taken = taken
        closed = SpanSet(taken.lazy.map(\.span)).spans
        self.rules = rules
        self.groups = groups.filter { $0.span.duration == rules.duration }.sorted { $0.span < $1.span }
    }

    /// The starts in the window that can be booked, in order: those of free time, and those of groups that have a place.
    public func starts(in window: Span) -> [Instant] {
        var starts: [Instant] = []
        walk(window) { start, closure in if closure == nil { starts.append(start) } }
        let joined = groupsWithPlaces(in: window).map(\.span.start)
        return joined.isEmpty ? starts : Set(starts + joined).sorted()
    }

    /// Every start on the grid in the window with what closed it: the same walk that finds the free ones.
    public func explanations(in window: Span) -> [SlotExplanation] {
        let order = TakenOrder(taken)
        var explanations: [SlotExplanation] = []
        walk(window) { start, closing in
            explanations.append(SlotExplanation(start: start, closure: closing.map { closure($0, at: start, order) }))
        }
        return groups.isEmpty ? explanations : telling(groups: window, explanations)
    }

    /// Whether a start is on the grid and free.
    public func offers(_ start: Instant) -> Bool { starts(in: Span(start, start + .seconds(1))).first == start }

    private enum Closing { case tooSoon, tooFar, pastClosing, taken }

    @inline(__always)
    private func walk(_ window: Span, visit: (Instant, Closing?) -> Void) {
        let step = rules.step.count
        let hours = opening.union.spans
        var hour = 0
        var block = 0
        for grid in opening.grids {
            guard grid.span.start < window.end else { break }
            let begin = max(grid.span.start, window.start).secondsSinceEpoch
            let end = min(grid.span.end, window.end).secondsSinceEpoch
            guard begin < end else { continue }
            let origin = grid.origin.secondsSinceEpoch
            var start = origin + (begin - origin + step - 1) / step * step
            while start < end {
                let from = Instant(secondsSinceEpoch: start)
                visit(from, closing(from, from + rules.duration, hours, &hour, &block))
                start += step
            }
        }
    }

    /// Both cursors only move forward, as the starts come in order.
    @inline(__always)
    private func closing(_ from: Instant, _ until: Instant, _ hours: [Span], _ hour: inout Int, _ block: inout Int) -> Closing? {
        if from < rules.earliest { return .tooSoon }
        if from > rules.latest { return .tooFar }
        while hour < hours.count, hours[hour].end <= from { hour += 1 }
        if hour == hours.count || until > hours[hour].end { return .pastClosing }
        let busyFrom = from - rules.preBuffer
        while block < closed.count, closed[block].end <= busyFrom { block += 1 }
        if block < closed.count, closed[block].start < until + rules.postBuffer { return .taken }
        return nil
    }

    private func closure(_ closing: Closing, at start: Instant, _ order: TakenOrder) -> SlotClosure {
        switch closing {
        case .tooSoon: return .tooSoon(earliest: rules.earliest)
        case .tooFar: return .tooFar(latest: rules.latest)
        case .pastClosing: return .pastClosing
        case .taken:
            guard let first = order.first(endingAfter: start - rules.preBuffer) else { preconditionFailure("Taken by nothing.") }
            return .taken(first)
        }
    }
}

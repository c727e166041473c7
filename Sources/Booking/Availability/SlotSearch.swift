public import CivilTime

/// What a slot must satisfy besides the hours and the taken time.
public struct SlotRules: Hashable, Sendable {
    public var duration: Seconds
    public var preBuffer: Seconds
    public var postBuffer: Seconds
    /// The step between starts, counted from the start of each range of hours.
    public var step: Seconds
    /// No start before it: now plus the minimum lead time.
    public var earliest: Instant
    /// No start after it: now plus the maximum advance.
    public var latest: Instant

    public init(duration: Seconds, preBuffer: Seconds = .zero, postBuffer: Seconds = .zero, step: Seconds, earliest: Instant, latest: Instant) {
        self.duration = duration
        self.preBuffer = preBuffer
        self.postBuffer = postBuffer
        self.step = step
        self.earliest = earliest
        self.latest = latest
    }

    /// The rules of a service for a customer who asks at `now`.
    public init(service: Service, policy: SchedulingPolicy, now: Instant) {
        self.init(
            duration: service.duration, preBuffer: service.preBuffer, postBuffer: service.postBuffer, step: policy.timeSlotInterval,
            earliest: now + policy.minimumLeadTime, latest: now + policy.maximumAdvance)
    }
}

/// Why a start on the grid is not offered: the first rule or interval that closed it.
public enum SlotClosure: Hashable, Sendable {
    case tooSoon(earliest: Instant)
    case tooFar(latest: Instant)
    /// The hours end before the slot does.
    case pastClosing
    case taken(TakenTime)
}

/// A start on the grid with the reason why it is not offered, or none.
public struct SlotExplanation: Hashable, Sendable {
    public var start: Instant
    public var closure: SlotClosure?

    public init(start: Instant, closure: SlotClosure?) {
        self.start = start
        self.closure = closure
    }
}

/// Finds the free starts of one resource: one walk over sorted intervals, O(intervals + slots), no calendar arithmetic in a slot.
///
/// `docs/slot-search.md` tells the algorithm and its trade-offs.
public struct SlotSearch: Sendable {
    private let opening: OpeningTimes
    private let taken: [TakenTime]
    private let closed: [Span]
    private let rules: SlotRules

    /// - Parameter taken: in any order; may overlap.
    public init(opening: OpeningTimes, taken: [TakenTime], rules: SlotRules) {
        self.opening = opening
        self.taken = taken
        closed = SpanSet(taken.lazy.map(\.span)).spans
        self.rules = rules
    }

    /// The free starts in the window, in order.
    public func starts(in window: Span) -> [Instant] {
        var starts: [Instant] = []
        walk(window) { start, closure in if closure == nil { starts.append(start) } }
        return starts
    }

    /// Every start on the grid in the window with what closed it: the same walk that finds the free ones.
    public func explanations(in window: Span) -> [SlotExplanation] {
        var explanations: [SlotExplanation] = []
        walk(window) { start, closure in explanations.append(SlotExplanation(start: start, closure: closure.map { explain($0, at: start) })) }
        return explanations
    }

    /// Whether a start is on the grid and free.
    public func offers(_ start: Instant) -> Bool { starts(in: Span(start, start + .seconds(1))).first == start }

    private enum Closing { case tooSoon, tooFar, pastClosing, taken }

    @inline(__always)
    private func walk(_ window: Span, visit: (Instant, Closing?) -> Void) {
        let step = rules.step.count
        guard step > 0 else { return }
        let hours = opening.union.spans
        var hour = 0
        var block = 0
        for (index, range) in opening.ranges.enumerated() {
            // Where ranges overlap, the grid of the later one takes over at its start, so that no start is met twice.
            let next = index + 1 < opening.ranges.count ? opening.ranges[index + 1].start : range.end
            let end = min(min(range.end, next), window.end)
            guard end > window.start, range.start < end else { continue }
            var start = range.start.secondsSinceEpoch
            if window.start.secondsSinceEpoch > start {
                start += (window.start.secondsSinceEpoch - start + step - 1) / step * step
            }
            while start < end.secondsSinceEpoch {
                let from = Instant(secondsSinceEpoch: start)
                let until = from + rules.duration
                visit(from, closing(from, until, hours, &hour, &block))
                start += step
            }
        }
    }

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

    private func explain(_ closing: Closing, at start: Instant) -> SlotClosure {
        switch closing {
        case .tooSoon: return .tooSoon(earliest: rules.earliest)
        case .tooFar: return .tooFar(latest: rules.latest)
        case .pastClosing: return .pastClosing
        case .taken:
            let needed = Span(start, start + rules.duration).padded(before: rules.preBuffer, after: rules.postBuffer)
            let first = taken.filter { $0.span.overlaps(needed) }.min { $0.span.start < $1.span.start }
            return first.map(SlotClosure.taken) ?? .pastClosing
        }
    }
}

/// A set of instants kept as spans that are sorted, not empty, and neither overlap nor touch.
public struct SpanSet: Hashable, Sendable {
    /// In time order, with a gap between each two.
    public private(set) var spans: [Span]

    /// The set of no instant.
    public init() {
        spans = []
    }

    /// Everything that lies in at least one of the spans; they may come in any order and overlap. O(n) when they come sorted.
    public init(_ spans: some Sequence<Span>) {
        var sorted = spans.filter { !$0.isEmpty }
        if !zip(sorted, sorted.dropFirst()).allSatisfy({ $0.start <= $1.start }) { sorted.sort() }
        self.init(ordered: sorted)
    }

    /// The spans must be ordered by start; touching and overlapping ones are joined.
    init(ordered: some Sequence<Span>) {
        spans = []
        for span in ordered { append(span) }
    }

    /// True when no instant belongs to it.
    public var isEmpty: Bool { spans.isEmpty }

    /// The length of all spans together.
    public var totalDuration: Seconds { spans.reduce(.zero) { $0 + $1.duration } }

    /// True when one span of the set has the instant; binary search.
    public func contains(_ instant: Instant) -> Bool {
        let index = firstIndex(endingAfter: instant)
        return index < spans.count && spans[index].start <= instant
    }

    /// True when one span of the set covers the whole of the given one.
    public func contains(_ span: Span) -> Bool {
        let index = firstIndex(endingAfter: span.start)
        return index < spans.count && spans[index].contains(span)
    }

    /// True when some instant lies in both.
    public func overlaps(_ span: Span) -> Bool {
        let index = firstIndex(endingAfter: span.start)
        return index < spans.count && spans[index].overlaps(span)
    }

    /// Binary search; the count when every span ends at or before the instant.
    func firstIndex(endingAfter instant: Instant) -> Int {
        var (low, high) = (0, spans.count)
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end > instant { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The span must not start before the last one that was appended.
    mutating func append(_ span: Span) {
        guard !span.isEmpty else { return }
        if let last = spans.last, last.end >= span.start {
            spans[spans.count - 1] = Span(last.start, Swift.max(last.end, span.end))
        } else {
            spans.append(span)
        }
    }
}

extension SpanSet: Sequence {
    /// The spans in time order.
    public func makeIterator() -> IndexingIterator<[Span]> { spans.makeIterator() }

    /// How many spans there are.
    public var underestimatedCount: Int { spans.count }
}

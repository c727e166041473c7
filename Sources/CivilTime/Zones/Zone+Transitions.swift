extension Zone {
    /// The first instant after the given one at which the clock is set forward or back; nil when it never is again. A change of the
    /// abbreviation alone does not count.
    public func nextTransition(after instant: Instant) -> Instant? {
        var segment = table.segment(containing: instant.secondsSinceEpoch)
        // A rule may have changes that change nothing; two years of those mean that there is no other.
        var (idle, offset) = (0, segment.type.offset)
        while segment.end != .max, idle < 8 {
            segment = table.segment(containing: segment.end)
            if segment.type.offset != offset { return Instant(secondsSinceEpoch: segment.start) }
            offset = segment.type.offset
            idle += table.isPastTable(segment.start) ? 1 : 0
        }
        return nil
    }

    /// Every clock change at or after the start and before the end of the span, in order.
    public func transitions(in span: Span) -> [Instant] {
        guard !span.isEmpty else { return [] }
        var found: [Instant] = []
        var last = span.start - .seconds(1)
        while let next = nextTransition(after: last), next < span.end {
            found.append(next)
            last = next
        }
        return found
    }
}

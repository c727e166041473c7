/// Every operation walks each side once.
extension SpanSet {
    /// Everything in either set.
    public func union(_ other: SpanSet) -> SpanSet {
        var result = SpanSet()
        var (left, right) = (0, 0)
        while left < spans.count || right < other.spans.count {
            if right == other.spans.count || (left < spans.count && spans[left].start <= other.spans[right].start) {
                result.append(spans[left])
                left += 1
            } else {
                result.append(other.spans[right])
                right += 1
            }
        }
        return result
    }

    /// Everything in both sets.
    public func intersection(_ other: SpanSet) -> SpanSet {
        var result = SpanSet()
        var (left, right) = (0, 0)
        while left < spans.count, right < other.spans.count {
            if let common = spans[left].intersection(other.spans[right]) { result.append(common) }
            if spans[left].end <= other.spans[right].end { left += 1 } else { right += 1 }
        }
        return result
    }

    /// Everything in this set that is not in the other.
    public func subtracting(_ other: SpanSet) -> SpanSet {
        var result = SpanSet()
        var next = 0
        for span in spans {
            var start = span.start
            while next < other.spans.count, other.spans[next].end <= start { next += 1 }
            var hole = next
            while hole < other.spans.count, other.spans[hole].start < span.end {
                if other.spans[hole].start > start { result.append(Span(start, other.spans[hole].start)) }
                start = Swift.max(start, other.spans[hole].end)
                hole += 1
            }
            if start < span.end { result.append(Span(start, span.end)) }
            // The last hole may reach into the next span; only those before it are done.
            next = Swift.max(next, hole - 1)
        }
        return result
    }

    /// The set so much later, or earlier when negative; stops at the ends of time.
    public func shifted(by length: Seconds) -> SpanSet {
        SpanSet(ordered: spans.map { $0.shifted(by: length) })
    }

    /// The part within the given span; binary search, then as many steps as spans remain.
    public func clamped(to window: Span) -> SpanSet {
        var result = SpanSet()
        for span in spans[firstIndex(endingAfter: window.start)...] {
            guard span.start < window.end else { break }
            if let part = span.intersection(window) { result.append(part) }
        }
        return result
    }
}

import CivilTime

/// A stretch of hours in which starts are counted from one origin: the start of the range that it belongs to.
struct SlotGrid: Hashable, Sendable {
    let span: Span
    let origin: Instant

    /// Cuts ranges into pieces that do not overlap. Where ranges overlap, the one that started last counts, and when it ends the earlier one
    /// goes on: so no start is met twice, none is lost, and none depends on what was asked for.
    /// - Parameter ranges: sorted.
    static func pieces(of ranges: [Span]) -> [SlotGrid] {
        var pieces: [SlotGrid] = []
        pieces.reserveCapacity(ranges.count)
        var open: [Span] = []
        var reached = Instant(secondsSinceEpoch: .min)

        func close(until end: Instant, of range: Span) {
            if reached < end { pieces.append(SlotGrid(span: Span(reached, end), origin: range.start)) }
            reached = max(reached, end)
        }

        for range in ranges {
            while let last = open.last, last.end <= range.start {
                close(until: last.end, of: last)
                open.removeLast()
            }
            if let last = open.last { close(until: range.start, of: last) }
            reached = max(reached, range.start)
            open.append(range)
        }
        while let last = open.popLast() { close(until: last.end, of: last) }
        return pieces
    }
}

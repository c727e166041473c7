import CivilTime

/// Works out which original starts of a series may give an occurrence within a window, so that no others are looked at: a change of all following
/// occurrences may move them by centuries (RANGE=THISANDFUTURE, RFC 5545 section 3.2.13).
struct StartRanges {
    let shape: EventShape
    let window: Span

    /// Ranges that are nearer than this are walked through as one.
    private static let smallestGap = Seconds.days(40)
    private static let maximumRanges = 8

    func ranges(following: [(from: Instant, change: Change)], named changes: [Change]) -> [Span] {
        let beginning = Instant(secondsSinceEpoch: .min)
        var found: [Span] = []
        let ends = following.map(\.from) + [Instant(secondsSinceEpoch: .max)]
        add(&found, from: beginning, to: ends[0], shape: shape)
        for (index, piece) in following.enumerated() where piece.change.event.status != .cancelled {
            let (change, end) = (piece.change, ends[index + 1])
            add(&found, from: piece.from, to: end, shape: change.shape, shift: change.shift, slack: Change.shiftSlack)
            // Where the change brings a rule of its own, the old times are busy too.
            if change.event.isRecurring { add(&found, from: piece.from, to: end, shape: shape) }
        }
        for change in changes {
            guard let day = change.day, change.shape.span(of: change.shape.startKey).overlaps(window) else { continue }
            found.append(Span(shape.zone.startOfDay(day), shape.zone.startOfDay(day.adding(days: 1))))
        }
        return joined(found)
    }

    /// The starts between the instants that, moved so far and lasting as long as the shape may, touch the window.
    private func add(_ found: inout [Span], from: Instant, to: Instant, shape: EventShape, shift: Seconds = .zero, slack: Seconds = .zero) {
        let isKnown = shape.isUnderstood && self.shape.isUnderstood
        let margin = slack + (isKnown ? .zero : EventShape.unknownZonePadding)
        let start = max(from, window.start - shape.longestLength - shift - margin)
        let end = min(to, window.end - shift + margin)
        if let span = Span(validating: start, end: end), !span.isEmpty { found.append(span) }
    }

    private func joined(_ spans: [Span]) -> [Span] {
        var joined: [Span] = []
        for span in spans.sorted() {
            if let last = joined.last, last.end + Self.smallestGap >= span.start {
                joined[joined.count - 1] = Span(last.start, max(last.end, span.end))
            } else {
                joined.append(span)
            }
        }
        guard joined.count > Self.maximumRanges, let first = joined.first, let last = joined.last else { return joined }
        return [Span(first.start, last.end)]
    }
}

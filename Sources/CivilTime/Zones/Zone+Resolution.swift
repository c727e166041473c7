extension Zone {
    /// The instants at which the clock shows the civil time, right around every clock change and skipped day.
    public func resolve(_ civil: CivilDateTime) -> CivilResolution {
        switch search(civil.secondsAsUTC) {
        case .found(let first, let last) where first == last: .unique(Instant(secondsSinceEpoch: first))
        case .found(let first, let last): .fold(earlier: Instant(secondsSinceEpoch: first), later: Instant(secondsSinceEpoch: last))
        case .skipped(_, let earlier, let later):
            .gap(earlier: Instant(secondsSinceEpoch: earlier), later: Instant(secondsSinceEpoch: later))
        }
    }

    /// The instant of the civil time: the later one in a gap, the earlier one in a fold (RFC 5545 section 3.3.5).
    public func instant(of civil: CivilDateTime) -> Instant {
        switch search(civil.secondsAsUTC) {
        case .found(let first, _): Instant(secondsSinceEpoch: first)
        case .skipped(_, _, let later): Instant(secondsSinceEpoch: later)
        }
    }

    /// The instant of the civil time; nil only when it is a gap or a fold and the choice is `.reject`.
    public func instant(of civil: CivilDateTime, choosing choice: Disambiguation) -> Instant? {
        switch (resolve(civil), choice) {
        case (.unique(let instant), _): instant
        case (_, .reject): nil
        case (.gap(_, let later), .compatible), (.gap(_, let later), .later), (.fold(_, let later), .later): later
        case (.gap(let earlier, _), .earlier), (.fold(let earlier, _), .compatible), (.fold(let earlier, _), .earlier): earlier
        }
    }

    /// The first instant at which the clock shows the date: midnight, or the end of the gap that swallowed it. A date that the zone skipped
    /// altogether starts where the next one does.
    public func startOfDay(_ date: CivilDate) -> Instant {
        switch search(CivilDateTime(date, .midnight).secondsAsUTC) {
        case .found(let first, _): Instant(secondsSinceEpoch: first)
        case .skipped(let transition, _, _): Instant(secondsSinceEpoch: transition)
        }
    }

    enum Match {
        case found(first: Int64, last: Int64)
        case skipped(transition: Int64, earlier: Int64, later: Int64)
    }

    /// Walks the stretches without a clock change that the civil time could lie in, from the largest offset there can be to the smallest.
    func search(_ local: Int64) -> Match {
        let latest = local - LocalTimeType.offsets.lowerBound
        var segment = table.segment(containing: local - LocalTimeType.offsets.upperBound)
        if segment.end > latest { return .found(first: local - segment.type.offset, last: local - segment.type.offset) }
        var found: (first: Int64, last: Int64)?
        var skipped: Match?
        while true {
            let instant = local - segment.type.offset
            if segment.start <= instant, instant < segment.end { found = (found?.first ?? instant, instant) }
            guard segment.end <= latest else { break }
            let next = table.segment(containing: segment.end)
            let isJumpedOver = segment.end + segment.type.offset <= local && local < segment.end + next.type.offset
            if isJumpedOver, skipped == nil {
                skipped = .skipped(transition: segment.end, earlier: local - next.type.offset, later: instant)
            }
            segment = next
        }
        if let found { return .found(first: found.first, last: found.last) }
        guard let skipped else { preconditionFailure("A clock that never jumps forward shows every time.") }
        return skipped
    }
}

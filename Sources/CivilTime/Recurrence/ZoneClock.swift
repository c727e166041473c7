/// Turns the times of a series into instants; between clock changes by one subtraction.
struct ZoneClock: Sendable {
    enum Reading {
        case plain(Int64)
        /// The clock jumps over the time, which is read with the offset before the jump (RFC 5545 section 3.3.5).
        case moved(Int64)
    }

    private let zone: Zone
    /// Times from `low` to before `high` lie so far from a clock change that only this offset can belong to them.
    private var low = Int64.max
    private var high = Int64.min
    private var offset: Int64 = 0

    init(_ zone: Zone) {
        self.zone = zone
    }

    @inline(__always)
    mutating func reading(of time: Int64) -> Reading {
        if time >= low, time < high { return .plain(time - offset) }
        return readingNearChange(time)
    }

    @inline(never)
    private mutating func readingNearChange(_ time: Int64) -> Reading {
        let run = zone.table.offsetRun(containing: time - offset)
        offset = run.offset
        low = run.start.addingSaturated(LocalTimeType.offsets.upperBound)
        high = run.end.addingSaturated(LocalTimeType.offsets.lowerBound)
        if time >= low, time < high { return .plain(time - offset) }
        switch zone.search(time) {
        case .found(let first, _): return .plain(first)
        case .skipped(_, _, let later): return .moved(later)
        }
    }

    /// More than any two offsets differ by.
    private static let longestMove: Int64 = 3 * 86_400

    /// No time before this one is read as the instant or a later one.
    func earliestTime(from instant: Instant) -> Int64 {
        let seconds = instant.secondsSinceEpoch
        let run = zone.table.offsetRun(containing: seconds)
        let time = seconds.addingSaturated(run.offset)
        let sinceChange = seconds.subtractingSaturated(run.start)
        guard sinceChange < ZoneClock.longestMove else { return time }
        let before = zone.table.offsetRun(containing: run.start - 1)
        guard run.start.subtractingSaturated(before.start) > ZoneClock.longestMove else { return time - ZoneClock.longestMove }
        // Times that the clock jumped over are read with the offset before the jump, so that they lie after it for as long as the jump was.
        let jump = run.offset - before.offset
        return sinceChange < jump ? time - jump : time
    }
}

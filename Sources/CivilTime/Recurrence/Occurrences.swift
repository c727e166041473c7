/// The instants at which a series has an occurrence, strictly ascending and made one by one as they are asked for: memory does not grow with
/// the window. A sequence that ends because the rule can't be followed says why in `failure`.
///
///     var times = rule.occurrences(startingAt: start, in: zone, from: now)
///     while let time = times.next() { … }
///     if let failure = times.failure { … }
public struct Occurrences: Sequence, IteratorProtocol, Sendable {
    /// Why the sequence ended before the series did; nil while it goes on and where the series is over.
    public private(set) var failure: RecurrenceRule.Failure?

    private var series: ClockSeries
    private var clock: ZoneClock
    private let first: Int64
    private let last: Int64
    private var previous = Int64.min
    private var isMerging = false
    /// Times in a gap that have become later than some that follow them on the clock, and the one that they wait for.
    private var moved: [Int64] = []
    private var movedIndex = 0
    private var waiting: Int64?

    init(
        _ rule: RecurrenceRule, startingAt start: CivilDateTime, in zone: Zone, from: Instant?, before: Instant? = nil, effort: Int = .max
    ) {
        let first = from?.secondsSinceEpoch ?? .min
        var (lastTime, lastInstant) = (CivilDateTime.last, Int64.max)
        switch rule.until {
        case nil: break
        case .date(let date): lastTime = CivilDateTime(date, TimeOfDay(trusted: 86_399))
        case .local(let civil): lastTime = civil
        case .instant(let instant):
            lastInstant = instant.secondsSinceEpoch
            // A gap can move a time by a day, where a zone skipped one.
            lastTime = zone.civil(at: instant).adding(.days(2))
        }
        if let before {
            lastTime = Swift.min(lastTime, zone.civil(at: before).adding(.days(2)))
            lastInstant = Swift.min(lastInstant, before.secondsSinceEpoch.subtractingSaturated(1))
        }
        self.first = first
        allowance = effort
        last = lastInstant
        series = ClockSeries(rule, start: start, last: lastTime, effort: effort)
        clock = ZoneClock(zone)
        guard let from else { return }
        do throws(RecurrenceRule.Failure) {
            try series.skip(to: Int(clock.earliestTime(from: from)))
        } catch {
            failure = error
        }
    }

    /// How many hours, minutes or seconds a rule of such a FREQ was followed through in vain so far; of longer ones how many days, weeks or months
    /// were counted, as COUNT has it, that come before the first instant, and how many were searched in vain for a day that hardly ever comes. A step is some ten nanoseconds.
    public var effort: Int { series.effort + passed * Occurrences.effortOfReading }
    private var passed = 0
    private let allowance: Int
    /// A time that is turned into an instant in vain costs as much as so many that are not.
    private static let effortOfReading = 32

    /// The next occurrence; nil at the end of the series and of the year 9999, and when `failure` has been set.
    public mutating func next() -> Instant? {
        guard failure == nil else { return nil }
        do throws(RecurrenceRule.Failure) {
            return try nextInstant().map { Instant(secondsSinceEpoch: $0) }
        } catch {
            failure = error
            return nil
        }
    }

    mutating func nextInstant() throws(RecurrenceRule.Failure) -> Int64? {
        while let time = try nextInOrder() {
            guard time <= last else { return nil }
            // Two times on the clock can be one instant: in a gap, and after a skipped day.
            guard time > previous else { continue }
            previous = time
            if time >= first { return time }
            passed += 1
            guard effort <= allowance else { throw .tooCostly }
        }
        return nil
    }

    /// The next in time order, which differs from the clock's order around a gap.
    private mutating func nextInOrder() throws(RecurrenceRule.Failure) -> Int64? {
        if isMerging { return try nextMerged() }
        guard let time = try series.next() else { return nil }
        switch clock.reading(of: Int64(time)) {
        case .plain(let instant): return instant
        case .moved(let instant):
            moved.append(instant)
            isMerging = true
            return try nextMerged()
        }
    }

    private mutating func nextMerged() throws(RecurrenceRule.Failure) -> Int64? {
        if waiting == nil, movedIndex < moved.count { waiting = try nextPlain() }
        guard movedIndex < moved.count else {
            moved.removeAll(keepingCapacity: true)
            (isMerging, movedIndex) = (false, 0)
            guard let last = waiting else { return try nextInOrder() }
            waiting = nil
            return last
        }
        if let waiting, waiting < moved[movedIndex] {
            self.waiting = nil
            return waiting
        }
        movedIndex += 1
        return moved[movedIndex - 1]
    }

    /// The next that is not in a gap; those in gaps are put aside.
    private mutating func nextPlain() throws(RecurrenceRule.Failure) -> Int64? {
        while let time = try series.next() {
            switch clock.reading(of: Int64(time)) {
            case .plain(let instant): return instant
            case .moved(let instant): moved.append(instant)
            }
        }
        return nil
    }
}

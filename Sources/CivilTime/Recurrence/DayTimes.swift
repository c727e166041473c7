/// The times of a rule of FREQ=DAILY or longer: days times the times of a day, in seconds since 1970 on the clock.
struct DayTimes {
    private var runs: DayRuns
    private let times: [Int]
    /// Nil unless positions have to be taken from whole intervals.
    private let positions: SetPositions?
    private let start: Int
    private let startDay: Int

    private var run = DayRun(base: 0, mask: 0)
    private var day = 0
    private var timeIndex: Int
    private var selected: [Int] = []
    private var selectedIndex = 0
    private var last: Int

    /// How much ``work`` there may be.
    private let allowance: Int
    /// How much was looked at while counting and in vain, in the steps of ``DayRuns``.
    private(set) var work = 0
    private let isRefused: Bool
    /// No rule has more times in a day: each minute.
    private static let manyTimes = 1_440
    /// What counting an interval of which positions are picked costs beside its days, and what picking one of its times costs.
    private static let stepsOfInterval = 4
    private static let stepsOfTime = 2

    /// The times after the start, to the last day that is wanted; what comes before a window is counted for as much work.
    init(_ rule: RecurrenceRule, start: CivilDateTime, through last: CivilDate, effort: Int = .max) {
        allowance = effort
        runs = DayRuns(rule, start: start.date, through: last)
        // A list of each second of the day is work as well.
        let count =
            rule.parts.hours.nonzeroBitCount * max(1, rule.parts.minutes.nonzeroBitCount) * max(1, rule.parts.seconds.nonzeroBitCount)
        isRefused = count > Self.manyTimes && count > effort
        work = count > Self.manyTimes ? count : 0
        times = isRefused ? [] : ClockTimes.ofDay(rule, start: start.time)
        positions = rule.frequency == .daily || rule.parts.positions.isEmpty ? nil : SetPositions(rule.parts.positions)
        self.start = Int(start.secondsAsUTC)
        startDay = start.date.dayNumber
        self.last = self.start
        timeIndex = times.count
    }

    /// The next time. Searching for it costs no more than what was allowed, beyond what any rule needs that people write.
    mutating func next() throws(RecurrenceRule.Failure) -> Int? {
        guard !isRefused else { throw .tooCostly }
        guard positions == nil else { return try nextSelected() }
        while true {
            while timeIndex < times.count {
                let time = day + times[timeIndex]
                timeIndex += 1
                if time > start { return time }
            }
            if run.mask == 0 {
                guard !times.isEmpty, let next = try nextRun() else { return nil }
                run = next
            }
            day = (run.base + run.mask.trailingZeroBitCount) * 86_400
            run.mask &= run.mask - 1
            timeIndex = 0
        }
    }

    private mutating func nextRun() throws(RecurrenceRule.Failure) -> DayRun? {
        guard allowance != .max else { return runs.nextRun() }
        let before = runs.work
        runs.allowance = before + Self.stepsInVain + max(0, allowance - work)
        let next = runs.nextRun()
        try charge(since: before)
        return next
    }

    private mutating func nextSelected() throws(RecurrenceRule.Failure) -> Int? {
        let before = runs.work
        while true {
            if let time = nextOfInterval() {
                try charge(since: before)
                return time
            }
            guard let positions, let interval = runs.nextInterval() else {
                try charge(since: before)
                return nil
            }
            fill(from: interval, positions)
            if runs.work - before - Self.stepsInVain > allowance - work { try charge(since: before) }
        }
    }

    /// What a search costs that leads to a day after all: the years from one 29 February to the next, say.
    private static let stepsInVain = 256

    private mutating func charge(since before: Int) throws(RecurrenceRule.Failure) {
        let steps = runs.work - before - Self.stepsInVain
        guard steps > 0 else { return }
        work += steps
        guard work <= allowance else { throw .tooCostly }
    }

    private mutating func nextOfInterval() -> Int? {
        while selectedIndex < selected.count {
            let time = selected[selectedIndex]
            selectedIndex += 1
            // SKIP can move dates of two intervals to the same day.
            guard time > last else { continue }
            last = time
            return time
        }
        return nil
    }

    private mutating func fill(from interval: [DayRun], _ positions: SetPositions) {
        selected.removeAll(keepingCapacity: true)
        selectedIndex = 0
        positions.select(from: interval, times: times, into: &selected)
    }

    /// Passes over what comes before the day. Answers how much that was, at most `limit`, where it is asked to count.
    mutating func skip(to day: Int, counting limit: Int?) throws(RecurrenceRule.Failure) -> Int {
        guard !isRefused else { throw .tooCostly }
        guard let limit else {
            runs.skip(to: day)
            return 0
        }
        runs.allowance = allowance
        let count = try positions == nil ? skipRuns(to: day, limit) : skipSelected(to: day, limit)
        work += runs.work
        // What follows is no longer counted and lies within the window.
        guard !runs.isTooCostly else { throw .tooCostly }
        runs.allowance = .max
        return count
    }

    private mutating func skipRuns(to target: Int, _ limit: Int) -> Int {
        guard !times.isEmpty else { return 0 }
        var count = 0
        while count < limit {
            count += runs.passAlike(from: startDay, to: target) * times.count
            guard count < limit, let next = runs.nextRun() else { break }
            run = next
            if run.base <= startDay {
                // The first day may have passed in part.
                while run.mask != 0, run.base + run.mask.trailingZeroBitCount < target {
                    let day = (run.base + run.mask.trailingZeroBitCount) * 86_400
                    guard day <= start else { break }
                    run.mask &= run.mask - 1
                    count += times.count { day + $0 > start }
                }
            }
            let before = target - run.base
            let passed = before >= 64 ? run.mask : before <= 0 ? 0 : run.mask & (1 << UInt64(before) - 1)
            count += passed.nonzeroBitCount * times.count
            run.mask &= ~passed
            if run.mask != 0 { break }
        }
        return min(count, limit)
    }

    private mutating func skipSelected(to target: Int, _ limit: Int) throws(RecurrenceRule.Failure) -> Int {
        var count = 0
        // Intervals of one size have as many left; most rules have few sizes.
        var remaining: [Int: Int] = [:]
        var (lastDay, budget) = (startDay, 1_000_000)
        var counted: [DayRun] = []
        while count < limit, let positions, let interval = runs.nextInterval() {
            work += Self.stepsOfInterval
            guard work + runs.work <= allowance else { throw .tooCostly }
            let size = interval.reduce(0) { $0 + $1.mask.nonzeroBitCount } * times.count
            guard size > 0 else { continue }
            let isApart = firstDay(of: interval) > lastDay
            lastDay = max(lastDay, self.lastDay(of: interval))
            // SKIP can move days of two intervals to the same one, whose times are then looked at.
            if isApart, lastDay < target {
                if let left = positions.single(of: size) ?? remaining[size] {
                    count += left
                } else {
                    let left = positions.indexes(count: size).count
                    work += positions.steps
                    remaining[size] = left
                    count += left
                }
                // A copy of few numbers, so that the interval's own place can be filled again.
                counted.removeAll(keepingCapacity: true)
                counted.append(contentsOf: interval)
                continue
            }
            if let time = lastTime(of: counted, positions) { last = max(last, time) }
            counted.removeAll(keepingCapacity: true)
            fill(from: interval, positions)
            work += positions.steps + selected.count * Self.stepsOfTime
            budget -= selected.count
            guard budget > 0 else { throw .tooCostly }
            while count < limit, let time = nextOfInterval() {
                guard time < target * 86_400 else {
                    selectedIndex -= 1
                    last = time - 1
                    return count
                }
                count += 1
            }
        }
        return min(count, limit)
    }

    private func lastTime(of interval: [DayRun], _ positions: SetPositions) -> Int? {
        var times: [Int] = []
        positions.select(from: interval, times: self.times, into: &times)
        return times.last
    }

    private func firstDay(of interval: [DayRun]) -> Int {
        interval.first { $0.mask != 0 }.map { $0.base + $0.mask.trailingZeroBitCount } ?? .max
    }

    private func lastDay(of interval: [DayRun]) -> Int {
        interval.last { $0.mask != 0 }.map { $0.base + 63 - $0.mask.leadingZeroBitCount } ?? .min
    }
}

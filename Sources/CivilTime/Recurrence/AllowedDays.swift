/// The days on which a rule finer than a day may have times; the run that was asked for last is kept.
struct AllowedDays {
    private let all: DayRuns
    private var ahead: DayRuns
    private var run = DayRun(base: 0, mask: 0)

    /// Nil when every day is allowed.
    init?(_ rule: RecurrenceRule, start: CivilDate, through last: CivilDate) {
        let parts = rule.parts
        guard parts.months != 0 || !parts.yearDays.isEmpty || !parts.monthDays.isEmpty || parts.namesDays else { return nil }
        all = DayRuns(rule, start: start, through: last)
        ahead = all
    }

    /// The first allowed day at or after the given one, which must not lie before one that was asked for earlier. What looking for it costs is
    /// taken from the budget, which it may exhaust.
    mutating func first(from day: Int, spending budget: inout Int) -> Int? {
        let before = ahead.work
        ahead.allowance = before + budget
        defer { budget -= ahead.work - before }
        while true {
            let passed = day - run.base
            if passed > 0 { run.mask = passed >= 64 ? 0 : run.mask & UInt64.max << UInt64(passed) }
            if run.mask != 0 { return run.base + run.mask.trailingZeroBitCount }
            ahead.skip(to: day)
            guard let next = ahead.nextRun() else { return nil }
            run = next
        }
    }

    /// How many of so many days are allowed. The cost is taken from the budget, which it may exhaust.
    func count(from day: Int, length: Int, spending budget: inout Int) -> Int {
        var runs = all
        runs.allowance = budget
        defer { budget -= runs.work }
        runs.skip(to: day)
        var count = 0
        while let run = runs.nextRun(), run.base < day + length {
            let kept = day + length - run.base
            count += (kept >= 64 ? run.mask : run.mask & (1 << UInt64(kept) - 1)).nonzeroBitCount
        }
        return count
    }
}

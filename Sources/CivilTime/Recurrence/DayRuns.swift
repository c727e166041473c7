/// Up to 64 days in a row and which of them match: bit n of the mask is the day number `base` + n.
struct DayRun {
    var base: Int
    var mask: UInt64
}

/// The days of a rule of FREQ=DAILY or longer (and those on which a finer rule may have times), in order, a run at a time.
struct DayRuns {
    private enum Step {
        /// Blocks of days that all have the same pattern.
        case blocks(mask: UInt64, length: Int)
        case weeks(length: Int)
        case months(interval: Int)
        case years(interval: Int)
    }

    private let step: Step
    var matcher: DayMatcher
    private let weekMask: UInt64
    /// Only every so many days, counted from `origin`: a daily rule with an interval and other parts.
    let dayInterval: Int
    let origin: Int
    /// Where the next interval starts: a day number, or months or years counted from the year 0.
    private var next: Int
    /// Days up to this one have been given, or come before what was asked for.
    var after: Int
    let through: Int
    /// How much was looked at so far, in steps of some ten nanoseconds.
    var work: Int { looked + matcher.work }
    private var looked = 0
    /// Beyond so many steps no further day is searched for.
    var allowance = Int.max
    var isTooCostly: Bool { work > allowance }
    /// What remains of the interval that was made last.
    private var runs: [DayRun] = []
    private var runIndex = 0

    /// The days from the start on, to the last one that is wanted. Positions need the whole intervals, so these come one by one.
    init(_ rule: RecurrenceRule, start: CivilDate, through last: CivilDate) {
        matcher = DayMatcher(rule, start: start)
        let startDay = start.dayNumber
        let isWhole = !rule.parts.positions.isEmpty
        let interval = rule.interval
        weekMask = matcher.weekMask(startingOn: rule.weekStart)
        origin = startDay
        after = startDay - 1
        through = last.dayNumber
        var dayInterval = 1
        switch rule.frequency {
        case .secondly, .minutely, .hourly, .daily:
            let interval = rule.frequency == .daily ? interval : 1
            if matcher.matchesEveryDay {
                step = DayRuns.block(interval: interval)
                next = startDay
            } else {
                dayInterval = interval
                step = .months(interval: 1)
                next = start.monthNumber
            }
        case .weekly:
            let isPlain = interval == 1 && !isWhole
            if isPlain, !matcher.matchesByWeekdayAlone {
                step = .months(interval: 1)
                next = start.monthNumber
            } else {
                step = isPlain ? .blocks(mask: weekMask &* 0x2_0408_1020_4081, length: 56) : .weeks(length: 7 * interval)
                next = startDay - rule.weekStart.days(until: start.weekday)
            }
        case .monthly:
            step = .months(interval: interval)
            next = start.monthNumber
        case .yearly:
            step = .years(interval: interval)
            next = matcher.reachesOverYears ? YearDays.weekYear(of: start, weekStart: rule.weekStart) : start.year
        }
        self.dayInterval = dayInterval
    }

    private static func block(interval: Int) -> Step {
        guard interval < 64 else { return .blocks(mask: 1, length: interval) }
        let count = 63 / interval + 1
        let mask = (0..<count).reduce(UInt64(0)) { $0 | 1 << UInt64($1 * interval) }
        return .blocks(mask: mask, length: count * interval)
    }

    /// Passes over all days before the given one without looking at them.
    mutating func skip(to day: Int) {
        guard day - 1 > after else { return }
        after = day - 1
        runs.removeAll(keepingCapacity: true)
        runIndex = 0
        let date = CivilDate(dayNumber: day)
        switch step {
        case .blocks(_, let length), .weeks(let length):
            next += max(0, (day - next) / length) * length
        case .months(let interval):
            let target = date.monthNumber - (matcher.reachesOverMonths ? 1 : 0)
            next += max(0, (target - next) / interval) * interval
        case .years(let interval):
            let target = date.year - (matcher.reachesOverYears || matcher.reachesOverMonths ? 1 : 0)
            next += max(0, (target - next) / interval) * interval
        }
    }

    /// Passes over blocks or weeks that lie between the day on which the series starts and the given one, all of which have the same days; answers
    /// how many days they have together.
    mutating func passAlike(from start: Int, to day: Int) -> Int {
        let (days, length): (UInt64, Int)
        switch step {
        case .blocks(let mask, let each): (days, length) = (mask, each)
        case .weeks(let each) where matcher.matchesByWeekdayAlone: (days, length) = (weekMask, each)
        default: return 0
        }
        let blocks = (min(day, through + 1) - next) / length
        guard next > start, blocks > 0 else { return 0 }
        next += blocks * length
        return blocks * days.nonzeroBitCount
    }

    /// The next run with a day in it; nil when there is none up to the last day, and where that `isTooCostly`.
    mutating func nextRun() -> DayRun? {
        while !isTooCostly {
            while runIndex < runs.count {
                let run = trimmed(runs[runIndex])
                runIndex += 1
                if run.mask != 0 {
                    after = run.base + 63 - run.mask.leadingZeroBitCount
                    return run
                }
            }
            switch step {
            case .years:
                guard fillNextInterval() else { return nil }
            default:
                guard let single = nextSingle() else { return nil }
                let run = trimmed(single)
                if run.mask != 0 {
                    after = run.base + 63 - run.mask.leadingZeroBitCount
                    return run
                }
            }
        }
        return nil
    }

    /// The runs of the next interval as a whole, also what lies before the start: positions count from its beginning. Nil past the last day.
    mutating func nextInterval() -> [DayRun]? {
        guard fillNextInterval() else { return nil }
        runIndex = runs.count
        return runs
    }

    private mutating func fillNextInterval() -> Bool {
        runs.removeAll(keepingCapacity: true)
        runIndex = 0
        guard case .years(let interval) = step else {
            guard let run = nextSingle() else { return false }
            runs.append(run)
            return true
        }
        let year = next
        guard 0...10_000 ~= year, CivilDate.dayNumber(year: year, month: 1, day: 1) - 8 <= through else { return false }
        next += interval
        looked += 8
        let months = matcher.reachesOverYears ? 0...13 : 1...12
        for month in months where matcher.allows(month: month == 0 ? 12 : month == 13 ? 1 : month) {
            looked += 5
            let shape = MonthShape(year: year, month: month)
            let mask = matcher.mask(of: shape, month: month, year: year)
            if mask != 0 { runs.append(DayRun(base: shape.firstDay - 1, mask: mask)) }
        }
        return true
    }

    /// The next block, week or month.
    private mutating func nextSingle() -> DayRun? {
        switch step {
        case .blocks(let mask, let length):
            guard next <= through else { return nil }
            looked += 3
            defer { next += length }
            return DayRun(base: next, mask: mask)
        case .weeks(let length):
            guard next <= through else { return nil }
            looked += 4
            defer { next += length }
            return DayRun(base: next, mask: matcher.matchesByWeekdayAlone ? weekMask : weekMask & monthsMask(ofWeek: next))
        case .months(let interval):
            let (year, month) = (next / 12, next % 12 + 1)
            guard year <= 9_999 else { return nil }
            let shape = MonthShape(year: year, month: month)
            guard shape.firstDay - 1 <= through else { return nil }
            looked += 3
            next += interval
            var mask = matcher.mask(of: shape, month: month, year: year)
            if dayInterval > 1, mask != 0 { mask &= intervalMask(of: shape) }
            return DayRun(base: shape.firstDay - 1, mask: mask)
        case .years:
            return nil
        }
    }
}

extension CivilDate {
    /// Months counted from January of the year 0.
    var monthNumber: Int { year * 12 + month - 1 }
}

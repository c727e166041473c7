/// The times of a rule of FREQ=HOURLY, MINUTELY or SECONDLY, in seconds since 1970 on the clock: every so many hours, minutes or seconds,
/// where the hour, minute, second and day are among those that the rule names.
struct ClockSteps {
    /// Seconds in a unit, and units in a day.
    let unit: Int
    let unitsPerDay: Int
    let interval: Int
    let origin: Int
    private let hours: UInt64
    private let minutes: UInt64
    private let seconds: UInt64
    let hasClockLimits: Bool
    var times: [Int]
    let start: Int
    private let last: Int
    var days: AllowedDays?

    /// The unit to look at next, and the day that it lies in.
    var nextUnit: Int
    private var dayStart = 1
    private var dayEnd = 0
    private var unitStart = 0
    private var timeIndex: Int
    private let allowance: Int
    var budget: Int

    /// How many units may be looked at in vain; some milliseconds.
    private static let largestAllowance = 1_000_000

    init(_ rule: RecurrenceRule, start: CivilDateTime, through last: CivilDate, effort: Int) {
        let parts = rule.parts
        allowance = min(effort, ClockSteps.largestAllowance)
        budget = allowance
        unit = rule.frequency == .hourly ? 3_600 : rule.frequency == .minutely ? 60 : 1
        unitsPerDay = 86_400 / unit
        interval = rule.interval
        hours = parts.hours == 0 ? .max : UInt64(parts.hours)
        minutes = parts.minutes == 0 || unit > 60 ? .max : parts.minutes
        seconds = parts.seconds == 0 || unit > 1 ? .max : parts.clockSeconds
        hasClockLimits = hours != .max || minutes != .max || seconds != .max
        times = ClockTimes.ofUnit(rule, start: start.time)
        self.start = Int(start.secondsAsUTC)
        self.last = last.dayNumber
        origin = self.start.floorDivided(by: unit)
        nextUnit = origin
        timeIndex = times.count
        days = AllowedDays(rule, start: start.date, through: last)
        if !isEverMet { times = [] }
    }

    /// False where the interval always steps over the hours, minutes and seconds that the rule names: the
    /// remainder of each step by what interval and day have in common is the same.
    private var isEverMet: Bool {
        guard interval > 1, hasClockLimits else { return true }
        let common = greatestCommonDivisor(unitsPerDay, interval)
        var index = (origin % common + common) % common
        while index < unitsPerDay {
            guard let skipped = unitsToSkip(index) else { return true }
            index += (skipped + common - 1) / common * common
        }
        return false
    }

    mutating func next() throws(RecurrenceRule.Failure) -> Int? {
        while true {
            while timeIndex < times.count {
                let time = unitStart + times[timeIndex]
                timeIndex += 1
                if time > start { return time }
            }
            guard !times.isEmpty, let unit = try advance() else { return nil }
            budget = min(budget + 8, allowance)
            unitStart = unit * self.unit
            timeIndex = 0
        }
    }

    mutating func advance() throws(RecurrenceRule.Failure) -> Int? {
        while true {
            if nextUnit >= dayEnd || nextUnit < dayStart {
                guard try enterDay() else { return nil }
                if nextUnit >= dayEnd {
                    try spend()
                    continue
                }
            }
            guard hasClockLimits, let skipped = unitsToSkip(nextUnit - dayStart) else {
                defer { nextUnit += interval }
                return nextUnit
            }
            align(nextUnit + skipped)
            try spend()
        }
    }

    /// How many units were looked at in vain, those aside that finding others made up for.
    var effort: Int { allowance - max(0, budget) }

    mutating func spend() throws(RecurrenceRule.Failure) {
        budget -= 1
        guard budget > 0 else { throw .tooCostly }
    }

    /// Moves to the first day from the next unit on that is allowed; false when there is none.
    private mutating func enterDay() throws(RecurrenceRule.Failure) -> Bool {
        let day = nextUnit.floorDivided(by: unitsPerDay)
        guard day <= last else { return false }
        var allowed = day
        if days != nil {
            let found = days?.first(from: day, spending: &budget)
            guard budget > 0 else { throw .tooCostly }
            guard let found else { return false }
            allowed = found
        }
        dayStart = allowed * unitsPerDay
        dayEnd = dayStart + unitsPerDay
        if nextUnit < dayStart { align(dayStart) }
        return true
    }

    /// The first unit of the interval's sequence at or after the given one.
    mutating func align(_ target: Int) {
        let behind = (target - origin) % interval
        nextUnit = behind == 0 ? target : target + interval - behind
    }

    /// How far the next hour, minute or second is that may match; nil when this one does.
    func unitsToSkip(_ index: Int) -> Int? {
        if hours != .max {
            let unitsPerHour = 3_600 / unit
            let hour = index / unitsPerHour
            let ahead = hours >> UInt64(hour)
            if ahead & 1 == 0 {
                return (ahead == 0 ? 24 - hour : ahead.trailingZeroBitCount) * unitsPerHour - index % unitsPerHour
            }
        }
        if minutes != .max {
            let unitsPerMinute = 60 / unit
            let minute = index / unitsPerMinute % 60
            let ahead = minutes >> UInt64(minute)
            if ahead & 1 == 0 {
                return (ahead == 0 ? 60 - minute : ahead.trailingZeroBitCount) * unitsPerMinute - index % unitsPerMinute
            }
        }
        if seconds != .max {
            let ahead = seconds >> UInt64(index % 60)
            if ahead & 1 == 0 { return ahead == 0 ? 60 - index % 60 : ahead.trailingZeroBitCount }
        }
        return nil
    }
}

/// Passing over what comes before a window.
extension ClockSteps {
    /// Moves to the unit that has the time, or the first after it. Answers how many times were passed, at most `limit`, where it is asked to
    /// count.
    mutating func skip(to time: Int, counting limit: Int?) throws(RecurrenceRule.Failure) -> Int {
        let target = time.floorDivided(by: unit)
        guard target > nextUnit else { return 0 }
        guard let limit else {
            align(target)
            return 0
        }
        guard !times.isEmpty else { return 0 }
        if isEvenlySpaced { return skipEvenly(to: target, limit) }
        var count = 0
        if days == nil {
            try skipCycles(to: target, &count, limit)
        } else if unitsPerDay % interval == 0 {
            try skipDays(to: target, &count, limit)
        }
        try walk(to: target, &count, limit)
        return min(count, limit)
    }

    private var isEvenlySpaced: Bool { !hasClockLimits && days == nil }

    private mutating func skipEvenly(to target: Int, _ limit: Int) -> Int {
        align(target)
        let steps = (nextUnit - origin) / interval
        let early = times.count { origin * unit + $0 <= start }
        let (count, overflow) = steps.multipliedReportingOverflow(by: times.count)
        return overflow ? limit : min(limit, count - early)
    }

    /// Days and interval together repeat after at most as many steps as a day has units.
    private mutating func skipCycles(to target: Int, _ count: inout Int, _ limit: Int) throws(RecurrenceRule.Failure) {
        let cycle = unitsPerDay / greatestCommonDivisor(unitsPerDay, interval) * interval
        guard target - origin > 2 * cycle else { return }
        try walk(to: origin + cycle, &count, limit)
        var (whole, inCycle) = (self, 0)
        whole.nextUnit = origin + cycle
        try whole.walk(to: origin + 2 * cycle, &inCycle, .max)
        let cycles = (target - origin) / cycle - 1
        add(cycles, times: inCycle, to: &count, limit)
        nextUnit = origin + (cycles + 1) * cycle
    }

    /// Where days are alike, one of them tells how much each has.
    private mutating func skipDays(to target: Int, _ count: inout Int, _ limit: Int) throws(RecurrenceRule.Failure) {
        let secondDay = origin.floorDivided(by: unitsPerDay) + 1
        let lastDay = target.floorDivided(by: unitsPerDay)
        guard secondDay < lastDay else { return }
        try walk(to: secondDay * unitsPerDay, &count, limit)
        let allowed = days?.count(from: secondDay, length: lastDay - secondDay, spending: &budget) ?? 0
        guard budget > 0 else { throw .tooCostly }
        add(allowed, times: unitsOfEveryDay() * times.count, to: &count, limit)
        align(lastDay * unitsPerDay)
    }

    private func add(_ number: Int, times each: Int, to count: inout Int, _ limit: Int) {
        let (sum, overflow) = number.multipliedReportingOverflow(by: each)
        count = overflow || sum > limit ? limit : min(limit, count + sum)
    }

    private mutating func walk(to target: Int, _ count: inout Int, _ limit: Int) throws(RecurrenceRule.Failure) {
        while count < limit {
            guard let found = try advance() else { return }
            guard found < target else {
                nextUnit = found
                return
            }
            try spend()
            count += found == origin ? times.count { origin * unit + $0 > start } : times.count
        }
    }

    private func unitsOfEveryDay() -> Int {
        var count = 0
        var index = (origin % unitsPerDay + unitsPerDay) % unitsPerDay % interval
        while index < unitsPerDay {
            if let skipped = unitsToSkip(index) {
                index += (skipped + interval - 1) / interval * interval
            } else {
                count += 1
                index += interval
            }
        }
        return count
    }
}

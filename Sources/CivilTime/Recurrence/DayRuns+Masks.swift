extension DayRuns {
    /// The days of the week that lie in months that BYMONTH names.
    func monthsMask(ofWeek first: Int) -> UInt64 {
        let date = CivilDate.parts(dayNumber: first)
        let inFirst = CivilDate.daysInMonth(year: date.year, month: date.month) - date.day + 1
        let firstMask: UInt64 = inFirst >= 7 ? 0x7F : 1 << UInt64(inFirst) - 1
        var mask: UInt64 = matcher.allows(month: date.month) ? firstMask : 0
        if inFirst < 7, matcher.allows(month: date.month % 12 + 1) { mask |= 0x7F & ~firstMask }
        return mask
    }

    func intervalMask(of shape: MonthShape) -> UInt64 {
        let phase = (origin - shape.firstDay) % dayInterval
        var day = 1 + (phase < 0 ? phase + dayInterval : phase)
        var mask: UInt64 = 0
        while day <= shape.length {
            mask |= 1 << UInt64(day)
            day += dayInterval
        }
        return mask
    }

    func trimmed(_ run: DayRun) -> DayRun {
        var mask = run.mask
        if run.base <= after {
            let passed = after - run.base + 1
            mask = passed >= 64 ? 0 : mask & UInt64.max << UInt64(passed)
        }
        if run.base + 63 > through {
            let kept = through - run.base + 1
            mask = kept <= 0 ? 0 : mask & (1 << UInt64(kept) - 1)
        }
        return DayRun(base: run.base, mask: mask)
    }
}

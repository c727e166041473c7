/// Which days the date parts of a rule name, a month at a time: bit n of a mask is day n of the month. Bit 0 is the day before the month
/// and the bit after its last day the one that follows: SKIP can move a date that does not exist there (RFC 7529 section 4.1).
struct DayMatcher {
    private let months: UInt16
    private let monthDays: SignedBits
    /// Bit 63 - n for the n-th day from the end.
    private let monthDaysFromEnd: UInt64
    private let namesDays: Bool
    private let weekdays: UInt8
    private let monthOrdinals: MonthOrdinals
    private let skip: RecurrenceRule.Skip
    private var yearDays: YearDays?
    /// How much was looked at so far, in the steps of ``DayRuns``.
    var work: Int { looked + (yearDays?.work ?? 0) }
    private var looked = 0
    private let stepsOfMonth: Int

    /// What the rule leaves open is taken from the start.
    init(_ rule: RecurrenceRule, start: CivilDate) {
        let parts = rule.parts
        var (months, monthDays, weekdays) = (parts.months, parts.monthDays, parts.weekdays)
        let namesNoDay = !parts.namesDays && monthDays.isEmpty
        switch rule.frequency {
        case .secondly, .minutely, .hourly, .daily: break
        case .weekly:
            if weekdays == 0 { weekdays = start.weekday.bit }
        case .monthly:
            if namesNoDay { monthDays.insert(start.day) }
        case .yearly where namesNoDay && parts.yearDays.isEmpty:
            if !parts.weekNumbers.isEmpty {
                weekdays = start.weekday.bit
            } else {
                monthDays.insert(start.day)
                if months == 0 { months = 1 << start.month }
            }
        case .yearly: break
        }
        self.months = months == 0 ? 0b1_1111_1111_1110 : months
        self.monthDays = monthDays
        monthDaysFromEnd = monthDays.fromEnd == 0 ? 0 : monthDays.fromEnd.bitNumbers.reduce(0) { $0 | 1 << UInt64(63 - $1) }
        self.weekdays = weekdays
        namesDays = weekdays != 0 || !parts.ordinals.isEmpty
        skip = rule.skipOfGenerated
        let ordinalsCountInMonth = rule.frequency == .monthly || parts.months != 0
        monthOrdinals = MonthOrdinals(ordinalsCountInMonth ? parts.ordinals : [])
        yearDays = YearDays(rule, ordinals: ordinalsCountInMonth ? [] : parts.ordinals)
        stepsOfMonth = 1 + (monthOrdinals.isEmpty ? 0 : skip == .omit ? 3 : 16)
    }

    /// True when every day matches.
    var matchesEveryDay: Bool {
        months == 0b1_1111_1111_1110 && monthDays.isEmpty && !namesDays && yearDays == nil
    }

    /// True when only the weekday decides.
    var matchesByWeekdayAlone: Bool {
        months == 0b1_1111_1111_1110 && monthDays.isEmpty && monthOrdinals.isEmpty && yearDays == nil
    }

    /// True when a year's days may lie in December before it or in January after it.
    var reachesOverYears: Bool { yearDays?.hasWeeks ?? false }

    /// True when a month's days may lie in the month before it or after it.
    var reachesOverMonths: Bool { skip != .omit }

    /// The week pattern: bit 0 for the first day of a week that starts so.
    func weekMask(startingOn weekStart: Weekday) -> UInt64 {
        let shift = UInt64(weekStart.rawValue - 1)
        return (UInt64(weekdays) | UInt64(weekdays) << 7) >> shift & 0x7F
    }

    func allows(month: Int) -> Bool { months & 1 << month != 0 }

    /// The matching days of a month of the year. Months 0 and 13 are the neighbours' December and January: only days of weeks that belong
    /// to this year match there.
    mutating func mask(of shape: MonthShape, month: Int, year: Int) -> UInt64 {
        guard allows(month: shape.month) else { return 0 }
        looked += stepsOfMonth
        var mask = dayMask(of: shape)
        var yearOrdinals: UInt64 = 0
        if let range = yearDays?.masks(of: shape, year: year) {
            // A date that SKIP moved by BYYEARDAY alone lies next to the year; whole weeks ask the months there anyway.
            if monthDays.isEmpty, skip != .omit, yearDays?.mayMoveOverNewYear ?? false {
                if month == 1 { mask |= 1 }
                if month == 12 { mask |= 2 << UInt64(shape.length) }
            }
            mask &= range.days
            yearOrdinals = range.ordinals
        }
        guard namesDays, mask != 0 else { return mask }
        var named = shape.weekdayMask(weekdays) | yearOrdinals
        if !monthOrdinals.isEmpty { named |= monthOrdinals.mask(of: shape, withNeighbours: skip != .omit) }
        return mask & named
    }

    /// What BYMONTHDAY and SKIP leave; every day of the month without BYMONTHDAY.
    private func dayMask(of shape: MonthShape) -> UInt64 {
        let all = shape.allDays
        guard !monthDays.isEmpty else { return all }
        let length = UInt64(shape.length)
        var mask = monthDays.fromStart & all
        if monthDays.fromEnd != 0 { mask |= monthDaysFromEnd >> (62 - length) & all }
        guard skip != .omit else { return mask }
        if monthDays.fromStart >> (length + 1) != 0 { mask |= (skip == .forward ? 2 : 1) << length }
        if monthDays.fromEnd >> (length + 1) != 0 { mask |= skip == .forward ? 2 : 1 }
        return mask
    }
}

extension Weekday {
    /// Bit 0 for Monday to bit 6 for Sunday.
    var bit: UInt8 { 1 << UInt8(rawValue - 1) }
}

/// The BY parts, each in ascending order without repetitions; empty when the rule does not have it (RFC 5545 section 3.3.10).
extension RecurrenceRule {
    /// BYMONTH: 1–12.
    public var byMonth: [Int] { parts.months.bitNumbers }

    /// BYWEEKNO: 1–53, or -1 to -53 from the end of the year; yearly rules only.
    public var byWeekNumber: [Int] { parts.weekNumbers.numbers }

    /// BYYEARDAY: 1–366, or -1 to -366 from the end of the year; not in daily, weekly and monthly rules.
    public var byYearDay: [Int] { parts.yearDays.map(Int.init) }

    /// BYMONTHDAY: 1–31, or -1 to -31 from the end of the month; not in weekly rules.
    public var byMonthDay: [Int] { parts.monthDays.numbers }

    /// BYDAY: first those with an ordinal, which only monthly and yearly rules have.
    public var byDay: [Day] {
        parts.ordinals + parts.weekdays.bitNumbers.map { Day(Weekday.allCases[$0]) }
    }

    /// BYHOUR: 0–23.
    public var byHour: [Int] { parts.hours.bitNumbers }

    /// BYMINUTE: 0–59.
    public var byMinute: [Int] { parts.minutes.bitNumbers }

    /// BYSECOND: 0–60, where 60 is a leap second and read as 59.
    public var bySecond: [Int] { parts.seconds.bitNumbers }

    /// BYSETPOS: which occurrences of each interval remain; 1–366 from its first, -1 to -366 from its last.
    public var bySetPosition: [Int] { parts.positions.map(Int.init) }
}

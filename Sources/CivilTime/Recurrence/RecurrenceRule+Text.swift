extension RecurrenceRule: CustomStringConvertible {
    /// The value of an RRULE property that says the same: FREQ first, as RFC 5545 section 3.3.10 asks for the sake of older programs; parts that
    /// have their default are left out. Reading it gives an equal rule.
    public var description: String {
        var text = "FREQ=" + frequency.rawValue
        func add(_ name: String, _ value: String) { text += ";" + name + "=" + value }
        func add(_ name: String, _ numbers: [Int]) {
            if !numbers.isEmpty { add(name, numbers.map(String.init).joined(separator: ",")) }
        }
        if namesCalendar { add("RSCALE", "GREGORIAN") }
        if interval != 1 { add("INTERVAL", String(interval)) }
        if let count { add("COUNT", String(count)) }
        if let until { add("UNTIL", until.description) }
        add("BYMONTH", byMonth)
        add("BYWEEKNO", byWeekNumber)
        add("BYYEARDAY", byYearDay)
        add("BYMONTHDAY", byMonthDay)
        if parts.namesDays { add("BYDAY", byDay.map(\.description).joined(separator: ",")) }
        add("BYHOUR", byHour)
        add("BYMINUTE", byMinute)
        add("BYSECOND", bySecond)
        add("BYSETPOS", bySetPosition)
        if weekStart != .monday { add("WKST", weekStart.calendarText) }
        if skip != .omit { add("SKIP", skip.rawValue) }
        return text
    }
}

extension RecurrenceRule.Until: CustomStringConvertible {
    /// `20261224`, `20261224T090000` or `20261224T090000Z` (RFC 5545 section 3.3.10).
    public var description: String {
        switch self {
        case .date(let date): date.compactText
        case .local(let civil): civil.compactText
        case .instant(let instant): CivilDateTime(secondsAsUTC: instant.secondsSinceEpoch).compactText + "Z"
        }
    }
}

extension RecurrenceRule.Day: CustomStringConvertible {
    /// `MO` or `-1MO`.
    public var description: String { (ordinal.map(String.init) ?? "") + weekday.calendarText }
}

extension Weekday {
    /// `MO` to `SU` (RFC 5545 section 3.3.10).
    var calendarText: String { ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][rawValue - 1] }
}

extension CivilDate {
    fileprivate var compactText: String { year.zeroPadded(4) + month.zeroPadded(2) + day.zeroPadded(2) }
}

extension CivilDateTime {
    fileprivate var compactText: String {
        date.compactText + "T" + time.hour.zeroPadded(2) + time.minute.zeroPadded(2) + time.second.zeroPadded(2)
    }
}

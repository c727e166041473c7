/// A recurrence rule as iCalendar writes it (RFC 5545 section 3.3.10), with the `RSCALE=GREGORIAN` and `SKIP` of RFC 7529.
public struct RecurrenceRule: Hashable, Sendable {
    /// The FREQ part: the unit of the interval that a rule repeats at (RFC 5545 section 3.3.10).
    public enum Frequency: String, CaseIterable, Hashable, Sendable {
        /// Every so many seconds.
        case secondly = "SECONDLY"
        /// Every so many minutes.
        case minutely = "MINUTELY"
        /// Every so many hours.
        case hourly = "HOURLY"
        /// Every so many days.
        case daily = "DAILY"
        /// Every so many weeks, which begin on WKST.
        case weekly = "WEEKLY"
        /// Every so many calendar months.
        case monthly = "MONTHLY"
        /// Every so many calendar years; with BYWEEKNO years of weeks.
        case yearly = "YEARLY"

        /// True for units shorter than a day, which an all-day series can't have.
        public var isSubDaily: Bool { self == .secondly || self == .minutely || self == .hourly }
    }

    /// The UNTIL part: the last time that may still be an occurrence, in the three ways that a rule can write it (RFC 5545 section 3.3.10).
    public enum Until: Hashable, Sendable {
        /// The whole of that day counts, on the clock of the series.
        case date(CivilDate)
        /// On the clock of the series.
        case local(CivilDateTime)
        /// A time in UTC.
        case instant(Instant)
    }

    /// One item of BYDAY: a weekday; with an ordinal only the n-th of the month or year, counted from its end when negative (RFC 5545 section 3.3.10).
    public struct Day: Hashable, Sendable {
        /// 1–53, or -1 to -53 from the end; nil means every such weekday.
        public let ordinal: Int?
        /// Monday to Sunday.
        public let weekday: Weekday

        /// The weekday, or only the n-th of it; 1–53, or -1 to -53 from the end.
        public init(_ weekday: Weekday, ordinal: Int? = nil) {
            self.ordinal = ordinal
            self.weekday = weekday
        }
    }

    /// The SKIP part: what becomes of a date that does not exist, such as 30 February (RFC 7529 section 4.1).
    public enum Skip: String, CaseIterable, Hashable, Sendable {
        /// There is no such occurrence.
        case omit = "OMIT"
        /// The last day before it.
        case backward = "BACKWARD"
        /// The first day after it.
        case forward = "FORWARD"
    }

    /// The unit of the interval.
    public let frequency: Frequency
    /// Every so many units; 1–999,999,999.
    public let interval: Int
    /// How many occurrences there are at most, the start included; 1–999,999,999.
    public let count: Int?
    /// Where the series ends, inclusive. A rule with COUNT too, which the RFC forbids, ends at whichever comes first.
    public let until: Until?
    /// The day that a week starts with: it matters to weekly rules with an interval and to week numbers.
    public let weekStart: Weekday
    /// What becomes of a date that does not exist; `.omit` without RSCALE.
    public let skip: Skip
    /// True when the rule says `RSCALE=GREGORIAN`, which is how every rule is read here (RFC 7529 section 4.1).
    public let namesCalendar: Bool
    let parts: RecurrenceParts

    init(
        frequency: Frequency, interval: Int, count: Int?, until: Until?, weekStart: Weekday, skip: Skip, namesCalendar: Bool,
        parts: RecurrenceParts
    ) throws(Failure) {
        self.frequency = frequency
        self.interval = interval
        self.count = count
        self.until = until
        self.weekStart = weekStart
        self.skip = skip
        self.namesCalendar = namesCalendar
        self.parts = parts
        try checkCombination()
    }

    /// The same rule with other parts, which are not checked.
    init(_ rule: RecurrenceRule, parts: RecurrenceParts) {
        frequency = rule.frequency
        interval = rule.interval
        count = rule.count
        until = rule.until
        weekStart = rule.weekStart
        skip = rule.skip
        namesCalendar = rule.namesCalendar
        self.parts = parts
    }
    /// What becomes of dates that do not exist as far as the rule makes them: SKIP concerns those (RFC 7529 section 4.1), and where FREQ is a day
    /// or shorter, the days that it names only limit what is there.
    var skipOfGenerated: Skip {
        frequency == .yearly || frequency == .monthly ? skip : .omit
    }
}

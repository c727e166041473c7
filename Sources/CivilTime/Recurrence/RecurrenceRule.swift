/// A recurrence rule as iCalendar writes it (RFC 5545 section 3.3.10), in days and longer units.
public struct RecurrenceRule: Hashable, Sendable {
    public enum Frequency: String, Hashable, Sendable {
        case daily = "DAILY"
        case weekly = "WEEKLY"
        case monthly = "MONTHLY"
        case yearly = "YEARLY"
    }

    /// The last time that may still be an occurrence, in the three ways that a rule can write it.
    public enum Until: Hashable, Sendable {
        /// The whole of that day counts.
        case date(CivilDate)
        /// On the clock of the event's zone.
        case local(CivilDateTime)
        case instant(Instant)
    }

    /// A weekday; with an ordinal only the n-th of the month or year, counted from its end when negative.
    public struct Day: Hashable, Sendable {
        public let ordinal: Int?
        public let weekday: Weekday

        public init(_ weekday: Weekday, ordinal: Int? = nil) {
            self.ordinal = ordinal
            self.weekday = weekday
        }
    }

    /// Why a rule can't be followed. What is not understood must count as busy, never as free.
    public enum Failure: Error, Hashable, Sendable {
        /// The part contradicts RFC 5545.
        case malformed(String)
        /// The part is valid, or may be, but this version does not know it.
        case notUnderstood(String)
        /// More occurrences than the caller allowed lie within the window.
        case tooMany
    }

    public let frequency: Frequency
    /// Every so many days, weeks, months or years; at least 1.
    public let interval: Int
    /// How many occurrences there are at most, the start included.
    public let count: Int?
    public let until: Until?
    public let byDay: [Day]
    /// 1–31, or -1 to -31 from the end of the month.
    public let byMonthDay: [Int]
    /// 1–12.
    public let byMonth: [Int]
    /// Which of the dates of each day, week, month or year remain: 1–366 from the first, -1 to -366 from the last.
    public let bySetPosition: [Int]
    /// The day that a week starts with, which matters to weekly rules with an interval.
    public let weekStart: Weekday

    /// Reads the value of an RRULE property, `FREQ=WEEKLY;BYDAY=MO,WE` for example.
    public init(parsing text: String) throws(Failure) {
        let parts = try RecurrenceRuleParts(text)
        frequency = try parts.frequency()
        interval = try parts.number("INTERVAL") ?? 1
        count = try parts.number("COUNT")
        until = try parts.until()
        byDay = try parts.days()
        byMonthDay = try parts.numbers("BYMONTHDAY", within: 1...31, orNegative: true)
        byMonth = try parts.numbers("BYMONTH", within: 1...12, orNegative: false)
        bySetPosition = try parts.numbers("BYSETPOS", within: 1...366, orNegative: true)
        weekStart = try parts.weekStart()
        try checkCombination()
    }

    /// What the RFC forbids in so many words.
    private func checkCombination() throws(Failure) {
        let hasOrdinal = byDay.contains { $0.ordinal != nil }
        if hasOrdinal, frequency == .daily || frequency == .weekly { throw .malformed("BYDAY") }
        if !byMonthDay.isEmpty, frequency == .weekly { throw .malformed("BYMONTHDAY") }
        if !bySetPosition.isEmpty, byDay.isEmpty, byMonthDay.isEmpty, byMonth.isEmpty { throw .malformed("BYSETPOS") }
    }
}

extension RecurrenceRule.Failure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let part): "The recurrence rule is damaged at \(part)."
        case .notUnderstood(let part): "The recurrence rule uses \(part), which is not understood yet."
        case .tooMany: "The recurrence rule has more occurrences than can be shown."
        }
    }
}

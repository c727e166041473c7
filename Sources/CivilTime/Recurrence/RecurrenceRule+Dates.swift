extension RecurrenceRule {
    /// The dates of an all-day series, lazily and in order, from the given date on, or all of them; none after the last one that is wanted.
    /// BYHOUR, BYMINUTE and BYSECOND are ignored, as RFC 5545 section 3.3.10 demands of a start that is a DATE. `effort` bounds the counting of
    /// what comes before, as it does that of instants.
    public func dates(
        startingAt start: CivilDate, from: CivilDate? = nil, through: CivilDate? = nil, effort: Int = .max
    ) -> OccurrenceDates {
        OccurrenceDates(self, startingAt: start, from: from, through: through ?? .last, effort: effort)
    }

    /// The dates of an all-day series between two dates, both included, in order. Throws `.tooMany` when there are more than `limit`, and
    /// `.malformed` when FREQ is shorter than a day.
    public func dates(
        startingAt start: CivilDate, from: CivilDate, through: CivilDate, limit: Int
    ) throws(Failure) -> [CivilDate] {
        var series = OccurrenceDates(self, startingAt: start, from: from, through: through)
        var dates: [CivilDate] = []
        while let date = series.next(), date <= through {
            guard dates.count < limit else { throw .tooMany }
            dates.append(date)
        }
        if let failure = series.failure { throw failure }
        return dates
    }

    /// The rule without the parts that a DATE has no use for.
    var forDates: RecurrenceRule {
        guard parts.hours != 0 || parts.minutes != 0 || parts.seconds != 0 else { return self }
        var parts = parts
        (parts.hours, parts.minutes, parts.seconds) = (0, 0, 0)
        return RecurrenceRule(self, parts: parts)
    }
}

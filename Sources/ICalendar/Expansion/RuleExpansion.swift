import CivilTime

/// The occurrences of one rule: all of them, or as many as are allowed and where the rest begins.
struct RuleExpansion {
    var keys: [OccurrenceKey]
    /// From here on there are more occurrences than are allowed.
    var overflow: Instant?

    /// The text has to be fitted to the shape. Throws `.malformed` or `.notUnderstood` for a rule that cannot be followed.
    init(_ text: String, shape: EventShape, within range: Span, limit: Int) throws(RecurrenceRule.Failure) {
        let rule = try RecurrenceRule(parsing: text)
        do throws(RecurrenceRule.Failure) {
            keys = try Self.keys(rule, shape: shape, within: range, limit: limit)
        } catch {
            (keys, overflow) = Self.longestFitting(rule, shape: shape, within: range, limit: limit)
        }
    }

    /// The occurrences up to the last end, to a day, that keeps the rule within the limit.
    private static func longestFitting(
        _ rule: RecurrenceRule, shape: EventShape, within range: Span, limit: Int
    ) -> (keys: [OccurrenceKey], end: Instant) {
        var (fitting, end, tooLate): ([OccurrenceKey], Instant, Instant) = ([], range.start, range.end)
        while tooLate - end > .days(1) {
            let middle = end + Seconds((tooLate - end).count / 2)
            if let keys = try? keys(rule, shape: shape, within: Span(range.start, middle), limit: limit) {
                (fitting, end) = (keys, middle)
            } else {
                tooLate = middle
            }
        }
        return (fitting, end)
    }

    private static func keys(
        _ rule: RecurrenceRule, shape: EventShape, within range: Span, limit: Int
    ) throws(RecurrenceRule.Failure) -> [OccurrenceKey] {
        switch shape.form {
        case .days(let start, _):
            let from = shape.dayZone.date(at: range.start)
            let through = shape.dayZone.date(at: range.end)
            return try rule.dates(startingAt: start, from: from, through: through, limit: limit).map(OccurrenceKey.day)
        case .clock(let start, let zone, _):
            return try rule.occurrences(startingAt: start, in: zone, within: range, limit: limit).map(OccurrenceKey.instant)
        }
    }
}

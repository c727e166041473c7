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
            let end = Self.largestEnd(rule, shape: shape, within: range, limit: limit)
            keys = (try? Self.keys(rule, shape: shape, within: Span(range.start, end), limit: limit)) ?? []
            overflow = end
        }
    }

    /// The end up to which the rule stays within the limit, to a day.
    private static func largestEnd(_ rule: RecurrenceRule, shape: EventShape, within range: Span, limit: Int) -> Instant {
        var (good, bad) = (range.start, range.end)
        while bad - good > .days(1) {
            let middle = good + Seconds((bad - good).count / 2)
            if (try? keys(rule, shape: shape, within: Span(range.start, middle), limit: limit)) != nil { good = middle } else { bad = middle }
        }
        return good
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

/// The dates of an all-day series, strictly ascending and made one by one as they are asked for.
public struct OccurrenceDates: Sequence, IteratorProtocol, Sendable {
    /// Why there are no dates, or no more: `.malformed` when the rule's FREQ is shorter than a day. Nil where the series is over.
    public private(set) var failure: RecurrenceRule.Failure?

    private var series: ClockSeries
    private let first: Int

    init(_ rule: RecurrenceRule, startingAt start: CivilDate, from: CivilDate?, through: CivilDate, effort: Int = .max) {
        let last =
            switch rule.until {
            case nil: CivilDateTime.last
            case .date(let date): CivilDateTime(date, .midnight)
            case .local(let civil): civil
            case .instant(let instant): CivilDateTime(secondsAsUTC: instant.secondsSinceEpoch)
            }
        let end = Swift.min(last, CivilDateTime(through, .midnight))
        series = ClockSeries(rule.forDates, start: CivilDateTime(start, .midnight), last: end, effort: effort)
        first = (from ?? .first).dayNumber * 86_400
        guard !rule.frequency.isSubDaily else {
            failure = .malformed("FREQ=\(rule.frequency.rawValue) of an all-day event")
            return
        }
        do throws(RecurrenceRule.Failure) {
            try series.skip(to: first)
        } catch {
            failure = error
        }
    }

    /// How much was counted so far that comes before the first date, in the steps of ``Occurrences/effort``.
    public var effort: Int { series.effort }

    /// The next date; nil at the end of the series and of the year 9999, and when `failure` has been set.
    public mutating func next() -> CivilDate? {
        guard failure == nil else { return nil }
        do throws(RecurrenceRule.Failure) {
            while let time = try series.next() {
                if time >= first { return CivilDate(dayNumber: time.floorDivided(by: 86_400)) }
            }
        } catch {
            failure = error
        }
        return nil
    }
}

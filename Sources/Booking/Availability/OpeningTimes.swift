public import CivilTime

/// Weekly hours and date overrides laid out on the time line.
///
/// Opening and closing are each resolved on their own date by the compatible rule (a time in a gap moves forward, in a fold the first one
/// counts), so a night that is an hour shorter or longer is open for an hour less or more.
public struct OpeningTimes: Hashable, Sendable {
    /// The ranges as written, in order of start. Slot starts are counted from each range's own start, whatever was asked for.
    public let ranges: [Span]
    /// The union of the ranges: a slot may run from one into the next when they touch.
    public let union: SpanSet
    /// The same time in pieces that do not overlap, each with the grid that counts in it.
    let grids: [SlotGrid]

    public init(ranges: [Span]) {
        self.ranges = ranges.filter { !$0.isEmpty }.sorted()
        union = SpanSet(self.ranges)
        grids = SlotGrid.pieces(of: self.ranges)
    }

    /// - Parameters:
    ///   - hours: the usual week.
    ///   - overrides: dates with ranges of their own; the first entry for a date counts, so put the person's before the business's.
    ///   - window: what is asked for; ranges that begin before it or end after it are laid out whole.
    public init(hours: WeeklyHours, overrides: [DateOverride], zone: Zone, window: Span) {
        var exceptions: [CivilDate: [OpeningRange]] = [:]
        for override in overrides where exceptions[override.date] == nil { exceptions[override.date] = override.ranges }

        // A range starts before its date's end and lasts 24 hours of the clock at most, so the two dates before the window can reach into it;
        // a slot of 24 hours that starts at the window's end can reach into the second date after it when a day is short.
        let first = zone.date(at: window.start).dayNumber - 2
        let last = zone.date(at: window.end).dayNumber + 2
        var ranges: [Span] = []
        for dayNumber in first...max(first, last) {
            let date = CivilDate(dayNumber: dayNumber)
            let written = exceptions[date] ?? hours[date.weekday]
            guard !written.isEmpty, zone.has(date) else { continue }
            for range in written {
                let start = zone.instant(of: date, minute: range.start)
                let end = zone.instant(of: date, minute: range.end)
                if start < end { ranges.append(Span(start, end)) }
            }
        }
        self.init(ranges: ranges)
    }
}

extension Zone {
    /// False for a date that a zone leapt over when it changed sides of the date line: it has no hours.
    fileprivate func has(_ date: CivilDate) -> Bool { self.date(at: startOfDay(date)) == date }

    /// The instant of a local time given as minutes after the midnight that begins `date`; 1440 and more fall on later dates.
    fileprivate func instant(of date: CivilDate, minute: Int) -> Instant {
        let day = CivilDate(dayNumber: date.dayNumber + minute / 1440)
        guard let time = TimeOfDay(secondsSinceMidnight: (minute % 1440) * 60) else {
            preconditionFailure("A range of hours starts at or after its midnight.")
        }
        return instant(of: CivilDateTime(day, time))
    }
}

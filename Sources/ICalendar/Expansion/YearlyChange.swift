import CivilTime

/// A clock change that comes once a year and never ends, as the rules of a time zone for far years write it (RFC 9636 section 3.3.1).
struct YearlyChange {
    /// `M3.5.0` or `J84`.
    private let day: String
    /// Seconds after midnight on the clock that the change ends.
    private let time: Int
    private let offsetFrom: Int
    private let offsetTo: Int

    /// Nil for a rule that cannot be written so: most calendars name the n-th or last weekday of a month, or a date.
    init?(_ rule: RecurrenceRule, of observance: ZoneObservances.Observance) {
        let start = observance.start
        guard rule.frequency == .yearly, rule.interval == 1, rule.bySetPosition.isEmpty, rule.byWeekNumber.isEmpty, rule.byYearDay.isEmpty,
            rule.byHour.isEmpty, rule.byMinute.isEmpty, rule.bySecond.isEmpty, rule.byMonth.count <= 1, rule.byDay.count <= 1
        else { return nil }
        let month = rule.byMonth.first ?? start.date.month
        let days = rule.byMonthDay
        if let weekday = rule.byDay.first {
            guard !rule.byMonth.isEmpty, let week = Self.week(weekday.ordinal, days) else { return nil }
            day = "M\(month).\(week).\(weekday.weekday.rawValue % 7)"
        } else {
            // Without BYMONTH, a day of the month would come every month.
            guard days.count <= 1, days.isEmpty || !rule.byMonth.isEmpty, let date = Self.date(month, days.first ?? start.date.day) else {
                return nil
            }
            day = "J\(date)"
        }
        (time, offsetFrom, offsetTo) = (start.time.secondsSinceMidnight, observance.offsetFrom, observance.offsetTo)
    }

    /// Which week of the month has the weekday: by its ordinal, or by seven days in a row. The fifth is the last.
    private static func week(_ ordinal: Int?, _ days: [Int]) -> Int? {
        switch ordinal {
        case let ordinal? where days.isEmpty && (1...4 ~= ordinal || ordinal == -1): return ordinal == -1 ? 5 : ordinal
        case nil where days.count == 7:
            for week in 1...4 where days.elementsEqual(week * 7 - 6...week * 7) { return week }
            return days.elementsEqual(-7 ... -1) ? 5 : nil
        default: return nil
        }
    }

    /// The number of the day in a year without 29 February.
    private static func date(_ month: Int, _ day: Int) -> Int? {
        guard day > 0, let date = CivilDate(year: 2_001, month: month, day: day), let first = CivilDate(year: 2_001, month: 1, day: 1)
        else {
            return nil
        }
        return date.dayNumber - first.dayNumber + 1
    }

    /// What follows the table: nothing, one offset for ever, or two that take turns. Nil where that cannot be written.
    static func footer(_ changes: [YearlyChange]) -> String? {
        guard let standard = changes.first else { return "" }
        guard changes.count == 2 else { return "<-00>\(clock(-standard.offsetTo))" }
        let daylight = changes[1]
        guard let start = daylight.text(after: standard), let end = standard.text(after: daylight) else { return nil }
        return "<-00>\(clock(-standard.offsetTo))<-00>\(clock(-daylight.offsetTo)),\(start),\(end)"
    }

    /// The change with its time on the clock of the other one, which it need not have been written on.
    private func text(after other: YearlyChange) -> String? {
        let time = self.time + other.offsetTo - offsetFrom
        return abs(time) <= 167 * 3_600 ? "\(day)/\(Self.clock(time))" : nil
    }

    private static func clock(_ seconds: Int) -> String {
        let count = abs(seconds)
        return "\(seconds < 0 ? "-" : "")\(count / 3_600):\(count / 60 % 60):\(count % 60)"
    }
}

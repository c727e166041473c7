/// A rule together with the start of its series: what the rule leaves open (`FREQ=MONTHLY` names no day) is taken from the start.
struct RecurrencePattern {
    private enum Unit {
        case day, week, month, year
    }

    private let unit: Unit
    private let months: UInt16
    private let monthDays: UInt32
    private let lastMonthDays: UInt32
    private let weekdays: UInt8
    private let ordinals: [RecurrenceRule.Day]
    private let ordinalsCountInMonth: Bool
    private let positions: [Int]
    private let weekStart: Weekday
    private let interval: Int
    private let start: CivilDate

    init(_ rule: RecurrenceRule, start: CivilDate) {
        // What a filter leaves of every day or week comes out the same month by month, with far fewer steps.
        let isPlain = rule.interval == 1 && rule.bySetPosition.isEmpty
        let needsDay = rule.byDay.isEmpty && rule.byMonthDay.isEmpty
        var (months, monthDays, days) = (rule.byMonth, rule.byMonthDay, rule.byDay)
        switch rule.frequency {
        case .daily:
            unit = isPlain && !(rule.byMonth.isEmpty && rule.byMonthDay.isEmpty && rule.byDay.isEmpty) ? .month : .day
        case .weekly:
            unit = isPlain && !rule.byMonth.isEmpty ? .month : .week
            if days.isEmpty { days = [RecurrenceRule.Day(start.weekday)] }
        case .monthly:
            unit = .month
            if needsDay { monthDays = [start.day] }
        case .yearly:
            unit = .year
            if needsDay { monthDays = [start.day] }
            if needsDay, months.isEmpty { months = [start.month] }
        }
        self.months = months.isEmpty ? .max : months.reduce(0) { $0 | 1 << $1 }
        self.monthDays = monthDays.reduce(0) { $1 > 0 ? $0 | 1 << $1 : $0 }
        lastMonthDays = monthDays.reduce(0) { $1 < 0 ? $0 | 1 << -$1 : $0 }
        weekdays = days.reduce(0) { $1.ordinal == nil ? $0 | 1 << $1.weekday.rawValue : $0 }
        ordinals = days.filter { $0.ordinal != nil }
        ordinalsCountInMonth = rule.frequency == .monthly || !rule.byMonth.isEmpty
        positions = rule.bySetPosition
        weekStart = rule.weekStart
        interval = rule.interval
        self.start = start
    }

    /// The dates of the n-th day, week, month or year of the series (each `interval` after the one before), in order; nil past year 9999.
    func dates(inPeriod index: Int) -> [CivilDate]? {
        guard let period = days(ofPeriod: index) else { return nil }
        var dates: [CivilDate] = []
        var date = CivilDate(dayNumber: period.lowerBound)
        var weekday = date.weekday
        var remaining = period.count
        while remaining > 0 {
            let daysInMonth = CivilDate.daysInMonth(year: date.year, month: date.month)
            let lastDay = min(daysInMonth, date.day + remaining - 1)
            if months & 1 << date.month != 0 {
                appendMatches(of: date, through: lastDay, daysInMonth: daysInMonth, weekday: weekday, to: &dates)
            }
            let passed = lastDay - date.day + 1
            remaining -= passed
            weekday = weekday.adding(days: passed)
            if remaining > 0 {
                date = date.month == 12 ? CivilDate(trusted: date.year + 1, 1, 1) : CivilDate(trusted: date.year, date.month + 1, 1)
            }
        }
        return positions.isEmpty ? dates : selected(from: dates)
    }

    /// The first period that may hold the date or a later one.
    func period(of date: CivilDate) -> Int {
        guard date > start else { return 0 }
        let units =
            switch unit {
            case .day: date.dayNumber - start.dayNumber
            case .week: (date.dayNumber - firstWeek) / 7
            case .month: (date.year - start.year) * 12 + date.month - start.month
            case .year: date.year - start.year
            }
        return units / interval
    }

    /// Whether every later period lies after the date.
    func isPast(_ date: CivilDate, period index: Int) -> Bool {
        guard let next = days(ofPeriod: index + 1) else { return true }
        return next.lowerBound > date.dayNumber
    }

    /// How many dates every period has, where that is the same for all, so that they can be counted without being made.
    var datesPerPeriod: Int? {
        guard positions.isEmpty, months == .max, monthDays == 0, lastMonthDays == 0, ordinals.isEmpty else { return nil }
        switch unit {
        case .day: return weekdays == 0 ? 1 : nil
        case .week: return weekdays.nonzeroBitCount
        case .month, .year: return nil
        }
    }

    private var firstWeek: Int { start.dayNumber - weekStart.days(until: start.weekday) }

    private func days(ofPeriod index: Int) -> Range<Int>? {
        let step = index * interval
        let range: Range<Int>
        switch unit {
        case .day:
            range = start.dayNumber + step..<start.dayNumber + step + 1
        case .week:
            range = firstWeek + step * 7..<firstWeek + step * 7 + 7
        case .month:
            let month = start.year * 12 + start.month - 1 + step
            guard month < 120_000 else { return nil }
            let first = CivilDate(trusted: month / 12, month % 12 + 1, 1)
            range = first.dayNumber..<first.dayNumber + CivilDate.daysInMonth(year: first.year, month: first.month)
        case .year:
            guard start.year + step <= 9_999 else { return nil }
            let first = CivilDate(trusted: start.year + step, 1, 1).dayNumber
            range = first..<first + (CivilDate.isLeap(year: start.year + step) ? 366 : 365)
        }
        let clamped = range.clamped(to: Range(CivilDate.dayNumbers))
        return clamped.isEmpty ? nil : clamped
    }

    private func appendMatches(of first: CivilDate, through lastDay: Int, daysInMonth: Int, weekday: Weekday, to dates: inout [CivilDate]) {
        var weekday = weekday
        for day in first.day...lastDay {
            if matches(CivilDate(trusted: first.year, first.month, day), weekday: weekday, daysInMonth: daysInMonth) {
                dates.append(CivilDate(trusted: first.year, first.month, day))
            }
            weekday = weekday.adding(days: 1)
        }
    }

    private func matches(_ date: CivilDate, weekday: Weekday, daysInMonth: Int) -> Bool {
        if monthDays | lastMonthDays != 0 {
            let fromEnd = daysInMonth - date.day + 1
            guard monthDays & 1 << date.day != 0 || lastMonthDays & 1 << fromEnd != 0 else { return false }
        }
        guard weekdays != 0 || !ordinals.isEmpty else { return true }
        return weekdays & 1 << weekday.rawValue != 0
            || ordinals.contains { $0.weekday == weekday && isOrdinal($0.ordinal ?? 0, date, daysInMonth) }
    }

    /// Whether the date is the n-th of its weekday in the month or the year.
    private func isOrdinal(_ ordinal: Int, _ date: CivilDate, _ daysInMonth: Int) -> Bool {
        var (before, after) = (date.day - 1, daysInMonth - date.day)
        if !ordinalsCountInMonth {
            before = date.dayNumber - CivilDate.dayNumber(year: date.year, month: 1, day: 1)
            after = CivilDate.dayNumber(year: date.year, month: 12, day: 31) - date.dayNumber
        }
        return ordinal == (ordinal > 0 ? before / 7 + 1 : -(after / 7 + 1))
    }

    private func selected(from dates: [CivilDate]) -> [CivilDate] {
        let indexes = Set(positions.map { $0 > 0 ? $0 - 1 : dates.count + $0 })
        return dates.indices.filter(indexes.contains).map { dates[$0] }
    }
}

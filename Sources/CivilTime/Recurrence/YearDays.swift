/// What BYYEARDAY, BYWEEKNO and the n-th weekdays of a year leave of a year, kept for the year that was asked for last.
struct YearDays {
    private let dayNumbers: [Int16]
    private let weekNumbers: SignedBits
    private let weekStart: Weekday
    private let ordinals: [RecurrenceRule.Day]
    private let skip: RecurrenceRule.Skip
    private var year = Int.min
    /// How much was looked at so far, in the steps of ``DayRuns``.
    private(set) var work = 0
    private var days = DayBits()
    private var named = DayBits()

    /// Nil when the rule has none of them.
    init?(_ rule: RecurrenceRule, ordinals: [RecurrenceRule.Day]) {
        guard !rule.parts.yearDays.isEmpty || !rule.parts.weekNumbers.isEmpty || !ordinals.isEmpty else { return nil }
        dayNumbers = rule.parts.yearDays
        weekNumbers = rule.parts.weekNumbers
        weekStart = rule.weekStart
        skip = rule.skipOfGenerated
        self.ordinals = ordinals
    }

    var hasWeeks: Bool { !weekNumbers.isEmpty }

    /// True when SKIP can move a numbered day next to the year without whole weeks that lie there.
    var mayMoveOverNewYear: Bool { !dayNumbers.isEmpty && !hasWeeks }

    /// The days of the month that remain, and those that an ordinal names, from the day before the month to the day after it.
    mutating func masks(of shape: MonthShape, year: Int) -> (days: UInt64, ordinals: UInt64) {
        if year != self.year { prepare(year) }
        let place = shape.firstDay - 1 - firstDay
        return (days.bits(from: place), ordinals.isEmpty ? 0 : named.bits(from: place))
    }

    private var firstDay = 0
    private var length = 0

    private mutating func prepare(_ year: Int) {
        self.year = year
        work += 4 + dayNumbers.count * (hasWeeks ? 8 : 1) + (hasWeeks ? 20 : 0) + ordinals.count
        firstDay = CivilDate.dayNumber(year: year, month: 1, day: 1)
        length = CivilDate.isLeap(year: year) ? 366 : 365
        days = dayNumbers.isEmpty ? DayBits(filled: true) : numberedDays()
        if hasWeeks { days.formIntersection(numberedWeeks()) }
        if !ordinals.isEmpty { named = ordinalDays() }
    }

    private func numberedDays() -> DayBits {
        var bits = DayBits()
        for number in dayNumbers {
            let day = number > 0 ? Int(number) - 1 : length + Int(number)
            if 0..<length ~= day {
                bits.insert(day)
            } else if skip == .backward {
                bits.insert(number > 0 ? length - 1 : -1)
            } else if skip == .forward {
                bits.insert(number > 0 ? length : 0)
            }
        }
        guard hasWeeks else { return bits }
        // The first and the last week may lie in the neighbour years, where days have the numbers of those years.
        let lengthBefore = CivilDate.isLeap(year: year - 1) ? 366 : 365
        let lengthAfter = CivilDate.isLeap(year: year + 1) ? 366 : 365
        for offset in 0..<7 {
            let before = lengthBefore - offset
            if dayNumbers.contains(where: { $0 == before || $0 == -(offset + 1) }) { bits.insert(-1 - offset) }
            if dayNumbers.contains(where: { $0 == offset + 1 || $0 == offset - lengthAfter }) { bits.insert(length + offset) }
        }
        return bits
    }

    private func numberedWeeks() -> DayBits {
        var bits = DayBits()
        let first = YearDays.firstWeek(year: year, weekStart: weekStart)
        let count = (YearDays.firstWeek(year: year + 1, weekStart: weekStart) - first) / 7
        for number in weekNumbers.numbers {
            let week = number > 0 ? number - 1 : count + number
            guard 0..<count ~= week else { continue }
            for day in 0..<7 { bits.insert(first + week * 7 + day - firstDay) }
        }
        return bits
    }

    /// The day number on which week 1 starts: the first week with at least four days in the year (RFC 5545 section 3.3.10).
    static func firstWeek(year: Int, weekStart: Weekday) -> Int {
        let firstDay = CivilDate.dayNumber(year: year, month: 1, day: 1)
        let daysBefore = (weekStart.rawValue - 1 - firstDay.weekdayIndex + 7) % 7
        return firstDay + (daysBefore >= 4 ? daysBefore - 7 : daysBefore)
    }

    private func ordinalDays() -> DayBits {
        var bits = DayBits()
        for day in ordinals {
            guard let ordinal = day.ordinal else { continue }
            let offset = (day.weekday.rawValue - 1 - firstDay.weekdayIndex + 7) % 7
            let count = (length - 1 - offset) / 7 + 1
            let index = ordinal > 0 ? ordinal - 1 : count + ordinal
            if 0..<count ~= index { bits.insert(offset + index * 7) }
            guard skip != .omit else { continue }
            // Where SKIP can move a date to: the last of its weekday in the year before, the first in the year after.
            if ordinal == -1 || ordinal == 53, (firstDay - 1).weekdayIndex == day.weekday.rawValue - 1 { bits.insert(-1) }
            if ordinal == 1 || ordinal == -53, (firstDay + length).weekdayIndex == day.weekday.rawValue - 1 { bits.insert(length) }
        }
        return bits
    }
}

extension YearDays {
    /// The year whose numbered weeks have the date.
    static func weekYear(of date: CivilDate, weekStart: Weekday) -> Int {
        if date.dayNumber < firstWeek(year: date.year, weekStart: weekStart) { return date.year - 1 }
        return date.dayNumber >= firstWeek(year: date.year + 1, weekStart: weekStart) ? date.year + 1 : date.year
    }
}

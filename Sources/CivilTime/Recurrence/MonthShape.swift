/// Where a month lies: its first day, that day's weekday and how many days it has. Bit n of a mask is its day n.
struct MonthShape {
    /// 1–12.
    let month: Int
    let length: Int
    /// The day number of the first.
    let firstDay: Int
    /// 0 for Monday to 6 for Sunday.
    let firstWeekday: Int

    /// Month 0 is December of the year before, 13 January of the year after.
    init(year: Int, month: Int) {
        var (year, month) = (year, month)
        if month == 0 { (year, month) = (year - 1, 12) }
        if month == 13 { (year, month) = (year + 1, 1) }
        self.month = month
        length = CivilDate.daysInMonth(year: year, month: month)
        firstDay = CivilDate.dayNumber(year: year, month: month, day: 1)
        firstWeekday = firstDay.weekdayIndex
    }

    /// Bits 1 to the length.
    var allDays: UInt64 { (1 << UInt64(length) - 1) << 1 }

    /// The days of the given weekdays (bit 0 for Monday), from the day before the month to the day after it and beyond.
    func weekdayMask(_ weekdays: UInt8) -> UInt64 {
        let week = (UInt64(weekdays) | UInt64(weekdays) << 7) >> UInt64(firstWeekday == 0 ? 6 : firstWeekday - 1) & 0x7F
        // The week again and again from bits 0, 7, 14, 21, 28 and 35.
        return week &* 0x08_1020_4081
    }
}

extension Int {
    /// 0 for Monday to 6 for Sunday, of a day number; 1 January of the year 1 was a Monday.
    var weekdayIndex: Int {
        let index = (self - CivilDate.dayNumbers.lowerBound) % 7
        return index < 0 ? index + 7 : index
    }
}

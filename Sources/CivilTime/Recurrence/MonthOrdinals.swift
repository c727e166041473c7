/// The n-th weekdays of a month that BYDAY names: `2TU`, `-1FR`.
struct MonthOrdinals {
    /// Byte n - 1 has the weekdays of the ordinal n, and of -n.
    private var fromStart: UInt64 = 0
    private var fromEnd: UInt64 = 0

    /// No month has more than five of a weekday, so that a higher ordinal never matches.
    init(_ days: [RecurrenceRule.Day]) {
        for day in days {
            guard let ordinal = day.ordinal, 1...5 ~= abs(ordinal) else {
                matchesNothing = true
                continue
            }
            let bit = UInt64(day.weekday.bit) << UInt64(8 * (abs(ordinal) - 1))
            if ordinal > 0 { fromStart |= bit } else { fromEnd |= bit }
        }
    }

    private var matchesNothing = false

    var isEmpty: Bool { fromStart | fromEnd == 0 && !matchesNothing }

    /// With neighbours also the day before the month and the day after it, as what they are in their own months.
    func mask(of shape: MonthShape, withNeighbours: Bool) -> UInt64 {
        var mask: UInt64 = 0
        var (first, last) = (fromStart, fromEnd)
        for week in 0..<UInt64(5) where first | last != 0 {
            let start = shape.weekdayMask(UInt8(truncatingIfNeeded: first)) & 0xFE << (7 * week)
            let shift = Int(shape.length) - 7 * Int(week) - 6
            let range: UInt64 = shift >= 0 ? 0x7F << UInt64(shift) : 0x7F >> UInt64(-shift)
            let end = shape.weekdayMask(UInt8(truncatingIfNeeded: last)) & range
            mask |= start | end
            first >>= 8
            last >>= 8
        }
        mask &= shape.allDays
        guard withNeighbours else { return mask }
        if matches(CivilDate(dayNumber: shape.firstDay - 1)) { mask |= 1 }
        if matches(CivilDate(dayNumber: shape.firstDay + shape.length)) { mask |= 2 << UInt64(shape.length) }
        return mask
    }

    private func matches(_ date: CivilDate) -> Bool {
        let shape = MonthShape(year: date.year, month: date.month)
        return mask(of: shape, withNeighbours: false) & 1 << UInt64(date.day) != 0
    }
}

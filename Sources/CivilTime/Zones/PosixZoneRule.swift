/// The rule of a TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3`, computed year by year without a table.
struct PosixZoneRule: Sendable {
    /// When in a year the clocks change.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// `Mm.w.d`: the weekday (0 is Sunday) of the given week of the month, 5 being the last.
            case weekday(month: Int, week: Int, weekday: Int)
            /// `Jn`: 1–365, 29 February never counted.
            case ordinary(Int)
            /// `n`: 0–365, 29 February counted.
            case counted(Int)
        }

        let day: Day
        /// Seconds after midnight on the clock before the change, -167 to 167 hours.
        let time: Int64

        /// False when the time, or the change from UTC, can carry the change of some year into a neighbouring one.
        var staysInYear: Bool {
            switch day {
            case .weekday(let month, _, _): 2...11 ~= month
            case .ordinary(let number), .counted(let number): 10...355 ~= number
            }
        }
    }

    struct Daylight: Sendable {
        let type: LocalTimeType
        let start: Change
        let end: Change
        /// How many years before and after an instant's own may hold the changes next to it.
        let reach: Int

        init(type: LocalTimeType, start: Change, end: Change) {
            (self.type, self.start, self.end) = (type, start, end)
            reach = start.staysInYear && end.staysInYear ? 1 : 2
        }
    }

    let standard: LocalTimeType
    let daylight: Daylight?

    var standardOffset: Int64 { standard.offset }
    var daylightOffset: Int64 { daylight?.type.offset ?? standard.offset }

    func type(at instant: Int64) -> LocalTimeType {
        guard let daylight, isDaylightSaving(at: instant) else { return standard }
        return daylight.type
    }

    func isDaylightSaving(at instant: Int64) -> Bool {
        guard let daylight else { return false }
        return border(around: instant, daylight).isDaylightSaving
    }

    func segment(containing instant: Int64) -> ZoneTable.Segment {
        guard let daylight else { return ZoneTable.Segment(start: .min, end: .max, type: standard) }
        let border = border(around: instant, daylight)
        return ZoneTable.Segment(start: border.start, end: border.end, type: border.isDaylightSaving ? daylight.type : standard)
    }

    func offsetRun(containing instant: Int64) -> (start: Int64, end: Int64, offset: Int64) {
        guard let daylight else { return (.min, .max, standard.offset) }
        let border = border(around: instant, daylight)
        return (border.start, border.end, border.isDaylightSaving ? daylight.type.offset : standard.offset)
    }

    /// The last change at or before the instant and the first after it. Changes of the neighbouring years count, as a time of up to a
    /// week before or after its day may cross the new year; so may a year that ends where the next one's daylight time starts. Where they
    /// do cross it, one of the year before last may be the last there was.
    private func border(around instant: Int64, _ daylight: Daylight) -> (start: Int64, end: Int64, isDaylightSaving: Bool) {
        guard instant < PosixZoneRule.horizon else { return (PosixZoneRule.horizon, .max, false) }
        guard instant >= -PosixZoneRule.horizon else { return (.min, -PosixZoneRule.horizon, false) }
        let year = CivilDate.parts(dayNumber: Int((instant + standard.offset).flooredDays)).year
        var (start, end, isDaylightSaving) = (-PosixZoneRule.horizon, PosixZoneRule.horizon, false)
        for candidate in year - daylight.reach...year + daylight.reach {
            let off = daylight.end.instant(year: candidate, offset: daylight.type.offset)
            if off <= instant, off > start { (start, isDaylightSaving) = (off, false) }
            if off > instant { end = min(end, off) }
            let on = daylight.start.instant(year: candidate, offset: standard.offset)
            if on <= instant, on >= start { (start, isDaylightSaving) = (on, true) }
            if on > instant { end = min(end, on) }
        }
        return (start, end, isDaylightSaving)
    }

    /// Beyond year 9999 (and before year 1) no clock changes, so that no sum overflows and every walk ends.
    private static let horizon: Int64 = 300_000_000_000
}

extension PosixZoneRule.Change {
    /// The change in the given year, in seconds since 1970 UTC, when the clock before it runs so many seconds east.
    func instant(year: Int, offset: Int64) -> Int64 {
        Int64(dayNumber(year: year)) * 86_400 + time - offset
    }

    private func dayNumber(year: Int) -> Int {
        switch day {
        case .ordinary(let number):
            let passesLeapDay = number >= 60 && CivilDate.isLeap(year: year)
            return CivilDate.dayNumber(year: year, month: 1, day: 1) + number - (passesLeapDay ? 0 : 1)
        case .counted(let number):
            return CivilDate.dayNumber(year: year, month: 1, day: 1) + number
        case .weekday(let month, let week, let weekday):
            let first = CivilDate.dayNumber(year: year, month: month, day: 1)
            // 1970-01-01 was a Thursday, day 4 when Sunday is 0.
            let firstWeekday = ((first + 4) % 7 + 7) % 7
            let offset = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return first + (offset < CivilDate.daysInMonth(year: year, month: month) ? offset : offset - 7)
        }
    }
}

extension Int64 {
    /// Whole days of so many seconds, rounded down.
    var flooredDays: Int64 { (self >= 0 ? self : self - 86_399) / 86_400 }
}

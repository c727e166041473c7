public import CivilTime

extension Texts {
    /// How much of a date is said.
    public enum DateStyle: Sendable {
        /// "Tuesday 24 November 2026"
        case full
        /// "Tue 24 Nov"
        case day
        /// "November 2026"
        case month
    }

    public func date(_ date: CivilDate, _ style: DateStyle = .full) -> String {
        switch style {
        case .full:
            self(
                "time.fullDate",
                ["weekday": weekday(date.weekday), "day": String(date.day), "month": month(date.month), "year": String(date.year)]
            )
        case .day: self("time.dayDate", ["weekday": weekdayShort(date.weekday), "day": String(date.day), "month": monthShort(date.month)])
        case .month: self("time.monthDate", ["month": month(date.month), "year": String(date.year)])
        }
    }

    /// "14:30", on the 24-hour clock; seconds are left out.
    public func time(_ time: TimeOfDay) -> String { "\(twoDigits(time.hour)):\(twoDigits(time.minute))" }

    /// "Tuesday"
    public func weekday(_ weekday: Weekday) -> String { self["time.\(Self.weekdays[weekday.rawValue - 1])"] }

    /// "Tue"
    public func weekdayShort(_ weekday: Weekday) -> String { self["time.\(Self.weekdays[weekday.rawValue - 1])Short"] }

    /// "November", for 11.
    public func month(_ month: Int) -> String { self["time.\(Self.months[month - 1])"] }

    /// "Nov", for 11.
    public func monthShort(_ month: Int) -> String { self["time.\(Self.months[month - 1])Short"] }

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

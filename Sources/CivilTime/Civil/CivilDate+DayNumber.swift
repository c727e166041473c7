extension CivilDate {
    /// The days from 1970-01-01 to a date of any year; the arithmetic runs in years that start on 1 March, so a leap day comes last.
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date of a day counted from 1970-01-01, for any year.
    static func parts(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    static let dayNumbers = -719_162...2_932_896

    /// The date so many days after 1970-01-01; before year 1 it is the first date, past 9999 the last.
    public init(dayNumber: Int) {
        let clamped = min(max(dayNumber, CivilDate.dayNumbers.lowerBound), CivilDate.dayNumbers.upperBound)
        let parts = CivilDate.parts(dayNumber: clamped)
        self.init(trusted: parts.year, parts.month, parts.day)
    }

    /// Days since 1970-01-01, negative before.
    public var dayNumber: Int { CivilDate.dayNumber(year: year, month: month, day: day) }

    /// The day of the week in the proleptic Gregorian calendar.
    public var weekday: Weekday { CivilDate.weekday(dayNumber: dayNumber) }

    static func weekday(dayNumber: Int) -> Weekday {
        // 1970-01-01 was a Thursday.
        Weekday.thursday.adding(days: dayNumber)
    }

    /// The date so many days later, or earlier when negative.
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        guard overflow else { return CivilDate(dayNumber: sum) }
        return days < 0 ? .first : .last
    }

    /// The same day so many months later, or the last day of that month when it is shorter.
    public func adding(months: Int) -> CivilDate {
        let index = year * 12 + month - 1 + min(max(months, -120_000), 120_000)
        guard index >= 12 else { return .first }
        guard index < 120_000 else { return .last }
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        return CivilDate(trusted: newYear, newMonth, min(day, CivilDate.daysInMonth(year: newYear, month: newMonth)))
    }
}

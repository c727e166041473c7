public import CivilTime

extension Instant {
    /// The RFC 5545 form in UTC: `20261121T090000Z`. Instants outside the years 1–9999 are written as the nearest end of that range.
    public var calendarText: String {
        Zone.utc.civil(at: self).calendarText + "Z"
    }
}

extension CivilDate {
    /// The RFC 5545 form: `20261121`.
    public var calendarText: String { padded(year, 4) + padded(month, 2) + padded(day, 2) }
}

extension CivilDateTime {
    /// The RFC 5545 form without a zone: `20261121T090000`.
    public var calendarText: String { date.calendarText + "T" + padded(time.hour, 2) + padded(time.minute, 2) + padded(time.second, 2) }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

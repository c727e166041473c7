/// A date and a time on the clock, without a zone: what a wall shows, which a zone turns into an instant.
public struct CivilDateTime: Hashable, Sendable {
    /// The date on the calendar.
    public let date: CivilDate
    /// The time on the clock.
    public let time: TimeOfDay

    /// The date and time as a wall shows them.
    public init(_ date: CivilDate, _ time: TimeOfDay) {
        self.date = date
        self.time = time
    }

    /// 9999-12-31T23:59:59, the last there is.
    public static let last = CivilDateTime(.last, TimeOfDay(trusted: 86_399))

    /// The seconds since 1970-01-01T00:00:00 of a clock that never changes.
    var secondsAsUTC: Int64 { Int64(date.dayNumber * 86_400 + time.secondsSinceMidnight) }

    static let secondsAsUTCRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    init(secondsAsUTC seconds: Int64) {
        let range = CivilDateTime.secondsAsUTCRange
        let clamped = Int(min(max(seconds, range.lowerBound), range.upperBound))
        let second = clamped % 86_400
        let secondOfDay = second < 0 ? second + 86_400 : second
        self.init(CivilDate(dayNumber: (clamped - secondOfDay) / 86_400), TimeOfDay(trusted: secondOfDay))
    }

    /// The clock time so much later on a clock that never changes; stops at the ends of the years 1–9999.
    public func adding(_ length: Seconds) -> CivilDateTime {
        CivilDateTime(secondsAsUTC: secondsAsUTC.addingSaturated(length.count))
    }
}

extension CivilDateTime: Comparable {
    /// True when the left one is earlier on one and the same clock.
    public static func < (lhs: CivilDateTime, rhs: CivilDateTime) -> Bool {
        lhs.date == rhs.date ? lhs.time < rhs.time : lhs.date < rhs.date
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// Reads `2026-11-21T09:30:00` or, as browsers write it, `2026-11-21T09:30`.
    public init?(iso8601 text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let date = reader.date(), reader.take("T"), let time = reader.time(), reader.isAtEnd else { return nil }
        self.init(date, time)
    }

    /// `2026-11-21T09:30:00`
    public var description: String {
        "\(date)T\(time.hour.zeroPadded(2)):\(time.minute.zeroPadded(2)):\(time.second.zeroPadded(2))"
    }
}

extension CivilDateTime: Codable {
    /// Reads the text form; throws when it is another.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = CivilDateTime(iso8601: text) else {
            let problem = "'\(text)' is not a date and time such as 2026-11-21T09:30:00."
            throw DecodingError.dataCorruptedError(in: container, debugDescription: problem)
        }
        self = value
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A time on the clock from 00:00:00 to 23:59:59, without a date or a zone.
public struct TimeOfDay: Hashable, Sendable {
    /// 0..<86400 as a clock without changes would count.
    public let secondsSinceMidnight: Int

    /// 00:00:00, at the start of a day.
    public static let midnight = TimeOfDay(trusted: 0)

    /// Nil outside 0..<86400.
    public init?(secondsSinceMidnight: Int) {
        guard 0..<86_400 ~= secondsSinceMidnight else { return nil }
        self.init(trusted: secondsSinceMidnight)
    }

    /// Nil when the hour is outside 0–23, or minute or second outside 0–59.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second else { return nil }
        self.init(trusted: hour * 3_600 + minute * 60 + second)
    }

    init(trusted seconds: Int) {
        secondsSinceMidnight = seconds
    }

    /// 0–23.
    public var hour: Int { secondsSinceMidnight / 3_600 }
    /// 0–59.
    public var minute: Int { secondsSinceMidnight / 60 % 60 }
    /// 0–59.
    public var second: Int { secondsSinceMidnight % 60 }
}

extension TimeOfDay: Comparable {
    /// True when the left one is earlier in the day.
    public static func < (lhs: TimeOfDay, rhs: TimeOfDay) -> Bool { lhs.secondsSinceMidnight < rhs.secondsSinceMidnight }
}

extension TimeOfDay: CustomStringConvertible {
    /// Reads `09:30` or `09:30:15` and nothing else.
    public init?(iso8601 text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let time = reader.time(), reader.isAtEnd else { return nil }
        self = time
    }

    /// `09:30`, or `09:30:15` when there are seconds.
    public var description: String {
        let short = "\(hour.zeroPadded(2)):\(minute.zeroPadded(2))"
        return second == 0 ? short : short + ":" + second.zeroPadded(2)
    }
}

extension TimeOfDay: Codable {
    /// Reads the text form; throws when it is another.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(iso8601: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a time such as 09:30.")
        }
        self = time
    }

    /// Writes the text form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

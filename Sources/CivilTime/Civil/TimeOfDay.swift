/// A time on the clock from 00:00:00 to 23:59:59, without a date or a zone.
public struct TimeOfDay: Hashable, Sendable {
    /// 0..<86400 as a clock without changes would count.
    public let secondsSinceMidnight: Int

    public static let midnight = TimeOfDay(trusted: 0)

    public init?(secondsSinceMidnight: Int) {
        guard 0..<86_400 ~= secondsSinceMidnight else { return nil }
        self.init(trusted: secondsSinceMidnight)
    }

    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second else { return nil }
        self.init(trusted: hour * 3_600 + minute * 60 + second)
    }

    init(trusted seconds: Int) {
        secondsSinceMidnight = seconds
    }

    public var hour: Int { secondsSinceMidnight / 3_600 }
    public var minute: Int { secondsSinceMidnight / 60 % 60 }
    public var second: Int { secondsSinceMidnight % 60 }
}

extension TimeOfDay: Comparable {
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
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(iso8601: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a time such as 09:30.")
        }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

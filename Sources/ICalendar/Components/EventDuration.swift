public import CivilTime

/// A DURATION (RFC 5545 section 3.3.6): its weeks and days are nominal, so a day may last 23 or 25 hours; the rest is exact.
public struct EventDuration: Hashable, Sendable {
    /// Civil days; weeks count seven.
    public let days: Int
    /// Hours, minutes and seconds together.
    public let seconds: Seconds

    /// A length of so many civil days and so much exact time; both may be negative.
    public init(days: Int, seconds: Seconds) {
        self.days = days
        self.seconds = seconds
    }

    /// Reads `PT1H30M`, `P1D`, `-PT15M`, `P2W` and what lies between; numbers beyond ten thousand years are taken as that.
    public init?(_ text: String) {
        var bytes = Array(text.asciiUppercased.utf8)[...].trimmed
        let isNegative = bytes.first == .hyphen
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        guard bytes.popFirst() == UInt8(ascii: "P"), bytes.last?.digit == nil else { return nil }
        var (days, seconds, number, isTime, parts) = (0, 0, Int?.none, false, 0)
        for byte in bytes {
            if let digit = byte.digit {
                number = min((number ?? 0) * 10 + digit, Self.largestNumber)
                continue
            }
            if byte == UInt8(ascii: "T"), number == nil, !isTime {
                isTime = true
                continue
            }
            guard let value = number else { return nil }
            switch (byte, isTime) {
            case (UInt8(ascii: "W"), false): days += min(value * 7, Self.longestDays)
            case (UInt8(ascii: "D"), false): days += min(value, Self.longestDays)
            case (UInt8(ascii: "H"), true): seconds += min(value * 3_600, Self.largestNumber)
            case (UInt8(ascii: "M"), true): seconds += min(value * 60, Self.largestNumber)
            case (UInt8(ascii: "S"), true): seconds += value
            default: return nil
            }
            number = nil
            parts += 1
        }
        guard parts > 0, parts <= 10 else { return nil }
        self.init(days: isNegative ? -days : days, seconds: .seconds(isNegative ? -seconds : seconds))
    }

    /// Whether the length points backwards, as those of alarms do.
    public var isNegative: Bool { days < 0 || seconds < .zero }

    static let longestDays = 3_652_500
    static let largestNumber = 315_576_000_000
}

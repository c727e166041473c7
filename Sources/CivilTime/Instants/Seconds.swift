/// A length of time in whole seconds; sums and products stop at the ends of `Int64` instead of trapping.
public struct Seconds: Hashable, Sendable {
    /// Negative for a length that goes back in time.
    public var count: Int64

    /// The given number of seconds.
    public init(_ count: Int64) {
        self.count = count
    }

    /// The given number of seconds.
    public static func seconds(_ count: Int) -> Seconds { Seconds(Int64(count)) }

    /// The given number of minutes of 60 seconds.
    public static func minutes(_ count: Int) -> Seconds { Seconds(60) * count }

    /// The given number of hours of 60 minutes.
    public static func hours(_ count: Int) -> Seconds { Seconds(3_600) * count }

    /// The given number of days of exactly 24 hours; a civil day may be longer or shorter.
    public static func days(_ count: Int) -> Seconds { Seconds(86_400) * count }
}

extension Seconds: Comparable {
    /// By the number of seconds.
    public static func < (lhs: Seconds, rhs: Seconds) -> Bool { lhs.count < rhs.count }
}

extension Seconds: AdditiveArithmetic {
    /// No time at all.
    public static let zero = Seconds(0)

    /// The sum; stops at the ends of the range.
    public static func + (lhs: Seconds, rhs: Seconds) -> Seconds { Seconds(lhs.count.addingSaturated(rhs.count)) }

    /// The difference; stops at the ends of the range.
    public static func - (lhs: Seconds, rhs: Seconds) -> Seconds { Seconds(lhs.count.subtractingSaturated(rhs.count)) }

    /// So many times the length; stops at the ends of the range.
    public static func * (lhs: Seconds, rhs: Int) -> Seconds { Seconds(lhs.count.multipliedSaturated(by: Int64(rhs))) }

    /// The same length the other way; stops at the end of the range.
    public static prefix func - (length: Seconds) -> Seconds { .zero - length }
}

extension Seconds: Codable {
    /// Reads a number of seconds.
    public init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes a number of seconds.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

/// A length of time in whole seconds; sums and products stop at the ends of `Int64` instead of trapping.
public struct Seconds: Hashable, Sendable {
    public var count: Int64

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
    public static func < (lhs: Seconds, rhs: Seconds) -> Bool { lhs.count < rhs.count }
}

extension Seconds: AdditiveArithmetic {
    public static let zero = Seconds(0)

    public static func + (lhs: Seconds, rhs: Seconds) -> Seconds { Seconds(lhs.count.addingSaturated(rhs.count)) }

    public static func - (lhs: Seconds, rhs: Seconds) -> Seconds { Seconds(lhs.count.subtractingSaturated(rhs.count)) }

    public static func * (lhs: Seconds, rhs: Int) -> Seconds { Seconds(lhs.count.multipliedSaturated(by: Int64(rhs))) }

    public static prefix func - (length: Seconds) -> Seconds { .zero - length }
}

extension Seconds: Codable {
    public init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }
}

// CivilTime is the ground floor: instants, civil dates and times, zones, spans and recurrence rules, with no input or output and
// no import. Its five words: an *instant* is a point in UTC, a *civil* value is what a wall shows, a *zone* joins the two, and
// at a clock change a civil time can fall into a *gap* (it never happens) or a *fold* (it happens twice). Spans are half-open.

/// A point on the time line in whole seconds of UTC, leap seconds not counted.
public struct Instant: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z, negative before; any 64-bit number.
    public var secondsSinceEpoch: Int64

    /// The instant so many seconds after 1970-01-01T00:00:00Z.
    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// The later instant; stops at the end of the range.
    public static func + (lhs: Instant, rhs: Seconds) -> Instant {
        Instant(secondsSinceEpoch: lhs.secondsSinceEpoch.addingSaturated(rhs.count))
    }

    /// The earlier instant; stops at the end of the range.
    public static func - (lhs: Instant, rhs: Seconds) -> Instant {
        Instant(secondsSinceEpoch: lhs.secondsSinceEpoch.subtractingSaturated(rhs.count))
    }

    /// The time from the right instant to the left one.
    public static func - (lhs: Instant, rhs: Instant) -> Seconds {
        Seconds(lhs.secondsSinceEpoch.subtractingSaturated(rhs.secondsSinceEpoch))
    }

    /// Moves later; stops at the end of the range.
    public static func += (lhs: inout Instant, rhs: Seconds) { lhs = lhs + rhs }

    /// Moves earlier; stops at the end of the range.
    public static func -= (lhs: inout Instant, rhs: Seconds) { lhs = lhs - rhs }
}

extension Instant: Comparable {
    /// True when the left one is earlier.
    public static func < (lhs: Instant, rhs: Instant) -> Bool { lhs.secondsSinceEpoch < rhs.secondsSinceEpoch }
}

extension Instant: Codable {
    /// Reads seconds since 1970.
    public init(from decoder: any Decoder) throws {
        secondsSinceEpoch = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes seconds since 1970.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(secondsSinceEpoch)
    }
}

/// A half-open stretch of time: `start` belongs to it, `end` does not.
public struct Span: Hashable, Sendable {
    /// The first instant that belongs to it.
    public let start: Instant
    /// The first instant after it.
    public let end: Instant

    /// The end must not lie before the start.
    public init(_ start: Instant, _ end: Instant) {
        precondition(start <= end, "A span must not end before it starts.")
        self.start = start
        self.end = end
    }

    /// The duration must not be negative.
    public init(start: Instant, duration: Seconds) {
        self.init(start, start + duration)
    }

    /// Nil when the end lies before the start.
    public init?(validating start: Instant, end: Instant) {
        guard start <= end else { return nil }
        self.init(start, end)
    }

    /// The time from start to end; never negative.
    public var duration: Seconds { end - start }

    /// True when start and end are the same instant; an empty span contains no instant and overlaps nothing.
    public var isEmpty: Bool { start == end }

    /// True for the start, not for the end.
    public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }

    /// True when the other span lies within this one, borders included.
    public func contains(_ other: Span) -> Bool { start <= other.start && other.end <= end }

    /// True when some instant lies in both; spans that only touch do not overlap.
    public func overlaps(_ other: Span) -> Bool { max(start, other.start) < min(end, other.end) }

    /// The common part, or nil when there is none.
    public func intersection(_ other: Span) -> Span? {
        overlaps(other) ? Span(max(start, other.start), min(end, other.end)) : nil
    }

    /// The span with so much more on either side; negative padding shrinks it, and must leave the end at or after the start.
    public func padded(before: Seconds, after: Seconds) -> Span { Span(start - before, end + after) }

    /// The span so much later, or earlier when negative; stops at the ends of time.
    public func shifted(by length: Seconds) -> Span { Span(start + length, end + length) }
}

extension Span: Comparable {
    /// By start, then by end.
    public static func < (lhs: Span, rhs: Span) -> Bool {
        lhs.start == rhs.start ? lhs.end < rhs.end : lhs.start < rhs.start
    }
}

extension Span: Codable {
    private enum CodingKeys: String, CodingKey {
        case start, end
    }

    /// Reads `start` and `end` in seconds since 1970; throws when the end lies before the start.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let start = try container.decode(Instant.self, forKey: .start)
        let end = try container.decode(Instant.self, forKey: .end)
        guard let span = Span(validating: start, end: end) else {
            throw DecodingError.dataCorruptedError(
                forKey: .end, in: container, debugDescription: "The end \(end) lies before the start \(start).")
        }
        self = span
    }
}

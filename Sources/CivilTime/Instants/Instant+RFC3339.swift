extension Instant: CustomStringConvertible {
    /// Reads `2026-11-21T09:00:00Z` or the same with an offset such as `+02:00`; a fraction of a second is cut off (RFC 3339).
    public init?(rfc3339 text: some StringProtocol) {
        var reader = DigitReader(text)
        guard let date = reader.date(), reader.take("T") || reader.take("t") else { return nil }
        guard let time = reader.time(secondsRequired: true), reader.skipFraction() else { return nil }
        guard let offset = reader.offset(), reader.isAtEnd else { return nil }
        self.init(secondsSinceEpoch: CivilDateTime(date, time).secondsAsUTC - Int64(offset))
    }

    /// `2026-11-21T09:00:00Z`, or `@` and the seconds since 1970 when the year is not within 1–9999.
    public var description: String {
        guard CivilDateTime.secondsAsUTCRange.contains(secondsSinceEpoch) else { return "@\(secondsSinceEpoch)" }
        return CivilDateTime(secondsAsUTC: secondsSinceEpoch).description + "Z"
    }
}

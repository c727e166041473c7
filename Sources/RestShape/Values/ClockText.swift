public import CivilTime

/// The texts of clock times and points in time as OData 4.01 and Graph write them.
public enum ClockText {
    /// Reads `08:00`, `08:00:15` and the same with a fraction, which is cut off (OData 4.01 ABNF, `timeOfDayValue`).
    public static func time(_ text: some StringProtocol) -> TimeOfDay? {
        guard let whole = withoutFraction(text) else { return nil }
        return TimeOfDay(iso8601: whole)
    }

    /// `08:00:00.0000000`
    public static func write(_ time: TimeOfDay) -> String { CivilDateTime(.first, time).description.suffix(8) + ".0000000" }

    /// Reads `2026-12-01T09:00`, with seconds and a fraction, which is cut off.
    public static func civil(_ text: some StringProtocol) -> CivilDateTime? {
        guard let whole = withoutFraction(text) else { return nil }
        return CivilDateTime(iso8601: whole)
    }

    /// `2026-12-01T09:00:00.0000000`
    public static func write(_ moment: CivilDateTime) -> String { moment.description + ".0000000" }

    /// Reads `2026-12-01T09:00:00Z`, or with an offset such as `+01:00`; seconds may be absent, a fraction is cut off (OData 4.01 ABNF,
    /// `dateTimeOffsetValue`).
    public static func instant(_ text: some StringProtocol) -> Instant? {
        if let instant = Instant(rfc3339: text) { return instant }
        // Without seconds: 2026-12-01T09:00 and what follows.
        let bytes = Array(text.utf8)
        guard bytes.count > 16, bytes[16] != UInt8(ascii: ":") else { return nil }
        return Instant(rfc3339: String(decoding: bytes[..<16], as: UTF8.self) + ":00" + String(decoding: bytes[16...], as: UTF8.self))
    }

    /// `2026-12-01T09:00:00Z`; instants before the year 1 or past 9999 as the first or last second of those.
    public static func write(_ instant: Instant) -> String {
        min(max(instant, first), last).description
    }

    private static let first = Instant(secondsSinceEpoch: -62_135_596_800)
    private static let last = Instant(secondsSinceEpoch: 253_402_300_799)

    /// The part before a point with digits after it; nil for a point without digits and for a fraction where there are no seconds.
    private static func withoutFraction(_ text: some StringProtocol) -> String? {
        guard let point = text.lastIndex(of: ".") else { return String(text) }
        let (whole, fraction) = (text[..<point], text[text.index(after: point)...])
        let colons = whole.utf8.count { $0 == UInt8(ascii: ":") }
        guard colons == 2, 1...12 ~= fraction.utf8.count, fraction.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return String(whole)
    }
}

/// What the clocks of a zone show during a stretch of time.
struct LocalTimeType: Hashable, Sendable {
    /// Seconds east of UTC.
    let offset: Int64
    let isDaylightSaving: Bool
    let abbreviation: String

    /// Offsets beyond these are damage, not geography (RFC 9636 section 3.2); a search around a clock change relies on them.
    static let offsets: ClosedRange<Int64> = -89_999...93_599
}

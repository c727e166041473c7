public import CivilTime

/// Graph's `dateTimeTimeZone`: a time on a clock and the name of the zone whose clock it is. Which instant that is, the zone says.
public struct DateTimeTimeZone: Hashable, Sendable {
    /// What the clock shows.
    public var dateTime: CivilDateTime
    /// The zone's IANA or Windows name, as it was written.
    public var timeZone: String

    /// A time on the clock of a zone.
    public init(_ dateTime: CivilDateTime, timeZone: String) {
        self.dateTime = dateTime
        self.timeZone = timeZone
    }
}

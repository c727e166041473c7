public import CivilTime

/// What a calendar does not say itself and an expansion needs to know.
public struct ExpansionContext: Sendable {
    /// The tz database.
    public let zones: ZoneDatabase
    /// The owner's zone, in which floating times and whole days are meant.
    public let floatingZone: Zone
    /// The owner's mail addresses, without `mailto:` and in lower case, to know which answer to an invitation is the owner's.
    public let ownAddresses: Set<String>
    /// How many occurrences of one series within one window are listed before the rest of the window counts as busy.
    public let maximumOccurrences: Int
    /// How many occurrences of all series of a calendar are listed however short it is; every two bytes of a series allow one more.
    public let maximumInCalendar: Int

    /// The addresses may be written with or without `mailto:` and in any case; at least one occurrence is listed. Without a number for the
    /// calendar that is 40,000, or as many as one series may have.
    public init(
        zones: ZoneDatabase, floatingZone: Zone, ownAddresses: Set<String> = [], maximumOccurrences: Int = 5_000,
        maximumInCalendar: Int? = nil
    ) {
        self.zones = zones
        self.floatingZone = floatingZone
        self.ownAddresses = Set(ownAddresses.map(Party.canonical))
        self.maximumOccurrences = max(1, maximumOccurrences)
        self.maximumInCalendar = max(1, maximumInCalendar ?? max(40_000, maximumOccurrences))
    }
}

/// A place's clock: turns instants into civil times and back. Two zones are equal when their names are.
public final class Zone: Sendable {
    /// The name it was asked for by, such as `Europe/Berlin` or `UTC+02:00`.
    public let name: String
    let table: ZoneTable

    /// UTC itself.
    public static let utc = Zone(fixedOffset: 0)

    /// A clock that never changes, named `UTC` or `UTC+02:00`. The offset is in seconds east, less than 24 hours either way.
    public static func fixed(offset: Int) -> Zone {
        Zone(fixedOffset: offset)
    }

    convenience init(fixedOffset offset: Int) {
        precondition(abs(offset) < 86_400, "A fixed zone is less than 24 hours away from UTC.")
        let (hours, minutes, seconds) = (abs(offset) / 3_600, abs(offset) / 60 % 60, abs(offset) % 60)
        var name = "UTC"
        if offset != 0 { name += "\(offset < 0 ? "-" : "+")\(hours.zeroPadded(2)):\(minutes.zeroPadded(2))" }
        if seconds != 0 { name += ":" + seconds.zeroPadded(2) }
        let type = LocalTimeType(offset: Int64(offset), isDaylightSaving: false, abbreviation: name)
        self.init(name: name, table: ZoneTable(fixed: type))
    }

    /// A zone from the bytes of a compiled tz database file (TZif, RFC 9636). Any bytes are safe: what is damaged throws.
    public convenience init(name: String, tzif: [UInt8]) throws(ZoneError) {
        self.init(name: name, table: try TZifReader.read(tzif))
    }

    private init(name: String, table: ZoneTable) {
        self.name = name
        self.table = table
    }

    /// Seconds east of UTC that the clock runs at the instant.
    public func offset(at instant: Instant) -> Int {
        Int(table.offset(at: instant.secondsSinceEpoch))
    }

    /// The short name that the tz database gives to the clock at the instant, such as `CEST` or `-03`.
    public func abbreviation(at instant: Instant) -> String {
        table.type(at: instant.secondsSinceEpoch).abbreviation
    }

    /// Whether the tz database calls the clock at the instant daylight saving time (RFC 9636 section 3.2).
    public func isDaylightSaving(at instant: Instant) -> Bool {
        table.type(at: instant.secondsSinceEpoch).isDaylightSaving
    }

    /// What the clock shows at the instant; stops at the ends of the years 1–9999.
    public func civil(at instant: Instant) -> CivilDateTime {
        let seconds = instant.secondsSinceEpoch
        return CivilDateTime(secondsAsUTC: seconds.addingSaturated(table.offset(at: seconds)))
    }

    /// The date that the clock shows at the instant; stops at the ends of the years 1–9999.
    public func date(at instant: Instant) -> CivilDate {
        civil(at: instant).date
    }
}

extension Zone: Hashable {
    /// Zones of one name are one zone.
    public static func == (lhs: Zone, rhs: Zone) -> Bool { lhs === rhs || lhs.name == rhs.name }

    /// By the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Zone: CustomStringConvertible {
    /// The name.
    public var description: String { name }
}

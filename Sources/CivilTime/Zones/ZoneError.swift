/// Why bytes are not a zone.
public enum ZoneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The bytes do not start with the TZif signature.
    case notZoneData
    /// The bytes end before the tables that their header announces.
    case truncated
    /// A table or the rule at the end contradicts RFC 9636; the text says which.
    case malformed(String)
    /// The zone counts leap seconds, so its instants are not those of UTC as computers keep it.
    case countsLeapSeconds

    /// A sentence for the person who installs the zone data.
    public var description: String {
        switch self {
        case .notZoneData: "This is not time zone data: the TZif signature is missing."
        case .truncated: "The time zone data ends too early; the file is cut off."
        case .malformed(let part): "The time zone data is damaged: \(part)."
        case .countsLeapSeconds: "This time zone counts leap seconds; use the zone of the same name that does not."
        }
    }
}

public import CivilTime

/// Something that is said of a connection, as a key of the catalogue's area `diagnosis` and its values; whoever shows it turns it into words.
public struct Statement: Hashable, Sendable, Codable {
    public enum Value: Hashable, Sendable, Codable {
        case text(String)
        /// Told as day, date, time and zone.
        case moment(Instant)
        case span(Span)
        /// Of several, the one named `count` decides between the singular and the plural.
        case count(Int)
        /// How long something took.
        case milliseconds(Int)
        case length(Seconds)
    }

    public var key: String
    public var values: [String: Value]

    public init(_ key: String, _ values: [String: Value] = [:]) {
        self.key = key
        self.values = values
    }
}

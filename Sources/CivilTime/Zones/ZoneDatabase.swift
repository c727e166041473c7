/// The zones of a tz database whose files somebody else reads.
public struct ZoneDatabase: Sendable {
    /// The names to choose from, sorted: places such as `Europe/Berlin`, and `UTC`.
    public let names: [String]
    private let spellings: [String: String]
    private let places: [String: String]
    private let lookUp: @Sendable (String) -> Zone?

    /// A database that parses a zone each time that it is asked for one. `load` answers the bytes of the named TZif file, also of names
    /// that are not listed, or nil.
    public init(names: [String], load: @escaping @Sendable (String) -> [UInt8]?) {
        self.init(names: names, aliases: []) { name in
            load(name).flatMap { try? Zone(name: name, tzif: $0) }
        }
    }

    /// A database over a look-up that may remember its zones. The aliases are other names that it knows, such as `Asia/Calcutta`; the links
    /// say which name an old one stands for.
    public init(names: [String], aliases: [String], links: [String: String] = [:], lookUp: @escaping @Sendable (String) -> Zone?) {
        let places = Set(names).filter(ZoneDatabase.isPlace)
        self.names = places.sorted()
        self.places = links.filter { places.contains($0.value) && !places.contains($0.key) }
        spellings = Dictionary((names + aliases).map { ($0.lowercased(), $0) }) { first, _ in first }
        self.lookUp = lookUp
    }

    /// The zone of a tz database name or any of its aliases, in any case of letters, or of a name that a fixed zone has (`UTC+02:00`). A name
    /// that the database lacks, as it is too old or too new for it, is looked up as the other names that the same zone has had.
    public func zone(named name: String) -> Zone? {
        guard ZoneDatabase.isWellFormed(name) else { return nil }
        if let zone = Zone(fixedName: name) ?? spelled(name) { return zone }
        for other in ZoneAliases.others[name.lowercased()] ?? [] {
            if let zone = spelled(other) { return zone }
        }
        return nil
    }

    private func spelled(_ name: String) -> Zone? {
        if let zone = lookUp(name) { return zone }
        guard let spelling = spellings[name.lowercased()], spelling != name else { return nil }
        return lookUp(spelling)
    }

    /// The name to show for one that `zone(named:)` knows: browsers still say `Asia/Calcutta`, people there say `Asia/Kolkata`.
    public func placeName(of name: String) -> String { places[name] ?? name }

    /// Letters, digits and `_ + - /` only, so that a name from outside can't leave the folder of the database.
    private static func isWellFormed(_ name: String) -> Bool {
        guard 1...80 ~= name.utf8.count, !name.hasPrefix("/"), !name.hasSuffix("/") else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ":"): true
            default: false
            }
        }
    }

    /// An area and a place, or UTC; the database also has abbreviations and names of countries, which nobody should choose.
    private static func isPlace(_ name: String) -> Bool {
        guard name != "UTC" else { return true }
        let area = name.prefix { $0 != "/" }
        return area.utf8.count < name.utf8.count && areas.contains(String(area))
    }

    private static let areas: Set<String> = [
        "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
    ]
}

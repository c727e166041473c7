import CivilTime
import ICalendar

/// Everything that the stand-in for a CalDAV server (RFC 4791) knows. A value: the same requests at the same moments give the same answers.
public struct CalDAVWorld: Hashable, Sendable, Codable {
    /// Somebody with an account.
    public struct User: Hashable, Sendable, Codable {
        /// As it is typed.
        public var password: String
        /// The addresses by which the person is invited.
        public var addresses: [String]
    }

    /// How it behaves.
    public var settings = CalDAVSettings()
    /// By name.
    public internal(set) var users: [String: User] = [:]
    /// By path.
    public internal(set) var collections: [String: CalDAVCollection] = [:]
    /// What goes wrong, in the order in which it is looked for.
    public internal(set) var faults: [CalDAVFault] = []
    /// How many requests were answered.
    public internal(set) var requestCount = 0
    /// How many requests changed something.
    public internal(set) var writeCount = 0
    /// Raised for every calendar and every tag.
    var counter = 0

    /// Nobody and nothing.
    public init() {}

    /// Adds somebody without a calendar.
    public mutating func addUser(_ name: String, password: String, addresses: [String]) {
        users[name] = User(password: password, addresses: addresses)
    }

    /// Makes a calendar.
    /// - Returns: its path.
    @discardableResult
    public mutating func addCalendar(_ name: String, of owner: String) -> String {
        counter += 1
        let path = "/cal/\(Percent.encoded(owner))/\(Percent.encoded(name.lowercased()))/"
        collections[path] = CalDAVCollection(path: path, name: name, owner: owner, epoch: counter)
        return path
    }

    static func principal(of user: String) -> String { "/principals/\(Percent.encoded(user))/" }
    static func home(of user: String) -> String { "/cal/\(Percent.encoded(user))/" }

    /// The calendars that a user sees, by path.
    func collections(of user: String) -> [CalDAVCollection] {
        collections.values.filter { ($0.rights[user] ?? .none) != .none }.sorted { $0.path < $1.path }
    }

    mutating func newTag(of data: [UInt8]?) -> String {
        counter += 1
        guard settings.tagsAreHashes, let data else { return "t\(counter)" }
        // FNV-1a.
        return "h" + String(data.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }, radix: 16)
    }

    /// The tag as the server writes it.
    func shown(_ tag: String) -> String { settings.hasWeakTags ? "W/\"\(tag)\"" : "\"\(tag)\"" }

    /// The UID of an object (RFC 4791 section 4.1); nil for what is not one.
    static func uid(of data: [UInt8]) -> String? {
        guard let document = try? CalendarDocument.parse(data), document.isComplete, document.components.count == 1 else { return nil }
        let uids = Set(document.components[0].components.filter { $0.name != "VTIMEZONE" }.map { $0.first("UID")?.text })
        return uids.count == 1 ? uids.first ?? nil : nil
    }
}

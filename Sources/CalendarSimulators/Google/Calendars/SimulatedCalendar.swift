import CivilTime

/// A calendar with its events.
public struct SimulatedCalendar: Hashable, Sendable, Codable {
    /// A mail address for a primary calendar.
    public let id: String
    /// The name.
    public internal(set) var summary: String
    /// `description`.
    public internal(set) var description: String?
    /// An IANA name.
    public internal(set) var timeZone: String
    /// The mail address of the data owner.
    public let owner: String
    /// Whether it is its owner’s main one.
    public let isPrimary: Bool
    /// By mail address.
    public internal(set) var roles: [String: GoogleRole]
    /// By id; deleted ones stay for a while as cancelled.
    public internal(set) var events: [String: SimulatedEvent] = [:]
    /// The number of the last change of any event.
    public internal(set) var revision = 0
    /// Whether it is gone for everybody.
    public internal(set) var isDeleted = false
    /// Whether Meet links can be made.
    public internal(set) var offersMeet = true
    /// The number of the last change of the calendar itself.
    var ownRevision = 1
    /// Sync tokens from before this change are gone.
    var oldestToken = 0
    /// Requests for conferences that were carried out: a repeated one is ignored.
    var conferenceRequests: Set<String> = []

    init(id: String, summary: String, timeZone: String, owner: String, isPrimary: Bool) {
        self.id = id
        self.summary = summary
        self.timeZone = timeZone
        self.owner = owner
        self.isPrimary = isPrimary
        roles = [owner: .owner]
    }

    /// The calendar by itself: whoever held its events while one is written would make the world copy them all.
    var withoutEvents: SimulatedCalendar {
        var bare = self
        bare.events = [:]
        return bare
    }

    func role(of email: String) -> GoogleRole { isDeleted ? .none : roles[email] ?? .none }

    /// Puts a new state of an event in the place of the old one.
    mutating func put(_ resource: JSONValue, at instant: Instant) {
        guard let id = resource["id"]?.string else { return }
        revision += 1
        var resource = resource
        resource["etag"] = .text(Self.etag(revision))
        resource["updated"] = .text(RFC3339.milliseconds(instant))
        let earlier = events[id]?.resource
        events[id] = SimulatedEvent(resource: resource, revision: revision, changedAt: instant, earlier: earlier)
    }

    static func etag(_ revision: Int) -> String { "\"\(3_400_000_000_000_000 + revision * 2)\"" }

    /// The changed occurrences of a series.
    func exceptions(of master: String) -> [SimulatedEvent] {
        events.values.filter { $0.resource["recurringEventId"]?.string == master }.sorted { $0.revision < $1.revision }
    }
}

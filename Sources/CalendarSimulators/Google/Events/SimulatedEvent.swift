public import CivilTime

/// An event as it stands, and as it stood before its last change.
public struct SimulatedEvent: Hashable, Sendable, Codable {
    /// The resource as it is stored: times in UTC beside their zones, nothing that depends on who asks.
    public internal(set) var resource: JSONValue
    /// The number of its last change within the calendar.
    public internal(set) var revision: Int
    /// By Google’s clock.
    public internal(set) var changedAt: Instant
    var earlier: JSONValue?

    /// `id`.
    public var id: String { resource["id"]?.string ?? "" }
    /// `summary`.
    public var summary: String? { resource["summary"]?.string }
    /// Deleted, or an occurrence that was taken out of its series.
    public var isCancelled: Bool { resource["status"]?.string == "cancelled" }
    /// Whether it holds the rule of a series.
    public var isRecurring: Bool { resource["recurrence"]?.elements?.isEmpty == false }
    /// The series of which it is a changed occurrence.
    public var master: String? { resource["recurringEventId"]?.string }
    /// The mail address of the organizer.
    var organizer: String? { resource["organizer"]?["email"]?.string }
    var type: String { resource["eventType"]?.string ?? "default" }
}

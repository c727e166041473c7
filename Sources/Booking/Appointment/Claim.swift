public import CivilTime

/// The time that an appointment takes of a resource, buffers included. Claims of one resource never overlap; the database refuses it.
public struct Claim: Hashable, Sendable, Codable {
    public enum Cause: Hashable, Sendable, Codable { case appointment(Appointment.ID) }

    public var resource: Resource.ID
    public var span: Span
    public var cause: Cause

    public init(resource: Resource.ID, span: Span, cause: Cause) {
        self.resource = resource
        self.span = span
        self.cause = cause
    }
}

/// Time that an event in somebody's own calendar takes.
public struct BusyBlock: Hashable, Sendable, Codable {
    public var resource: Resource.ID
    public var span: Span
    /// The linked or conflict calendar it came from, for people: "Work (cal.example.org)".
    public var source: String
    /// The event's title; `nil` for a private one, whose content never leaves its calendar.
    public var title: String?
    public var isAllDay: Bool

    public init(resource: Resource.ID, span: Span, source: String, title: String?, isAllDay: Bool = false) {
        self.resource = resource
        self.span = span
        self.source = source
        self.title = title
        self.isAllDay = isAllDay
    }
}

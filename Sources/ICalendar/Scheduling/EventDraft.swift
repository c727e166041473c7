public import CivilTime

/// An event of ours to be written: its times are in UTC, so no zone has to travel with it.
public struct EventDraft: Hashable, Sendable {
    /// UID (RFC 5545 section 3.8.4.7): the same with every message about the event.
    public var uid: String
    /// The time, written in UTC; an empty one is written without DTEND.
    public var span: Span
    /// DTSTAMP (RFC 5545 section 3.8.7.2): later with every message about the event.
    public var stamp: Instant
    /// SEQUENCE: rises when the time or the status changes (RFC 5546 section 2.1.4).
    public var sequence: Int
    /// SUMMARY (RFC 5545 section 3.8.1.12), as plain text.
    public var summary: String
    /// DESCRIPTION (RFC 5545 section 3.8.1.5), as plain text.
    public var notes: String?
    /// LOCATION (RFC 5545 section 3.8.1.7), as plain text.
    public var location: String?
    /// STATUS (RFC 5545 section 3.8.1.11).
    public var status: EventStatus
    /// ORGANIZER (RFC 5545 section 3.8.4.3).
    public var organizer: Party?
    /// ATTENDEE (RFC 5545 section 3.8.4.1).
    public var attendees: [Party]
    /// URL, as it is.
    public var url: String?
    /// Whether the event takes no time (TRANSP, RFC 5545 section 3.8.2.7).
    public var isTransparent: Bool
    /// Whether only its owner may see what it is (CLASS, RFC 5545 section 3.8.1.3).
    public var isPrivate: Bool
    /// Further properties, written as they are.
    public var extra: [Property]

    /// A draft; what is left out is not written, and the status is confirmed.
    public init(
        uid: String,
        span: Span,
        stamp: Instant,
        sequence: Int = 0,
        summary: String,
        notes: String? = nil,
        location: String? = nil,
        status: EventStatus = .confirmed,
        organizer: Party? = nil,
        attendees: [Party] = [],
        url: String? = nil,
        isTransparent: Bool = false,
        isPrivate: Bool = false,
        extra: [Property] = []
    ) {
        self.uid = uid
        self.span = span
        self.stamp = stamp
        self.sequence = sequence
        self.summary = summary
        self.notes = notes
        self.location = location
        self.status = status
        self.organizer = organizer
        self.attendees = attendees
        self.url = url
        self.isTransparent = isTransparent
        self.isPrivate = isPrivate
        self.extra = extra
    }

    /// The VEVENT. DTEND always stands in it where the event has a length, as some servers refuse events without one.
    public func component() -> Component {
        var properties = [
            Property("UID", text: uid),
            Property(name: "DTSTAMP", value: stamp.calendarText),
            Property(name: "SEQUENCE", value: String(sequence)),
            Property(name: "DTSTART", value: span.start.calendarText),
        ]
        if !span.isEmpty { properties.append(Property(name: "DTEND", value: span.end.calendarText)) }
        properties.append(Property("SUMMARY", text: summary))
        if let notes { properties.append(Property("DESCRIPTION", text: notes)) }
        if let location { properties.append(Property("LOCATION", text: location)) }
        if let url { properties.append(Property(name: "URL", value: url)) }
        properties.append(Property(name: "STATUS", value: status.rawValue))
        properties.append(Property(name: "TRANSP", value: isTransparent ? "TRANSPARENT" : "OPAQUE"))
        if isPrivate { properties.append(Property(name: "CLASS", value: Classification.personal.rawValue)) }
        if let organizer { properties.append(organizer.organizerProperty) }
        properties += attendees.map(\.attendeeProperty)
        return Component("VEVENT", properties: properties + extra)
    }
}

public import CivilTime

/// A VEVENT that was understood: the fields that booking needs, and the whole component for writing it back without loss.
public struct CalendarEvent: Hashable, Sendable {
    /// UID (RFC 5545 section 3.8.4.7); for an event without one a text made from its start, end and summary.
    public let uid: String
    /// Which occurrence of the series this event replaces (RECURRENCE-ID, RFC 5545 section 3.8.4.4).
    public let recurrenceID: EventTime?
    /// Whether it replaces the following occurrences too (RANGE=THISANDFUTURE, RFC 5545 section 3.2.13).
    public let replacesFollowing: Bool
    /// DTSTART (RFC 5545 section 3.8.2.4), on the clock that the calendar names.
    public let start: EventTime
    /// DTEND (RFC 5545 section 3.8.2.2) as it is written, exclusive.
    public let end: EventTime?
    /// DURATION (RFC 5545 section 3.8.2.5) as it is written; DTEND counts where both stand.
    public let duration: EventDuration?
    /// SUMMARY (RFC 5545 section 3.8.1.12), unescaped; nil where it is empty.
    public let summary: String?
    /// DESCRIPTION (RFC 5545 section 3.8.1.5), unescaped; nil where it is empty.
    public let notes: String?
    /// LOCATION (RFC 5545 section 3.8.1.7), unescaped; nil where it is empty.
    public let location: String?
    /// URL (RFC 5545 section 3.8.4.6).
    public let url: String?
    /// STATUS (RFC 5545 section 3.8.1.11); nil if absent or unknown.
    public let status: EventStatus?
    /// Whether the event says that it takes no time (TRANSP, RFC 5545 section 3.8.2.7).
    public let isTransparent: Bool
    /// CLASS (RFC 5545 section 3.8.1.3); nil if absent or unknown.
    public let classification: Classification?
    /// True for any CLASS but PUBLIC: RFC 5545 section 3.8.1.3 wants unknown words read as PRIVATE.
    public let isPrivate: Bool
    /// ORGANIZER (RFC 5545 section 3.8.4.3).
    public let organizer: Party?
    /// ATTENDEE (RFC 5545 section 3.8.4.1), in the order of the source.
    public let attendees: [Attendee]
    /// SEQUENCE (RFC 5545 section 3.8.7.4), 0 if absent.
    public let sequence: Int
    /// DTSTAMP (RFC 5545 section 3.8.7.2).
    public let stamp: Instant?
    /// RRULE values (RFC 5545 section 3.8.5.3) as they are written.
    public let recurrenceRules: [String]
    /// EXRULE values (RFC 2445 section 4.8.5.2), which RFC 5545 dropped and old calendars still hold.
    public let exceptionRules: [String]
    /// RDATE (RFC 5545 section 3.8.5.2).
    public let recurrenceDates: [RecurrenceDate]
    /// EXDATE (RFC 5545 section 3.8.5.1).
    public let exceptionDates: [EventTime]
    /// Whether the event says an end or a length that cannot be read.
    let hasUnreadableEnd: Bool
    /// What of this event was not as it should be.
    public let findings: [Finding]
    /// The whole component, unknown properties included.
    public let component: Component

    /// The first RRULE, which should be the only one.
    public var recurrenceRule: String? { recurrenceRules.first }

    /// Whether the event by itself stands for more than one time.
    public var isRecurring: Bool { !recurrenceRules.isEmpty || !recurrenceDates.isEmpty }

    /// Whether the event is of whole days: DTSTART is a date.
    public var isAllDay: Bool { start.isDate }

    /// Reads a VEVENT (RFC 5545 section 3.6.1) as forgivingly as real calendars need it. Every event of a calendar with the method CANCEL
    /// counts as cancelled (RFC 5546 section 3.2.5).
    public init(_ component: Component, method: CalendarMethod? = nil) throws(EventFailure) {
        guard component.name == "VEVENT" else { throw .notAnEvent(name: component.name) }
        var reader = EventReader(component)
        let recurrenceID = try reader.recurrenceID()
        self.recurrenceID = recurrenceID
        replacesFollowing = component.first("RECURRENCE-ID")?.parameter("RANGE")?.asciiUppercased == "THISANDFUTURE"
        start = try reader.start(replacing: recurrenceID)
        uid = reader.uid()
        end = reader.time("DTEND")
        duration = reader.duration()
        hasUnreadableEnd = end == nil && duration == nil && (component.first("DTEND") ?? component.first("DURATION")) != nil
        summary = reader.text("SUMMARY")
        notes = reader.text("DESCRIPTION")
        location = reader.text("LOCATION")
        url = component.first("URL")?.value.trimmed
        status = method == .cancel ? .cancelled : reader.word("STATUS").flatMap(EventStatus.init)
        isTransparent = reader.word("TRANSP") == "TRANSPARENT"
        classification = reader.word("CLASS").flatMap(Classification.init)
        isPrivate = reader.word("CLASS").map { $0 != Classification.everyone.rawValue } ?? false
        organizer = component.first("ORGANIZER").map(Party.init)
        attendees = component.all("ATTENDEE").map(Party.init)
        sequence = component.first("SEQUENCE").flatMap { Int($0.value.trimmed) } ?? 0
        stamp = reader.stamp()
        recurrenceRules = reader.rules("RRULE")
        exceptionRules = reader.rules("EXRULE")
        recurrenceDates = reader.dates("RDATE")
        exceptionDates = reader.dates("EXDATE").map(\.start)
        findings = reader.findings
        self.component = component
    }
}

public import CivilTime

/// One item of a calendar as its provider holds it: in CalDAV one resource, which is one UID with its overrides.
public struct RemoteItem: Hashable, Sendable, Codable {
    /// The provider's key of the item, sent back exactly as it was received.
    public typealias ID = String

    public var id: ID
    /// The ETag that came with the data; `nil` when the server gave none.
    public var version: String?
    public var uid: String
    /// Our marker in the event, if it bears one.
    public var marker: EventMarker?
    /// The meaningful fields of a single event; `nil` for a series, or an item that cannot be read as one event.
    public var fields: EventFields?
    /// The data as received; what is kept of it (`CalendarProvider.keptPayload`) can be laid out again as time passes.
    public var payload: String
    /// The video meeting that was made for the event; told by the answer of a read or write, and not kept with the item.
    public var meeting: VideoMeeting?

    public init(
        id: ID, version: String?, uid: String, marker: EventMarker? = nil, fields: EventFields?, payload: String,
        meeting: VideoMeeting? = nil
    ) {
        self.id = id
        self.version = version
        self.uid = uid
        self.marker = marker
        self.fields = fields
        self.payload = payload
        self.meeting = meeting
    }
}

/// A video meeting that the provider makes for an event; that takes a moment.
public enum VideoMeeting: Hashable, Sendable, Codable {
    case pending
    /// The address that people open.
    case ready(link: String)
    case failed
}

/// What says that an event is ours: which appointment, for which resource, and which making of it.
public struct EventMarker: Hashable, Sendable, Codable {
    public var appointment: String
    public var generation: Int

    public init(appointment: String, generation: Int) {
        self.appointment = appointment
        self.generation = generation
    }

    /// The text form kept in the event, `<appointment>/<generation>`.
    public var text: String { "\(appointment)/\(generation)" }

    /// `nil` for anything that `text` does not write: it is somebody else's.
    public init?(text: String) {
        guard let slash = text.lastIndex(of: "/"), slash > text.startIndex, let generation = Int(text[text.index(after: slash)...]),
            generation > 0
        else { return nil }
        self.init(appointment: String(text[..<slash]), generation: generation)
        guard self.text == text else { return nil }
    }
}

/// The fields of an event that the engine compares and writes.
public struct EventFields: Hashable, Sendable, Codable {
    public var span: Span
    public var isAllDay: Bool
    public var title: String
    public var notes: String
    public var location: String
    /// It stands there marked as called off, which takes no time (RFC 5545 section 3.8.1.11).
    public var isCancelled: Bool

    public init(
        span: Span, isAllDay: Bool = false, title: String, notes: String = "", location: String = "", isCancelled: Bool = false
    ) {
        self.span = span
        self.isAllDay = isAllDay
        self.title = title
        self.notes = notes
        self.location = location
        self.isCancelled = isCancelled
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        span = try container.decode(Span.self, forKey: .span)
        isAllDay = try container.decode(Bool.self, forKey: .isAllDay)
        title = try container.decode(String.self, forKey: .title)
        notes = try container.decode(String.self, forKey: .notes)
        location = try container.decode(String.self, forKey: .location)
        // Earlier versions did not tell.
        isCancelled = try container.decodeIfPresent(Bool.self, forKey: .isCancelled) ?? false
    }

    /// The same fields as servers hand them back: line ends as LF, no blanks at line ends or around the text.
    public var normalized: EventFields {
        EventFields(
            span: span, isAllDay: isAllDay, title: normalizedText(title), notes: normalizedText(notes), location: normalizedText(location),
            isCancelled: isCancelled)
    }
}

private func normalizedText(_ text: String) -> String {
    let unified = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    let lines = unified.map { line in
        var line = line
        while let last = line.last, last == " " || last == "\t" { line.removeLast() }
        return line
    }
    var text = lines.joined(separator: "\n")
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
}

/// An event of ours as it is to stand in a calendar.
public struct OutgoingEvent: Hashable, Sendable, Codable {
    public var uid: String
    public var marker: EventMarker
    public var fields: EventFields
    public var sequence: Int
    /// When the appointment was last changed.
    public var stamp: Instant
    /// Where staff open the booking.
    public var url: String
    /// The name of a video meeting to be made for the event, where the provider makes some: one name is one meeting, however often it is
    /// asked for. `nil` leaves the meeting that there is, or is not, as it is.
    public var meetingName: String?

    public init(
        uid: String, marker: EventMarker, fields: EventFields, sequence: Int, stamp: Instant, url: String, meetingName: String? = nil
    ) {
        self.uid = uid
        self.marker = marker
        self.fields = fields
        self.sequence = sequence
        self.stamp = stamp
        self.url = url
        self.meetingName = meetingName
    }
}

/// The times an item takes in a window.
public struct ItemExpansion: Hashable, Sendable {
    public var occurrences: [OutsideOccurrence]
    /// What was not understood and therefore counted as busy, in words.
    public var findings: [String]

    public init(occurrences: [OutsideOccurrence] = [], findings: [String] = []) {
        self.occurrences = occurrences
        self.findings = findings
    }
}

/// One occurrence of an outside event.
public struct OutsideOccurrence: Hashable, Sendable, Codable {
    public var span: Span
    public var isAllDay: Bool
    /// Whether it closes its time.
    public var isBusy: Bool
    /// The title; `nil` for a private event.
    public var title: String?
    /// Why it is busy or free, in words.
    public var reason: String

    public init(span: Span, isAllDay: Bool, isBusy: Bool, title: String?, reason: String) {
        self.span = span
        self.isAllDay = isAllDay
        self.isBusy = isBusy
        self.title = title
        self.reason = reason
    }
}

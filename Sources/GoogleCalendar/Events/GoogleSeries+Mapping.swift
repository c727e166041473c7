import CalendarSync
import CivilTime
import ICalendar

/// The private properties of our events.
enum OwnProperty {
    /// Which appointment the event is for: the text of an `EventMarker`.
    static let marker = "kalends"
    /// The UID of the event; Google makes one of its own.
    static let uid = "kalendsUID"
}

extension RemoteItem {
    /// An item from what Google says; nil where its times cannot be read.
    init?(_ series: GoogleSeries) {
        let event = series.master
        guard let start = event.start?.moment, let end = event.end?.moment, start.isDate == end.isDate else { return nil }
        // A marker on another event than the one that it was written for is on a copy of it.
        let properties = event.extendedProperties?.own ?? [:]
        let ownUID = properties[OwnProperty.uid].flatMap { EventName.id(forUID: $0) == event.id ? $0 : nil }
        let marker = ownUID == nil ? nil : properties[OwnProperty.marker].flatMap { EventMarker(text: $0) }
        let isSingle = !event.isSeries && series.exceptions.isEmpty
        self.init(
            id: event.id, version: series.version, uid: marker == nil ? event.iCalUID ?? event.id : ownUID ?? event.id, marker: marker,
            fields: isSingle ? EventFields(event, start, end, hidesText: event.isPrivate && marker == nil) : nil, payload: series.payload,
            meeting: VideoMeeting(event))
    }
}

extension EventFields {
    fileprivate init?(_ event: GoogleEvent, _ start: EventTime, _ end: EventTime, hidesText: Bool) {
        guard let span = Span(validating: start.utcInstant, end: end.utcInstant) else { return nil }
        self.init(
            span: span, isAllDay: start.isDate, title: hidesText ? "" : event.summary ?? "",
            notes: hidesText ? "" : event.description ?? "", location: hidesText ? "" : event.location ?? "")
    }
}

extension EventTime {
    /// The instant; of a day its midnight in UTC, until somebody who knows the owner's zone locates it.
    fileprivate var utcInstant: Instant {
        switch self {
        case .date(let date): Zone.utc.startOfDay(date)
        case .utc(let instant): instant
        case .floating(let civil), .zoned(let civil, _): Zone.utc.instant(of: civil)
        }
    }
}

extension VideoMeeting {
    fileprivate init?(_ event: GoogleEvent) {
        let entries = event.conferenceData?.entryPoints ?? []
        if let link = event.hangoutLink ?? entries.first(where: { $0.entryPointType == "video" })?.uri {
            self = .ready(link: link)
            return
        }
        switch event.conferenceData?.createRequest?.status?.statusCode {
        case "pending": self = .pending
        case "failure": self = .failed
        default: return nil
        }
    }
}

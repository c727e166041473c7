import CivilTime
import ICalendar

/// The occurrences of a series as its rule lays them out, changed ones not considered.
struct SeriesLayout {
    /// One occurrence: where the rule puts it.
    struct Place: Hashable, Sendable {
        /// What stands behind the underscore in its id.
        let key: String
        let start: EventTime
        let end: EventTime
    }

    private let series: CalendarSeries
    private let isOfDays: Bool
    private let zone: String?
    private let context: ExpansionContext

    /// Nil for what is no series, or none that can be read.
    init?(_ resource: JSONValue, calendarZone: String, zones: ZoneDatabase) {
        guard let lines = resource["recurrence"]?.elements?.compactMap(\.string), !lines.isEmpty,
            let start = EventTime(stored: resource["start"]), let end = EventTime(stored: resource["end"])
        else { return nil }
        var text = ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:series", "DTSTAMP:20260101T000000Z"]
        switch (start, end) {
        case (.day(let first), .day(let last)):
            text += ["DTSTART;VALUE=DATE:\(first.calendarText)", "DTEND;VALUE=DATE:\(last.calendarText)"]
            (isOfDays, zone) = (true, nil)
        case (.at(let first, let named), .at(let last, _)):
            let name = named ?? calendarZone
            guard let clock = zones.zone(named: name) else { return nil }
            text += [
                "DTSTART;TZID=\(name):\(clock.civil(at: first).calendarText)", "DTEND;TZID=\(name):\(clock.civil(at: last).calendarText)",
            ]
            (isOfDays, zone) = (false, named)
        default: return nil
        }
        text += lines + ["END:VEVENT", "END:VCALENDAR", ""]
        guard let document = try? CalendarDocument.parse(Array(text.joined(separator: "\r\n").utf8)) else { return nil }
        let (found, setAside) = CalendarSeries.series(in: document)
        guard let series = found.first, setAside.isEmpty else { return nil }
        self.series = series
        context = ExpansionContext(zones: zones, floatingZone: .utc)
    }

    /// Every line that Google would refuse is one that makes an assumption necessary.
    var isUnderstood: Bool {
        guard let master = series.master, let span = series.span(of: master, context: context) else { return false }
        return series.occurrences(in: Span(start: span.start, duration: .days(800)), context: context).assumptions.isEmpty
    }

    func places(in window: Span) -> [Place] {
        series.occurrences(in: window, context: context).occurrences.compactMap { occurrence in
            guard let key = occurrence.recurrenceID else { return nil }
            if isOfDays {
                let (first, last) = (Zone.utc.date(at: occurrence.span.start), Zone.utc.date(at: occurrence.span.end))
                return Place(key: key, start: .day(first), end: .day(last))
            }
            return Place(key: key, start: .at(occurrence.span.start, zone: zone), end: .at(occurrence.span.end, zone: zone))
        }
    }

    /// The occurrence of that key.
    func place(_ key: String) -> Place? {
        let digits = key.filter(\.isNumber)
        guard digits.count >= 8, let day = CivilDate(iso8601: Self.dashed(digits)) else { return nil }
        let around = Span(start: Zone.utc.startOfDay(day.adding(days: -2)), duration: .days(5))
        return places(in: around).first { $0.key == key }
    }

    private static func dashed(_ digits: String) -> String {
        let characters = Array(digits)
        return String(characters[0..<4]) + "-" + String(characters[4..<6]) + "-" + String(characters[6..<8])
    }
}

extension SimulatedCalendar {
    func layout(of event: SimulatedEvent, zones: ZoneDatabase) -> SeriesLayout? {
        SeriesLayout(event.resource, calendarZone: timeZone, zones: zones)
    }

    /// An occurrence that nobody changed, as a resource of its own.
    func instance(of master: SimulatedEvent, at place: SeriesLayout.Place) -> JSONValue {
        var resource = master.resource
        resource["recurrence"] = nil
        resource["id"] = .text("\(master.id)_\(place.key)")
        resource["recurringEventId"] = .text(master.id)
        resource["originalStartTime"] = place.start.stored
        resource["start"] = place.start.stored
        resource["end"] = place.end.stored
        return resource
    }

    /// The event of that id as it stands: stored, or an occurrence that follows from its series.
    func find(_ id: String, zones: ZoneDatabase) -> (resource: JSONValue, stored: SimulatedEvent?)? {
        if let stored = events[id] { return (stored.resource, stored) }
        guard let underscore = id.lastIndex(of: "_"), let master = events[String(id[..<underscore])], !master.isCancelled,
            let place = layout(of: master, zones: zones)?.place(String(id[id.index(after: underscore)...]))
        else { return nil }
        return (instance(of: master, at: place), nil)
    }
}

import CivilTime
import ICalendar

/// `start`, `end` or `originalStartTime` of an event.
struct GoogleTime: Codable, Hashable, Sendable {
    var date: String?
    var dateTime: String?
    var timeZone: String?

    /// The time as calendars mean it: a whole day, or an instant. Nil for what is neither.
    var moment: EventTime? {
        if let date { return CivilDate(iso8601: date).map { .date($0) } }
        return dateTime.flatMap { Instant(rfc3339: $0) }.map { .utc($0) }
    }

    /// The same time in one spelling: answers to writes come on the calendar's clock, listings in UTC.
    /// - Parameter keepsZone: the zone matters to a rule alone; otherwise Google puts there what the request named.
    func inUTC(keepsZone: Bool) -> GoogleTime {
        guard case .utc(let instant)? = moment else { return self }
        return GoogleTime(date: nil, dateTime: instant.description, timeZone: keepsZone ? timeZone : nil)
    }

    /// The time on the clock of the zone that the event names: the rule of a series runs on it.
    func clockTime(_ zones: ZoneDatabase) -> EventTime? {
        guard case .utc(let instant)? = moment, let timeZone else { return moment }
        // A zone that nobody knows is told to whoever lays the series out, who makes up for it.
        let clock = zones.zone(named: timeZone) ?? .utc
        return clock == .utc ? .zoned(Zone.utc.civil(at: instant), tzid: timeZone) : .zoned(clock.civil(at: instant), tzid: timeZone)
    }
}

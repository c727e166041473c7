import CivilTime

/// `start`, `end` or `originalStartTime` of an event.
enum EventTime: Hashable, Sendable {
    case day(CivilDate)
    /// With the zone that the event names, if it does.
    case at(Instant, zone: String?)

    /// Reads what a client sends. A time without an offset is on the clock of its own zone.
    init(_ value: JSONValue?, field: String, zones: ZoneDatabase) throws(GoogleRefusal) {
        guard let value, value.members != nil else { throw .required("Missing \(field) time.") }
        let date = value["date"].flatMap(\.string)
        let dateTime = value["dateTime"].flatMap(\.string)
        let zone = value["timeZone"].flatMap(\.string)
        if let zone, zones.zone(named: zone) == nil { throw .invalid("Invalid time zone definition for \(field) time.") }
        switch (date, dateTime) {
        case (let date?, nil):
            guard let day = CivilDate(iso8601: date) else { throw .invalid("Invalid \(field) date.") }
            self = .day(day)
        case (nil, let text?):
            if let instant = Instant(rfc3339: text) {
                self = .at(instant, zone: zone)
            } else if let civil = CivilDateTime(iso8601: text) {
                guard let clock = zone.flatMap({ zones.zone(named: $0) }) else {
                    throw .required("Missing time zone definition for \(field) time.")
                }
                self = .at(clock.instant(of: civil), zone: zone)
            } else {
                throw .invalid("Invalid \(field) time.")
            }
        case (nil, nil): throw .required("Missing \(field) time.")
        case (_?, _?): throw .invalid("The \(field) time has both a date and a date with time.")
        }
    }

    /// Reads what is stored.
    init?(stored value: JSONValue?) {
        if let date = value?["date"]?.string, let day = CivilDate(iso8601: date) {
            self = .day(day)
        } else if let text = value?["dateTime"]?.string, let instant = Instant(rfc3339: text) {
            self = .at(instant, zone: value?["timeZone"]?.string)
        } else {
            return nil
        }
    }

    /// As it is stored: in UTC, with the zone beside it.
    var stored: JSONValue {
        switch self {
        case .day(let date): return ["date": .text(date.description)]
        case .at(let instant, let zone):
            var value: JSONValue = ["dateTime": .text(instant.description)]
            if let zone { value["timeZone"] = .text(zone) }
            return value
        }
    }

    /// As it is shown: on the clock of the given zone.
    func shown(in clock: Zone, zone shownZone: String) -> JSONValue {
        switch self {
        case .day: stored
        case .at(let instant, let zone):
            ["dateTime": .text(RFC3339.text(instant, in: clock)), "timeZone": .text(zone ?? shownZone)]
        }
    }

    var isDay: Bool { if case .day = self { true } else { false } }

    /// The instant; of a day its midnight in the zone.
    func instant(in clock: Zone) -> Instant {
        switch self {
        case .day(let date): clock.startOfDay(date)
        case .at(let instant, _): instant
        }
    }

    /// The form in which ids of occurrences name it: `20261121` or `20261121T090000Z`.
    var key: String {
        switch self {
        case .day(let date): date.description.replacing("-", with: "")
        case .at(let instant, _): instant.description.replacing("-", with: "").replacing(":", with: "")
        }
    }
}

/// Times as Google writes them (RFC 3339).
enum RFC3339 {
    /// `2026-11-21T10:00:00+01:00`
    static func text(_ instant: Instant, in zone: Zone) -> String {
        let offset = zone.offset(at: instant)
        guard offset != 0 else { return instant.description }
        let minutes = abs(offset) / 60
        return "\(zone.civil(at: instant))\(offset < 0 ? "-" : "+")\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }

    /// `2026-11-21T09:00:00.000Z`
    static func milliseconds(_ instant: Instant) -> String { instant.description.replacing("Z", with: ".000Z") }
}

import CivilTime
import RestShape

/// The window of time that an address asks about, by its parameters `start` and `end`, and the zone in which times are told.
enum TimeWindow {
    /// The longest that slots are searched in at once.
    static let longest = Seconds.days(92)

    static let parameters = [
        APIRoute.Parameter(name: "start", about: "the window's start such as 2026-12-01T00:00:00Z"),
        APIRoute.Parameter(name: "end", about: "the window's end such as 2026-12-08T00:00:00Z; 92 days after the start at most"),
    ]
    static let zoneParameter = APIRoute.Parameter(
        name: "zone", isRequired: false, about: "the zone in which times are told too, such as Europe/Berlin")

    /// - Throws: `QueryFault`.
    static func read(_ call: APICall) throws(QueryFault) -> Span {
        let (start, end) = (try instant("start", call), try instant("end", call))
        guard let window = Span(validating: start, end: end), window.duration <= longest else {
            throw QueryFault(
                option: "end", position: nil, problem: "it lies before the start, or more than 92 days after it",
                remedy: "write another one")
        }
        return window
    }

    /// - Throws: `QueryFault`.
    static func instant(_ name: String, _ call: APICall) throws(QueryFault) -> Instant {
        // A plus that was not encoded arrives as a blank.
        let text = call.parameter(name)?.replacing(" ", with: "+") ?? ""
        guard let instant = ClockText.instant(text) else {
            throw QueryFault(
                option: name, position: nil, problem: "'\(text.prefix(40))' is not a point in time",
                remedy: "write one such as 2026-12-01T00:00:00Z")
        }
        return instant
    }

    /// The zone that the address asks for, or else the one that the client prefers; `nil` when it says neither.
    /// - Throws: `QueryFault` for one that nobody knows.
    static func zone(_ call: APICall, _ zones: ZoneDatabase) throws(QueryFault) -> Zone? {
        guard let name = call.parameter("zone") else { return call.preferences.zone }
        guard let zone = zones.zone(tzid: name) else {
            throw QueryFault(
                option: "zone", position: nil, problem: "'\(name.prefix(40))' is no time zone that is known here",
                remedy: "write one such as Europe/Berlin")
        }
        return zone
    }
}

import CivilTime
import Host
import ICalendar

/// Texts and values that the tests of this room share. Ana owns the calendar; she lives in Berlin.
enum Cast {
    static let berlin = zone("Europe/Berlin")
    static let newYork = zone("America/New_York")
    static let context = ExpansionContext(
        zones: SystemZones.database, floatingZone: berlin, ownAddresses: ["mailto:Ana@Example.org"], maximumOccurrences: 500
    )
    /// 2026, in UTC.
    static let year = span("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")

    static func zone(_ name: String) -> Zone {
        guard let zone = SystemZones.database.zone(named: name) else { fatalError("The zone \(name) is not on this machine.") }
        return zone
    }

    static func instant(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: text) else { fatalError("\(text) is not an instant.") }
        return instant
    }

    static func date(_ text: String) -> CivilDate {
        guard let date = CivilDate(iso8601: text) else { fatalError("\(text) is not a date.") }
        return date
    }

    static func span(_ start: String, _ end: String) -> Span { Span(instant(start), instant(end)) }

    /// A calendar around the lines.
    static func calendar(_ body: String) -> [UInt8] {
        Array("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n\(body)\nEND:VCALENDAR\n".utf8)
    }

    /// An event with the UID `meeting`.
    static func event(_ lines: String) -> String {
        "BEGIN:VEVENT\nUID:meeting\nDTSTAMP:20260101T000000Z\n\(lines)\nEND:VEVENT"
    }

    static func document(_ body: String) throws -> CalendarDocument { try CalendarDocument.parse(calendar(body)) }

    /// The first event among the lines of a calendar.
    static func read(_ lines: String) throws -> CalendarEvent {
        let component = try document(event(lines)).components[0].components[0]
        return try CalendarEvent(component)
    }

    /// What all series of a calendar amount to.
    static func expand(_ body: String, in window: Span = year, context: ExpansionContext = context) throws -> Expanded {
        let (series, setAside) = CalendarSeries.series(in: try document(body))
        let expansions = series.map { $0.occurrences(in: window, context: context) }
        return Expanded(
            occurrences: expansions.flatMap(\.occurrences).sorted { $0.span < $1.span }, findings: expansions.flatMap(\.findings),
            setAside: setAside
        )
    }
}

struct Expanded {
    let occurrences: [Occurrence]
    let findings: [String]
    let setAside: [SetAside]

    /// `2026-03-28T08:00:00Z/2026-03-28T09:00:00Z` for each.
    var spans: [String] { occurrences.map { "\($0.span.start)/\($0.span.end)" } }
    var busySpans: [String] { occurrences.filter(\.meaning.isBusy).map { "\($0.span.start)/\($0.span.end)" } }
    var starts: [String] { occurrences.map { "\($0.span.start)" } }
}

/// A generator whose numbers follow from its seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

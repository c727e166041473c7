import CivilTime
import FoundationEssentials
import Host
import ICalendar

/// A calendar and the window that is asked for.
struct Question {
    let contents: CalendarContents
    let window: Span
    let context: ExpansionContext

    /// A file, two instants as RFC 3339 writes them, and the owner's zone.
    init(_ arguments: [String]) throws {
        guard arguments.count == 4 else { throw Trouble("not a file, two instants and a zone: \(arguments)") }
        guard let data = FileManager.default.contents(atPath: arguments[0]) else { throw Trouble("no file \(arguments[0])") }
        guard let from = Instant(rfc3339: arguments[1]), let to = Instant(rfc3339: arguments[2]),
            let zone = SystemZones.database.zone(named: arguments[3])
        else { throw Trouble("not two instants and a zone: \(arguments.dropFirst())") }
        var reader = ContentsReader(zones: SystemZones.database)
        _ = try reader.push(Array(data))
        contents = try reader.finish().contents
        window = Span(from, to)
        context = ExpansionContext(zones: SystemZones.database, floatingZone: zone, maximumOccurrences: .max)
    }
}

import Booking
import CalendarSync
import CivilTime
import Foundation
import Persistence

@testable import Operations

/// With `KALENDS_SIMULATION_TRACE`, a story also tells what every request was, and after each act how the links and the events stand.
enum SimulationTrace {
    static let isOn = ProcessInfo.processInfo.environment["KALENDS_SIMULATION_TRACE"] == "1"
}

extension Simulation {
    func trace() throws {
        guard SimulationTrace.isOn else { return }
        told += around.gate.takeHeard().map { "    | \($0)" }
        for event in ours() {
            let name = event.id.dropFirst(event.calendar.id.count).suffix(12)
            told.append("    | event \(event.marker?.text.suffix(5) ?? "") \(event.calendar) \(name) \(event.span.start) “\(event.title)”")
        }
        let (links, open) = try read { transaction in
            let calendars = try transaction.calendars.all()
            let links = try calendars.flatMap { calendar in
                try transaction.links.all(calendar: calendar.id).map { (link: $0, calendar: calendar.remote.id) }
            }
            return (links, try transaction.conflicts.open())
        }
        for (link, calendar) in links {
            let wanted = try read { try $0.appointments.find(link.appointment)?.span.start }
            let sides = [("base", link.base), ("carried", link.carried)].map { name, fields in
                "\(name) \(fields.map { "\($0.span.start) “\($0.title)”" } ?? "none")"
            }
            told.append(
                "    | link \(link.appointment.short)/\(link.generation) \(link.resource.short) \(calendar) \(link.state) "
                    + "\(link.version ?? "unversioned") \(sides.joined(separator: ", ")), booked \(wanted.map { "\($0)" } ?? "never")")
        }
        for conflict in open { told.append("    | asked \(conflict.appointment.short) \(conflict.kind)") }
    }
}

import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import ICalendar
import Persistence
import TestSupport

@testable import Operations

extension Simulation {
    /// The events of ours as they really stand, by looking into the stand-ins.
    func ours() -> [TrueEvent] { allCalendars().flatMap { ours(in: $0) } }

    func ours(in calendar: CalendarKey) -> [TrueEvent] {
        calendar.provider == .google ? googleEvents(calendar) : caldavEvents(calendar)
    }

    private func googleEvents(_ key: CalendarKey) -> [TrueEvent] {
        guard let calendar = around.google.world.calendars[key.id] else { return [] }
        return calendar.events.values.filter { !$0.isCancelled }.compactMap { event in
            let resource = event.resource
            guard let properties = resource["extendedProperties"]?["private"], let text = properties["kalends"]?.string,
                let marker = EventMarker(text: text), let start = instant(resource["start"]), let end = instant(resource["end"])
            else { return nil }
            return TrueEvent(
                calendar: key, id: event.id, uid: properties["kalendsUID"]?.string ?? "", marker: marker, span: Span(start, end),
                isAllDay: resource["start"]?["date"] != nil, title: event.summary ?? "", notes: resource["description"]?.string ?? "",
                isSeries: resource["recurrence"] != nil)
        }.sorted { $0.id < $1.id }
    }

    private func instant(_ value: JSONValue?) -> Instant? {
        if let text = value?["dateTime"]?.string { return Instant(rfc3339: text) }
        return value?["date"]?.string.flatMap { CivilDate(iso8601: $0) }.map { berlin.startOfDay($0) }
    }

    private func caldavEvents(_ key: CalendarKey) -> [TrueEvent] {
        guard let collection = around.caldav.world.collections[key.id] else { return [] }
        return collection.members.compactMap { name, member in
            member.current?.data.flatMap { trueEvent(key, name, $0) }
        }.sorted { $0.id < $1.id }
    }

    func trueEvent(_ key: CalendarKey, _ name: String, _ data: [UInt8]) -> TrueEvent? {
        guard let event = Self.component(data), let text = event.first("X-KALENDS-APPOINTMENT")?.text, let marker = EventMarker(text: text),
            let start = time(event.first("DTSTART")), let end = time(event.first("DTEND"))
        else { return nil }
        return TrueEvent(
            calendar: key, id: key.id + name, uid: event.first("UID")?.text ?? "", marker: marker, span: Span(start, end),
            isAllDay: event.first("DTSTART")?.parameter("VALUE") == "DATE", title: event.first("SUMMARY")?.text ?? "",
            notes: event.first("DESCRIPTION")?.text ?? "", isCalledOff: event.first("STATUS")?.text == "CANCELLED",
            isSeries: event.first("RRULE") != nil)
    }

    static func component(_ data: [UInt8]) -> Component? {
        (try? CalendarDocument.parse(data))?.components.first?.components.first { $0.name == "VEVENT" }
    }

    /// Ours are written in UTC, or over whole days.
    private func time(_ property: Property?) -> Instant? {
        guard let digits = property.map({ Array($0.value) }), digits.count >= 8 else { return nil }
        let date = "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
        guard digits.count == 16 else { return CivilDate(iso8601: date).map { berlin.startOfDay($0) } }
        return Instant(rfc3339: "\(date)T\(String(digits[9..<11])):\(String(digits[11..<13])):\(String(digits[13..<15]))Z")
    }

    /// Events of ours that are the one that their link means.
    func linkedEvents() throws -> [(event: TrueEvent, link: Link, appointment: Appointment)] {
        let events = ours()
        return try read { transaction in
            try events.compactMap { event in
                guard let marker = event.marker, !self.copies.contains(event.id),
                    let appointment = try transaction.appointments.find(Appointment.ID(marker.appointment))
                else { return nil }
                for link in try transaction.links.all(appointment: appointment.id) where link.uid(for: appointment) == event.uid {
                    guard let calendar = try transaction.calendars.find(link.calendar), calendar.remote.id == event.calendar.remoteID else {
                        continue
                    }
                    return (event, link, appointment)
                }
                return nil
            }
        }
    }
}

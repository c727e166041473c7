import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import ICalendar
import TestSupport

@testable import Operations

extension Simulation {
    /// Somebody does something to an event of ours in their own program.
    func editOurs(_ random: inout SeededGenerator) throws {
        if random.oneIn(10) { return fetchBack(&random) }
        // Not what is past, nor what its server does not show.
        let candidates = try linkedEvents().filter {
            $0.appointment.span.end > around.clock.now && remembered[$0.event.calendar] == nil
        }
        guard !candidates.isEmpty else { return }
        let (event, link, appointment) = random.pick(candidates)
        forgetHeld(event.id)
        if event.isCalledOff || event.isSeries { return }
        switch random.int(1...10) {
        case 1...4: try move(event, link, appointment, &random)
        case 5: try makeAllDay(event, link, appointment)
        case 6, 7: try retitle(event, link, appointment)
        case 8 where event.calendar.provider == .caldav && random.oneIn(2): try callOff(event, link, appointment)
        case 8: touch(event)
        case 9 where random.oneIn(2): makeSeries(event, appointment)
        case 9: copy(event)
        default:
            tell("\(appointment.id.short) is deleted outside")
            try note(.deleted, event, link, appointment)
            if event.calendar.provider == .google {
                edit(.deleteEvent(calendar: event.calendar.id, event: event.id))
            } else {
                around.caldav.change { world, moment in world.remove(event.name, from: event.calendar.id, moment) }
            }
        }
    }

    private func note(_ kind: HumanEdit.Kind, _ event: TrueEvent, _ link: Link, _ appointment: Appointment) throws {
        let goesBack = link.base.map { kind == .moved($0.span) } ?? false
        let settled = try conflicts().filter { $0.appointment == appointment.id && $0.settledAt != nil }
        ledger.note(
            HumanEdit(
                kind: kind, appointment: appointment.id, resource: link.resource, calendar: event.calendar, event: event.id, step: step,
                settledBefore: Set(settled.map(\.id)), isInvisible: goesBack || link.state == .closed, isUnread: link.base == nil,
                isUnknown: link.base == nil && link.carried == nil && relinked.contains(link.resource), isUnderway: link.state == .pending))
    }

    private func move(_ event: TrueEvent, _ link: Link, _ appointment: Appointment, _ random: inout SeededGenerator) throws {
        let place = Span(start: start(&random), duration: appointment.span.duration + (random.oneIn(4) ? .minutes(15) : .zero))
        guard place != event.span || event.isAllDay else { return }
        tell("\(appointment.id.short) is moved outside to \(place.start)")
        try note(.moved(place), event, link, appointment)
        change(
            event,
            [
                "start": ["dateTime": .text(place.start.description), "date": .null, "timeZone": .null],
                "end": ["dateTime": .text(place.end.description), "date": .null, "timeZone": .null],
            ]
        ) { component in
            component.set(Property(name: "DTSTART", value: place.start.calendarText))
            component.set(Property(name: "DTEND", value: place.end.calendarText))
        }
    }

    private func makeAllDay(_ event: TrueEvent, _ link: Link, _ appointment: Appointment) throws {
        guard !event.isAllDay else { return }
        let day = berlin.date(at: event.span.start)
        let place = Span(berlin.startOfDay(day), berlin.startOfDay(day.adding(days: 1)))
        tell("\(appointment.id.short) takes the whole day outside")
        try note(.moved(place), event, link, appointment)
        let (first, last) = (day.description, day.adding(days: 1).description)
        change(
            event,
            [
                "start": ["date": .text(first), "dateTime": .null, "timeZone": .null],
                "end": ["date": .text(last), "dateTime": .null, "timeZone": .null],
            ]
        ) { component in
            for (name, text) in [("DTSTART", first), ("DTEND", last)] {
                component.set(
                    Property(name: name, parameters: [Parameter("VALUE", "DATE")], value: text.replacing("-", with: "")))
            }
        }
    }

    private func retitle(_ event: TrueEvent, _ link: Link, _ appointment: Appointment) throws {
        words += 1
        let title = "Theirs \(words)"
        tell("\(appointment.id.short) is called “\(title)” outside")
        try note(.titled(title), event, link, appointment)
        change(event, ["summary": .text(title)]) { $0.set(Property("SUMMARY", text: title)) }
    }

    /// It is marked as called off. At Google that is a deletion.
    private func callOff(_ event: TrueEvent, _ link: Link, _ appointment: Appointment) throws {
        tell("\(appointment.id.short) is called off outside")
        try note(.calledOff, event, link, appointment)
        change(event, [:]) { $0.set(Property(name: "STATUS", value: "CANCELLED")) }
    }

    /// Its version rises, and nothing else changes.
    private func touch(_ event: TrueEvent) {
        tell("an event of ours is touched")
        words += 1
        let word = "\(words % 11 + 1)"
        change(event, ["colorId": .text(word)]) { $0.set(Property(name: "X-TOUCHED", value: word)) }
    }

    /// It takes place on the two days after it as well. A whole day is left as it is.
    private func makeSeries(_ event: TrueEvent, _ appointment: Appointment) {
        guard !event.isAllDay else { return }
        tell("\(appointment.id.short) is made a series outside")
        series[event.id] = event.calendar
        func time(_ instant: Instant) -> JSONValue { ["dateTime": .text(instant.description), "timeZone": "UTC"] }
        change(
            event,
            [
                "recurrence": .list([.text("RRULE:FREQ=DAILY;COUNT=3")]), "start": time(event.span.start), "end": time(event.span.end),
            ]
        ) { $0.set(Property(name: "RRULE", value: "FREQ=DAILY;COUNT=3")) }
    }

    private func copy(_ event: TrueEvent) {
        words += 1
        let name = "copy-\(words)"
        tell("an event of ours is copied")
        if event.calendar.provider == .google {
            if let id = edit(.copyEvent(calendar: event.calendar.id, event: event.id)) { copies.insert(id) }
            return
        }
        guard let data = data(of: event),
            let copied = Self.changed(data, { $0.set(Property("UID", text: name)) })
        else { return }
        copies.insert(event.calendar.id + name + ".ics")
        around.caldav.change { world, moment in world.edit(name + ".ics", in: event.calendar.id, data: copied, moment) }
    }

    /// Somebody fetches an event of ours back from the trash.
    private func fetchBack(_ random: inout SeededGenerator) {
        let deleted = around.caldav.world.collections.values.flatMap { collection in
            collection.members.filter { $0.value.current == nil }.compactMap { name, member in
                member.versions.last { $0.data != nil }?.data.flatMap { trueEvent(CalendarKey(.caldav, collection.path), name, $0) }
            }
        }.sorted { $0.id < $1.id }
        guard !deleted.isEmpty else { return }
        let event = random.pick(deleted)
        tell("\(event.id.suffix(12)) is fetched back from the trash")
        fetchedBack.insert(event.id)
        if let marker = event.marker { ledger.noteReturn(of: Appointment.ID(marker.appointment), to: event) }
        around.caldav.change { world, moment in world.restore(event.name, in: event.calendar.id, moment) }
    }

    private func data(of event: TrueEvent) -> [UInt8]? {
        around.caldav.world.collections[event.calendar.id]?.members[event.name]?.current?.data
    }

    private static func changed(_ data: [UInt8], _ change: (inout Component) -> Void) -> [UInt8]? {
        guard var calendar = (try? CalendarDocument.parse(data))?.components.first,
            let index = calendar.components.firstIndex(where: { $0.name == "VEVENT" })
        else { return nil }
        change(&calendar.components[index])
        return calendar.serialized()
    }

    private func change(_ event: TrueEvent, _ patch: JSONValue, _ change: (inout Component) -> Void) {
        if event.calendar.provider == .google {
            edit(.changeEvent(calendar: event.calendar.id, event: event.id, change: patch))
        } else if let data = data(of: event), let changed = Self.changed(data, change) {
            around.caldav.change { world, moment in world.edit(event.name, in: event.calendar.id, data: changed, moment) }
        }
    }
}

extension TrueEvent {
    /// The last part of the path at the CalDAV server.
    var name: String { String(id.dropFirst(calendar.id.count)) }
}

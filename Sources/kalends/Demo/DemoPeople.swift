import CalendarSimulators
import CivilTime
import Host

/// The people of the demo in the stand-in for Google, with what stands in their calendars.
struct DemoPeople: Sendable {
    /// Somebody with an account there.
    struct Person: Sendable {
        var name: String
        var email: String
        var subject: String
    }

    let simulator: GoogleSimulator
    let people: [Person]

    var names: [String] { people.map(\.name) }

    /// What the stand-in knows us by.
    static var clientSecret: String { GoogleSettings().clients["kalends"] ?? "" }

    /// - Parameter zone: a name of the tz database.
    init(simulator: GoogleSimulator, zone: String) {
        self.simulator = simulator
        people = simulator.change { world, _ in
            // Messages go to this machine.
            world.settings.requiresSecurePush = false
            return [("Anna Lind", "anna@example.com"), ("Ben Okafor", "ben@example.com")].map { name, email in
                Person(name: name, email: email, subject: world.addPerson(email: email, name: name, timeZone: zone))
            }
        }
    }

    /// What they do besides: busy, free, private, repeated, and for a whole day. Nothing of it lies over a booking, as nobody has made a
    /// conflict yet.
    /// - Parameter booked: the times that are booked, by the names of the people.
    /// - Throws: `EditRefusal` when the stand-in takes an event for malformed.
    func fillCalendars(at now: Instant, zone: Zone, besides booked: [String: [Span]]) throws {
        let (anna, ben) = (people[0], people[1])
        try add(to: anna, "Dentist", DemoEvent(day: 2, hour: 10), now, zone, booked)
        try add(to: anna, "Team breakfast", DemoEvent(day: 1, hour: 9, every: 7), now, zone, booked, ["recurrence": ["RRULE:FREQ=WEEKLY"]])
        try add(
            to: ben, "Pick up the children", DemoEvent(day: 1, hour: 15, every: 1), now, zone, booked,
            ["recurrence": ["RRULE:FREQ=DAILY;COUNT=30"]])
        try add(to: ben, "Nobody else's business", DemoEvent(day: 2, hour: 12, length: 2), now, zone, booked, ["visibility": "private"])
        let today = zone.date(at: now)
        try add(to: anna, "Birthday of Hugo", wholeDay(today.adding(days: 3)), ["transparency": "transparent"])
        try add(to: ben, "Holiday", wholeDay(today.adding(days: 9)), ["transparency": "opaque"])
    }

    private func add(
        to person: Person, _ title: String, _ wished: DemoEvent, _ now: Instant, _ zone: Zone, _ booked: [String: [Span]],
        _ more: [String: JSONValue] = [:]
    ) throws {
        guard let event = wished.besides(booked[person.name] ?? [], from: zone.date(at: now), in: zone) else { return }
        try add(to: person, title, times(event, from: zone.date(at: now), zone.name), more)
    }

    private func times(_ event: DemoEvent, from today: CivilDate, _ zone: String) -> [String: JSONValue] {
        func time(_ hour: Int) -> JSONValue {
            ["dateTime": .text("\(today.adding(days: event.day))T\(hour < 10 ? "0" : "")\(hour):00:00"), "timeZone": .text(zone)]
        }
        return ["start": time(event.hour), "end": time(event.hour + event.length)]
    }

    private func wholeDay(_ date: CivilDate) -> [String: JSONValue] {
        ["start": ["date": .text("\(date)")], "end": ["date": .text("\(date.adding(days: 1))")]]
    }

    private func add(to person: Person, _ title: String, _ times: [String: JSONValue], _ more: [String: JSONValue] = [:]) throws {
        let event = JSONValue.object(times.merging(more) { $1 }.merging(["summary": .text(title)]) { $1 })
        try simulator.change { world, moment throws(EditRefusal) in
            _ = try world.edit(.addEvent(calendar: person.email, event: event), moment)
        }
    }
}

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

    /// What they do besides: busy, free, private, repeated, and for a whole day.
    /// - Throws: `EditRefusal` when the stand-in takes an event for malformed.
    func fillCalendars(from today: CivilDate, zone: String) throws {
        let (anna, ben) = (people[0].email, people[1].email)
        try add(to: anna, "Dentist", event(today.adding(days: 2), 10, 11, zone))
        try add(to: anna, "Team breakfast", event(today.adding(days: 1), 9, 10, zone), ["recurrence": ["RRULE:FREQ=WEEKLY"]])
        try add(to: anna, "Birthday of Hugo", wholeDay(today.adding(days: 3)), ["transparency": "transparent"])
        try add(to: ben, "Pick up the children", event(today.adding(days: 1), 15, 16, zone), ["recurrence": ["RRULE:FREQ=DAILY;COUNT=30"]])
        try add(to: ben, "Nobody else's business", event(today.adding(days: 2), 12, 14, zone), ["visibility": "private"])
        try add(to: ben, "Holiday", wholeDay(today.adding(days: 9)), ["transparency": "opaque"])
    }

    private func event(_ date: CivilDate, _ start: Int, _ end: Int, _ zone: String) -> [String: JSONValue] {
        func time(_ hour: Int) -> JSONValue {
            ["dateTime": .text("\(date)T\(hour < 10 ? "0" : "")\(hour):00:00"), "timeZone": .text(zone)]
        }
        return ["start": time(start), "end": time(end)]
    }

    private func wholeDay(_ date: CivilDate) -> [String: JSONValue] {
        ["start": ["date": .text("\(date)")], "end": ["date": .text("\(date.adding(days: 1))")]]
    }

    private func add(to calendar: String, _ title: String, _ times: [String: JSONValue], _ more: [String: JSONValue] = [:]) throws {
        let event = JSONValue.object(times.merging(more) { $1 }.merging(["summary": .text(title)]) { $1 })
        try simulator.change { world, moment throws(EditRefusal) in
            _ = try world.edit(.addEvent(calendar: calendar, event: event), moment)
        }
    }
}

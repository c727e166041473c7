import CalendarSimulators
import CalendarSync
import Testing

@testable import GoogleCalendar

struct BusyMeaningTests {
    private static let allDay: [String: JSONValue] = ["start": ["date": "2026-12-01"], "end": ["date": "2026-12-02"]]
    private static let boss: [String: JSONValue] = ["organizer": ["email": "boss@example.org"]]

    private static func answered(_ answer: String) -> [String: JSONValue] {
        boss.merging([
            "attendees": [
                ["email": .text(Google.email), "responseStatus": .text(answer)],
                ["email": "boss@example.org", "responseStatus": "accepted"],
            ]
        ]) { _, new in new }
    }

    @Test(
        arguments: [
            ([:], true, "shown as busy"), (["transparency": "transparent"], false, "shown as free"),
            (["status": "tentative"], true, "tentative"),
            (answered("declined"), false, "declined"), (answered("tentative"), true, "tentative"), (answered("needsAction"), true, "busy"),
            (answered("accepted"), true, "busy"), (["eventType": "outOfOffice"], true, "out of office"),
            (["eventType": "focusTime"], true, "free of meetings"),
            (
                ["eventType": "workingLocation", "workingLocationProperties": ["type": "homeOffice"]], false, "where somebody works"
            ),
            (allDay.merging(["eventType": "birthday"]) { _, new in new }, false, "birthday"),
            (["eventType": "fromGmail"], true, "shown as busy"),
            (allDay, true, "shown as busy"), (["visibility": "private"], true, "shown as busy"),
        ] as [([String: JSONValue], Bool, String)])
    func `Google's own facts decide what is busy, and why`(fields: [String: JSONValue], isBusy: Bool, reason: String) async throws {
        try await Google.run { google async throws in
            let id = try google.add(hour(fields))
            let item = try #require(try await google.read().state.items[id])
            let only = try #require(google.provider.expand(item, in: december, for: vienna).occurrences.first)
            #expect(only.isBusy == isBusy && only.reason.contains(reason), "\(only.reason)")
        }
    }

    @Test(arguments: ["private", "confidential"])
    func `nothing of a private event is kept but its time`(visibility: String) async throws {
        try await Google.run { google async throws in
            let id = try google.add(hour(["visibility": .text(visibility), "description": "Secret notes", "location": "Secret place"]))
            let item = try #require(try await google.read().state.items[id])
            #expect(item.fields?.title == "" && item.fields?.notes == "" && item.fields?.location == "")
            #expect(!item.payload.contains("Dentist") && !item.payload.contains("Secret"))
            #expect(google.provider.expand(item, in: december, for: vienna).occurrences.first?.title == nil)
        }
    }

    @Test func `an event without a title, and one of which only the time is shared, close their time`() async throws {
        try await Google.run { google async throws in
            google.simulator.change { world, _ in _ = world.addPerson(email: "ben@example.org", name: "Ben", timeZone: "UTC") }
            try google.edit(.setRole(calendar: "ben@example.org", email: Google.email, role: .freeBusyReader))
            try google.edit(.addEvent(calendar: "ben@example.org", event: hour()))
            let ben = RemoteCalendar(id: "ben@example.org", name: "Ben", access: .readOnly)
            let batch = try await google.provider.reader(of: ben, with: google.credentials).changes(since: nil, known: [:])
            let item = try #require(batch.changed.first)
            let only = try #require(google.provider.expand(item, in: december, for: vienna).occurrences.first)
            #expect(only.isBusy && only.title == nil && item.fields?.title == "")
        }
    }
}

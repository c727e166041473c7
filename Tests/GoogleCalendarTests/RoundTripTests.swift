import CalendarSimulators
import CalendarSync
import CivilTime
import Testing

@testable import GoogleCalendar

/// What is written reads back as it was meant, whatever it is.
struct RoundTripTests {
    /// Before, in and after the hours in which the clocks of Vienna change, over midnight, and over the turn of a year.
    private static let starts: [Int64] = [
        1_774_742_400, 1_774_746_000, 1_774_749_600, 1_792_886_400, 1_792_890_000, 1_792_893_600, 1_798_757_999, 1_798_761_600,
        1_803_902_340,
    ]
    private static let texts = [
        "", "Frisör – Zoë & <b>Söhne</b>", "a;b,c\\d \"e\" 'f'", "First\n\n  second\tthird", "👩‍👩‍👧 💇🏽", "%41 &amp; \u{A0}x", "日本語 العربية",
        String(repeating: "long ", count: 400),
    ]

    @Test func `any event is read back as it was written, created and changed`() async throws {
        try await Google.run { google async throws in
            for (number, start) in Self.starts.enumerated() {
                var event = ours
                event.uid = "kalends-\(number)@example.org"
                let text = { (offset: Int) in Self.texts[(number + offset) % Self.texts.count] }
                event.fields =
                    EventFields(
                        span: Span(start: Instant(secondsSinceEpoch: start), duration: .minutes(15 + 45 * number)), title: text(0),
                        notes: text(3), location: text(5)
                    ).normalized
                let created = try await google.writer().create(event)
                #expect(created.fields?.normalized == event.fields && created.uid == event.uid && created.marker == event.marker)
                event.fields.span = event.fields.span.shifted(by: .hours(1))
                event.fields.notes = text(4)
                event.fields = event.fields.normalized
                let changed = try await google.writer().update(event, at: created.id, version: created.version)
                #expect(changed.fields?.normalized == event.fields)
                #expect(try await google.writer().item(created.id) == changed)
            }
        }
    }

    /// What stands between its own marks Google drops.
    @Test func `a text between Google's marks stays, and the marks go`() async throws {
        try await Google.run { google async throws in
            let mark = "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"
            var event = ours
            event.fields.notes = "Before\n\(mark)\nJoin: https://meet.example.org/x\n\(mark)\nAfter"
            let created = try await google.writer().create(event)
            #expect(created.fields?.notes == "Before\nJoin: https://meet.example.org/x\nAfter")
        }
    }

    @Test func `no write names guests, nor asks Google to write to anybody`() async throws {
        try await Google.run { google async throws in
            let created = try await google.writer().create(ours)
            var event = ours
            event.fields.notes = "Changed"
            let changed = try await google.writer().update(event, at: created.id, version: created.version)
            try await google.writer().delete(created.id, version: changed.version)
            let writes = google.simulator.world.requests.filter { $0.method?.rawValue.hasPrefix("events.") == true && $0.verb != "GET" }
            #expect(writes.map(\.verb) == ["POST", "PATCH", "DELETE"])
            #expect(writes.allSatisfy { $0.query.contains("sendUpdates=none") && !$0.body.contains("attendees") })
        }
    }

    @Test func `an event that has become a series is not written over`() async throws {
        try await Google.run { google async throws in
            let created = try await google.writer().create(ours)
            try google.edit(
                .changeEvent(
                    calendar: Google.email, event: created.id,
                    change: [
                        "recurrence": ["RRULE:FREQ=DAILY;COUNT=3"], "start": ["timeZone": "Europe/Vienna"],
                        "end": ["timeZone": "Europe/Vienna"],
                    ]))
            for version in [created.version, nil] {
                let stale = try await failure { _ = try await google.writer().update(ours, at: created.id, version: version) }
                #expect(stale.kind == .preconditionFailed)
            }
            #expect(try google.event(created.id).isRecurring)
        }
    }
}

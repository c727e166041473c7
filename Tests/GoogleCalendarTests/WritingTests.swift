import CalendarSimulators
import CalendarSync
import CivilTime
import Testing

@testable import GoogleCalendar

struct WritingTests {
    private var changed: OutgoingEvent {
        var event = ours
        event.fields.title = "Colour – Cleo"
        event.fields.span = Span(start: ours.fields.span.start + .hours(2), duration: .hours(1))
        event.fields.notes = ""
        return event
    }

    @Test func `what was created is read back as ours, under the id of its UID`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            #expect(written.id == EventName.id(forUID: ours.uid) && written.uid == ours.uid && written.marker == ours.marker)
            #expect(written.fields == ours.fields)
            #expect(try await google.writer().item(written.id) == written)
            let event = try google.event(written.id).resource
            #expect(event["attendees"] == nil && event["source"]?["url"]?.string == ours.url)
        }
    }

    @Test func `a second creation, or one whose answer was lost, meets the first`() async throws {
        try await Google.run { google async throws in
            google.fault(SimulatedFault(.loseAnswer, method: "events.insert"))
            #expect(try await failure { _ = try await google.writer().create(ours) }.kind == .unreachable)
            #expect(try await failure { _ = try await google.writer().create(ours) }.kind == .alreadyExists)
            let adopted = try await google.writer().item(google.writer().id(forUID: ours.uid))
            #expect(adopted?.marker == ours.marker && adopted?.uid == ours.uid)
            #expect(google.simulator.world.calendars[Google.email]?.events.count == 1)
        }
    }

    @Test func `the id of a deleted event stays taken; the next generation has another`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            try google.edit(.deleteEvent(calendar: Google.email, event: written.id))
            #expect(try await failure { _ = try await google.writer().create(ours) }.kind == .alreadyExists)
            #expect(try await google.writer().item(written.id) == nil)
            var next = ours
            next.uid = "g2-" + ours.uid
            next.marker.generation = 2
            #expect(try await google.writer().create(next).marker == next.marker)
        }
    }

    @Test func `an update changes our fields and leaves everything else alone`() async throws {
        try await Google.run { google async throws in
            var event = ours
            event.meetingName = "a1"
            let written = try await google.writer().create(event)
            let foreign: JSONValue = [
                "colorId": "5", "extendedProperties": ["private": ["other": "x"]], "reminders": ["useDefault": false],
            ]
            try google.edit(.changeEvent(calendar: Google.email, event: written.id, change: foreign))
            let held = try #require(try await google.writer().item(written.id))
            let updated = try await google.writer().update(changed, at: written.id, version: held.version)
            #expect(updated.fields == changed.fields && updated.meeting == written.meeting && updated.version != held.version)
            let resource = try google.event(written.id).resource
            #expect(resource["colorId"] == "5" && resource["extendedProperties"]?["private"]?["other"] == "x")
            #expect(resource["description"] == nil, "an emptied text is taken away")
        }
    }

    @Test func `a whole day that somebody made of our event becomes a time again`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            let day: JSONValue = [
                "start": ["date": "2026-12-01", "dateTime": .null, "timeZone": .null],
                "end": ["date": "2026-12-02", "dateTime": .null, "timeZone": .null],
            ]
            try google.edit(.changeEvent(calendar: Google.email, event: written.id, change: day))
            let held = try #require(try await google.writer().item(written.id))
            #expect(held.fields?.isAllDay == true)
            #expect(try await google.writer().update(ours, at: written.id, version: held.version).fields == ours.fields)
        }
    }

    @Test func `a write based on an old version is refused, whatever it is`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            try google.edit(.changeEvent(calendar: Google.email, event: written.id, change: ["summary": "Mine"]))
            #expect(
                try await failure { _ = try await google.writer().update(changed, at: written.id, version: written.version) }.kind
                    == .preconditionFailed)
            #expect(
                try await failure { try await google.writer().delete(written.id, version: written.version) }.kind == .preconditionFailed)
            #expect(try google.event(written.id).summary == "Mine")
        }
    }

    @Test func `without a version the event's own is asked for, and nothing is overwritten blindly`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            _ = google.calls()
            _ = try await google.writer().update(changed, at: written.id, version: nil)
            #expect(google.calls() == ["events.get", "events.patch"])
        }
    }

    @Test func `an event that is gone, or has become a series, is not written over`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            try google.edit(.deleteEvent(calendar: Google.email, event: written.id))
            let version = try google.event(written.id).resource["etag"]?.string
            #expect(
                try await failure { _ = try await google.writer().update(changed, at: written.id, version: version) }.kind
                    == .preconditionFailed)
            #expect(
                try await failure { _ = try await google.writer().update(changed, at: "never0there", version: "\"1\"") }.kind
                    == .preconditionFailed)
        }
    }

    @Test func `deleting succeeds also when nothing is there any more`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            try await google.writer().delete(written.id, version: written.version)
            try await google.writer().delete(written.id, version: written.version)
            try await google.writer().delete("never0there", version: nil)
            google.fault(SimulatedFault(.loseAnswer, method: "events.delete"))
        }
    }

    @Test func `a copy that somebody made of our event is not ours`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            let copy = try google.edit(.copyEvent(calendar: Google.email, event: written.id))
            let items = try await google.read().state.items
            #expect(items[written.id]?.marker == ours.marker)
            #expect(items[copy]?.marker == nil && items[copy]?.uid == "\(copy)@google.com")
        }
    }

    @Test func `a meeting is made once for each name, and its link comes when it is ready`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.conferenceDelay = 20 }
            var event = ours
            event.meetingName = "a1-1"
            let written = try await google.writer().create(event)
            #expect(written.meeting == .pending)
            google.simulator.advance(by: .seconds(20))
            let ready = try #require(try await google.writer().item(written.id))
            guard case .ready(let link)? = ready.meeting else { Issue.record("no link: \(String(describing: ready.meeting))"); return }
            #expect(link.hasPrefix("https://meet.google.com/"))
            event.fields.title = "Later"
            let again = try await google.writer().update(event, at: written.id, version: ready.version)
            #expect(again.meeting == .ready(link: link), "the same name is the same meeting")
            var other = ours
            (other.uid, other.meetingName) = ("kalends-2@example.org", "a2-1")
            google.settings { $0.conferenceDelay = 0 }
            let second = try await google.writer().create(other)
            #expect(second.meeting != again.meeting && second.meeting != nil)
            #expect(try await google.writer().create(plain).meeting == nil)
        }
    }

    private var plain: OutgoingEvent {
        var event = ours
        event.uid = "kalends-3@example.org"
        return event
    }

    @Test func `a calendar without video meetings refuses the event that wants one, for good`() async throws {
        try await Google.run { google async throws in
            try google.edit(.offerMeet(calendar: Google.email, isOffered: false))
            var event = ours
            event.meetingName = "a1"
            let refused = try await failure { _ = try await google.writer().create(event) }
            #expect(refused.kind == .eventRefused && refused.retry == .never)
        }
    }

    @Test func `an event without length is widened, as Google takes none`() async throws {
        try await Google.run { google async throws in
            var event = ours
            event.fields.span = Span(start: Google.start, duration: .zero)
            #expect(try await google.writer().create(event).fields?.span == Span(start: Google.start, duration: .minutes(1)))
        }
    }

    @Test func `texts come back as Google keeps them, and that is what is compared later`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.rewritesTexts = true }
            var event = ours
            event.fields.title = "Cafe\u{301} 🎈"
            event.fields.notes = "One  \r\nTwo <script>x</script>"
            let written = try await google.writer().create(event)
            #expect(written.fields?.title == "Caf\u{E9} 🎈" && written.fields?.notes == "One\nTwo")
            #expect(try await google.writer().item(written.id)?.fields == written.fields)
        }
    }

    @Test func `a right that was taken away is told as that`() async throws {
        try await Google.run { google async throws in
            let written = try await google.writer().create(ours)
            try google.edit(.setRole(calendar: Google.email, email: Google.email, role: .reader))
            let refused = try await failure { _ = try await google.writer().update(changed, at: written.id, version: written.version) }
            #expect(refused.kind == .forbidden && refused.retry == .never)
            #expect(try await failure { _ = try await google.writer().create(plain) }.kind == .forbidden)
        }
    }

    @Test func `names are of Google's alphabet, and different for different UIDs`() {
        let uids = ["", "a", "b", "kalends-1@example.org", "g2-kalends-1@example.org", "ü", "00"]
        let names = uids.map(EventName.id)
        #expect(Set(names).count == uids.count)
        #expect(
            names.allSatisfy { name in name.utf8.count >= 5 && name.allSatisfy { ("a"..."v").contains($0) || ("0"..."9").contains($0) } })
        // RFC 4648 section 10.
        #expect(EventName.id(forUID: "foobar") == "cpnmuoj1e8")
    }
}

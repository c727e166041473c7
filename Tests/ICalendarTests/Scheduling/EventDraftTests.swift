import CivilTime
import ICalendar
import Testing

@Suite struct EventDraftTests {
    private let draft = EventDraft(
        uid: "b-123@booking.example.org", span: Cast.span("2026-12-01T09:00:00Z", "2026-12-01T09:30:00Z"),
        stamp: Cast.instant("2026-11-20T12:05:00Z"),
        sequence: 1, summary: "Consultation", organizer: Party(address: "calendar@booking.example.org", name: "Practice"),
        attendees: [Party(address: "mailto:Cleo@example.org", name: "Cleo")]
    )

    @Test func `a request is written as RFC 5546 wants it`() {
        let text = String(decoding: Component.calendar(method: .request, events: [draft.component()]).serialized(), as: UTF8.self)
        let expected = """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Kalends//Kalends//EN
            CALSCALE:GREGORIAN
            METHOD:REQUEST
            BEGIN:VEVENT
            UID:b-123@booking.example.org
            DTSTAMP:20261120T120500Z
            SEQUENCE:1
            DTSTART:20261201T090000Z
            DTEND:20261201T093000Z
            SUMMARY:Consultation
            STATUS:CONFIRMED
            TRANSP:OPAQUE
            ORGANIZER;CN=Practice:mailto:calendar@booking.example.org
            ATTENDEE;CN=Cleo;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailt
             o:cleo@example.org
            END:VEVENT
            END:VCALENDAR

            """
        #expect(
            text.split(separator: "\r\n", omittingEmptySubsequences: false)
                == expected.split(separator: "\n", omittingEmptySubsequences: false))
    }

    @Test func `what is written is read back the same`() throws {
        var draft = draft
        (draft.notes, draft.location, draft.url, draft.isPrivate, draft.isTransparent) = (
            "a\nb, c; d", "Room \"1\"", "https://example.org/x?a=1", true, true
        )
        (draft.status, draft.extra) = (.cancelled, [Property(name: "X-KALENDS-ID", value: "7")])
        let document = try CalendarDocument.parse(Component.calendar(method: .cancel, events: [draft.component()]).serialized())
        let event = try CalendarEvent(document.components[0].components[0])
        #expect(event.uid == draft.uid && event.notes == draft.notes && event.location == draft.location && event.url == draft.url)
        #expect(event.isPrivate && event.isTransparent && event.status == .cancelled && event.sequence == 1 && event.stamp == draft.stamp)
        #expect(event.organizer == draft.organizer && event.attendees.map(\.name) == ["Cleo"])
        #expect(event.attendees[0].participationStatus == .needsAction)
        #expect(event.start == .utc(draft.span.start) && event.end == .utc(draft.span.end))
        #expect(event.component.first("X-KALENDS-ID")?.value == "7")
        #expect(document.components[0].first("METHOD")?.value == "CANCEL")
    }

    @Test func `who has answered is not asked again`() {
        let attendee = Party(address: "cleo@example.org", participationStatus: .accepted).attendeeProperty
        #expect(attendee.parameter("PARTSTAT") == "ACCEPTED" && attendee.parameter("RSVP") == nil && attendee.parameter("CN") == nil)
    }

    @Test func `a file has no method, and a feed has its name in both spellings`() {
        let zone = Component("VTIMEZONE")
        let calendar = Component.calendar(events: [draft.component(), zone], name: "Ana; bookings")
        #expect(calendar.first("METHOD") == nil)
        #expect(calendar.first("NAME")?.text == "Ana; bookings" && calendar.first("X-WR-CALNAME")?.text == "Ana; bookings")
        #expect(calendar.components.map(\.name) == ["VTIMEZONE", "VEVENT"])
    }

    @Test func `an event without length has no end`() {
        var draft = draft
        draft.span = Cast.span("2026-12-01T09:00:00Z", "2026-12-01T09:00:00Z")
        #expect(draft.component().first("DTEND") == nil)
    }
}

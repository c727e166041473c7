import CivilTime
import ICalendar
import Testing

@Suite struct CalendarEventTests {
    @Test func `the fields of an event are read`() throws {
        let event = try Cast.read(
            """
            DTSTART;TZID=Europe/Berlin:20261121T090000\nDTEND;TZID=Europe/Berlin:20261121T100000
            SUMMARY:Tea\\, cake\nDESCRIPTION:a\\nb\nLOCATION:Kitchen
            URL:https://example.org/1\nSTATUS:confirmed\nSEQUENCE:3\nORGANIZER;CN=Ana:MAILTO:Ana@Example.org
            ATTENDEE;CN=Ben;PARTSTAT=accepted:mailto:ben@example.org\nATTENDEE;EMAIL=Cleo@example.org:/principals/cleo\nRRULE:FREQ=DAILY
            """
        )
        #expect(event.uid == "meeting" && event.summary == "Tea, cake" && event.notes == "a\nb" && event.location == "Kitchen")
        #expect(event.url == "https://example.org/1" && event.status == .confirmed && event.sequence == 3)
        #expect(event.stamp == Cast.instant("2026-01-01T00:00:00Z"))
        #expect(event.organizer == Party(address: "ana@example.org", name: "Ana"))
        #expect(event.attendees.map(\.address) == ["ben@example.org", "cleo@example.org"])
        #expect(event.attendees.map(\.participationStatus) == [.accepted, nil])
        #expect(event.recurrenceRule == "FREQ=DAILY" && event.isRecurring && !event.isTransparent && !event.isPrivate)
    }

    @Test func `an event with a start only has nothing else`() throws {
        let event = try Cast.read("DTSTART:20261121T090000Z")
        #expect(event.end == nil && event.duration == nil && event.summary == nil && event.organizer == nil && event.sequence == 0)
        #expect(event.recurrenceID == nil && !event.isRecurring && event.findings.isEmpty)
    }

    @Test(arguments: [("PUBLIC", false), ("PRIVATE", true), ("confidential", true), ("X-SECRET", true)])
    func `any class but public is private`(word: String, isPrivate: Bool) throws {
        #expect(try Cast.read("DTSTART:20261121\nCLASS:\(word)").isPrivate == isPrivate)
    }

    @Test func `an event without a readable start is refused with a sentence`() throws {
        #expect(throws: EventFailure.startMissing) { try Cast.read("SUMMARY:x") }
        #expect(throws: EventFailure.startUnreadable(value: "soon")) { try Cast.read("DTSTART:soon") }
        #expect(throws: EventFailure.recurrenceIDUnreadable(value: "x")) { try Cast.read("DTSTART:20260101\nRECURRENCE-ID:x") }
        #expect(throws: EventFailure.notAnEvent(name: "VTODO")) { try CalendarEvent(Component("VTODO")) }
        #expect(EventFailure.startUnreadable(value: "soon").sentence.contains("“soon”"))
    }

    @Test func `an event without UID gets the same name at each reading and another one for another time`() throws {
        func name(_ day: String) throws -> String {
            let document = try Cast.document("BEGIN:VEVENT\nUID:\nDTSTART:\(day)\nSUMMARY:x\nEND:VEVENT")
            return try CalendarEvent(document.components[0].components[0]).uid
        }
        #expect(try name("20260101") == name("20260101"))
        #expect(try name("20260101") != name("20260102"))
        #expect(try name("20260101").hasPrefix("without-uid-"))
    }

    @Test func `what cannot be read within an event is a finding`() throws {
        let event = try Cast.read("DTSTART:20260101T090000Z\nDTEND:late\nEXDATE:never,20260102T090000Z\nRDATE:20260103T090000Z/x")
        #expect(event.findings.count == 3)
        #expect(event.exceptionDates == [.utc(Cast.instant("2026-01-02T09:00:00Z"))])
        #expect(event.recurrenceDates.isEmpty)
    }

    @Test func `the whole component stays with the event`() throws {
        #expect(try Cast.read("DTSTART:20260101\nX-OWN:kept").component.first("X-OWN")?.value == "kept")
    }
}

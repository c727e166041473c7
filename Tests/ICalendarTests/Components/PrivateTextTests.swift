import CivilTime
import ICalendar
import Testing

struct PrivateTextTests {
    private func kept(_ lines: String) throws -> Component { try Cast.read(lines).component.withoutPrivateText() }

    @Test(arguments: ["PRIVATE", "CONFIDENTIAL", "X-SECRET", "private"])
    func `a private event keeps its times and loses its words`(classification: String) throws {
        let event = try kept(
            "DTSTART:20260301T090000Z\nDTEND:20260301T100000Z\nRRULE:FREQ=DAILY\nSUMMARY:Surgery\nX-NOTE:Clinic\nCLASS:\(classification)")
        #expect(event.properties.map(\.name) == ["UID", "DTSTAMP", "DTSTART", "DTEND", "RRULE", "CLASS"])
    }

    @Test(arguments: ["CLASS:PUBLIC", "CLASS:", "STATUS:CONFIRMED"])
    func `any other event stays as it is`(line: String) throws {
        let event = try Cast.read("DTSTART:20260301T090000Z\nSUMMARY:Team\n\(line)").component
        #expect(event.withoutPrivateText() == event)
    }

    @Test func `of the attendees only a refusal stays, without a name`() throws {
        let event = try kept(
            """
            DTSTART:20260301T090000Z
            CLASS:PRIVATE
            ATTENDEE;CN=Ana;PARTSTAT=DECLINED:mailto:ana@example.org
            ATTENDEE;CN=Ben;PARTSTAT=ACCEPTED:mailto:ben@example.org
            """)
        #expect(
            event.all("ATTENDEE") == [
                Property(name: "ATTENDEE", parameters: [Parameter("PARTSTAT", "DECLINED")], value: "mailto:ana@example.org")
            ])
        #expect(BusyMeaning.of(try CalendarEvent(event), ownAddresses: ["ana@example.org"]) == .free(.declined))
    }

    @Test func `within a calendar each event is judged by itself`() throws {
        let calendar = try Cast.document(
            Cast.event("DTSTART:20260301T090000Z\nSUMMARY:Team") + "\n"
                + Cast.event("DTSTART:20260302T090000Z\nSUMMARY:Surgery\nCLASS:PRIVATE")
        ).components[0].withoutPrivateText()
        #expect(calendar.first("VERSION") != nil)
        #expect(calendar.components.map { $0.first("SUMMARY")?.text } == ["Team", nil])
    }
}

import CivilTime
import ICalendar
import Testing

struct CalendarDocumentTests {
    @Test func `a calendar takes the times of all its events, also of one that is not understood`() throws {
        let document = try Cast.document(
            Cast.event("DTSTART:20260301T090000Z\nDTEND:20260301T100000Z") + "\n"
                + Cast.event("DTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nRECURRENCE-ID:sometime") + "\n" + Cast.event("DTSTART:soon")
        )
        let expansion = document.occurrences(in: Cast.year, context: Cast.context)
        #expect(expansion.occurrences.map(\.span.start.description) == ["2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z"])
        #expect(expansion.occurrences.last?.meaning == .busy(.notUnderstood))
        #expect(expansion.findings.count == 2)
    }

    @Test func `a single event has its span, whole days in UTC`() throws {
        let zones = Cast.context.zones
        let zoned = try Cast.document(Cast.event("DTSTART;TZID=Europe/Berlin:20260301T100000\nDURATION:PT1H"))
        #expect(zoned.singleEvent(zones: zones)?.span == Cast.span("2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z"))
        let day = try Cast.document(Cast.event("DTSTART;VALUE=DATE:20260301"))
        #expect(day.singleEvent(zones: zones)?.span == Cast.span("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"))
    }

    @Test(arguments: ["DTSTART:20260301T090000Z\nRRULE:FREQ=DAILY", "DTSTART;TZID=Nowhere:20260301T090000", "DTSTART:soon"])
    func `a series, an unknown zone and an unreadable start are no single event`(lines: String) throws {
        #expect(try Cast.document(Cast.event(lines)).singleEvent(zones: Cast.context.zones) == nil)
    }

    @Test func `two events are no single event`() throws {
        let one = Cast.event("DTSTART:20260301T090000Z")
        #expect(try Cast.document(one + "\n" + one.replacing("meeting", with: "other")).singleEvent(zones: Cast.context.zones) == nil)
    }
}

import CivilTime
import ICalendar
import Testing

/// What the calendar around an event says: its method, and its zone.
@Suite struct SchedulingTests {
    private let event = Cast.event("DTSTART:20260601T090000\nDTEND:20260601T100000\nSEQUENCE:1")

    @Test func `every event of a cancellation is cancelled`() throws {
        #expect(try Cast.expand("METHOD:CANCEL\n" + event).occurrences.map(\.meaning) == [.free(.cancelled)])
        #expect(try Cast.expand("METHOD: cancel\n" + event).occurrences.map(\.meaning) == [.free(.cancelled)])
        #expect(try Cast.expand("METHOD:REQUEST\n" + event).occurrences.map(\.meaning) == [.busy(.opaque)])
    }

    @Test func `a cancellation of one occurrence takes that one away`() throws {
        let series = Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3")
        let change = Cast.event("RECURRENCE-ID:20260602T090000Z\nDTSTART:20260602T090000Z\nSEQUENCE:1")
        let bytes = Cast.calendar("METHOD:PUBLISH\n" + series) + Cast.calendar("METHOD:CANCEL\n" + change)
        let found = try CalendarDocument.parse(bytes).occurrences(in: Cast.year, context: Cast.context).occurrences
        #expect(found.map { $0.span.start.description.prefix(10) } == ["2026-06-01", "2026-06-03"])
    }

    @Test func `a later cancellation in the same text counts more than the request`() throws {
        let later = Cast.event("DTSTART:20260601T090000\nDTEND:20260601T100000\nSEQUENCE:2")
        let bytes = Cast.calendar("METHOD:REQUEST\n" + event) + Cast.calendar("METHOD:CANCEL\n" + later)
        let found = try CalendarDocument.parse(bytes).occurrences(in: Cast.year, context: Cast.context).occurrences
        #expect(found.map(\.meaning) == [.free(.cancelled)])
    }

    @Test(arguments: ["X-WR-TIMEZONE:Asia/Tokyo", "TIMEZONE-ID:Asia/Tokyo", "X-WR-TIMEZONE:Asia/Kolkata\nTIMEZONE-ID:Asia/Tokyo"])
    func `times without a zone are on the calendar's own clock`(zone: String) throws {
        let expanded = try Cast.expand(zone + "\n" + event)
        #expect(expanded.spans == ["2026-06-01T00:00:00Z/2026-06-01T01:00:00Z"])
        #expect(expanded.findings.isEmpty)
    }

    @Test func `whole days are the owner's, whatever the calendar's zone`() throws {
        let expanded = try Cast.expand("X-WR-TIMEZONE:Asia/Tokyo\n" + Cast.event("DTSTART;VALUE=DATE:20260601"))
        #expect(expanded.spans == ["2026-05-31T22:00:00Z/2026-06-01T22:00:00Z"])
    }

    @Test func `a calendar zone that nobody knows leaves the owner's, and says so`() throws {
        let expanded = try Cast.expand("X-WR-TIMEZONE:Moon/Base\n" + event)
        #expect(expanded.starts == ["2026-06-01T07:00:00Z"])
        #expect(expanded.findings.contains { $0.contains("Moon/Base") })
        let elsewhere = try Cast.expand("X-WR-TIMEZONE:Moon/Base\n" + Cast.event("DTSTART:20260601T090000Z"))
        #expect(elsewhere.findings.isEmpty, "nothing depends on it")
    }

    @Test func `what is set aside is on the calendar's own clock too`() throws {
        let body = "X-WR-TIMEZONE:Asia/Tokyo\n" + Cast.event("DTSTART:20260601T090000\nDTEND:20260601T100000\nRECURRENCE-ID:soon")
        let found = try Cast.document(body).occurrences(in: Cast.year, context: Cast.context).occurrences
        #expect(found.map(\.span.start.description) == ["2026-06-01T00:00:00Z"])
    }

    @Test func `a zone that the calendar describes otherwise is remarked and the database followed`() throws {
        let zone = """
            BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0300
            END:STANDARD\nEND:VTIMEZONE

            """
        let body = zone + Cast.event("DTSTART;TZID=Europe/Berlin:20260601T090000\nDURATION:PT1H")
        let expansion = try Cast.document(body).occurrences(in: Cast.year, context: Cast.context)
        #expect(expansion.occurrences.map(\.span.start.description) == ["2026-06-01T07:00:00Z"])
        #expect(expansion.remarks.map(\.line) == [4] && expansion.findings.isEmpty)
    }
}

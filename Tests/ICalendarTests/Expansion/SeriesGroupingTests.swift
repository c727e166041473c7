import CivilTime
import ICalendar
import Testing

@Suite struct SeriesGroupingTests {
    private func series(_ body: String) throws -> [CalendarSeries] {
        CalendarSeries.series(in: try Cast.document(body)).series
    }

    @Test func `components of one UID are one series, wherever they stand`() throws {
        let other = "BEGIN:VEVENT\nUID:other\nDTSTART:20260101\nEND:VEVENT"
        let series = try series(
            [
                Cast.event("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T100000Z"), other,
                Cast.event("DTSTART:20260601T070000Z\nRRULE:FREQ=DAILY"),
            ]
            .joined(separator: "\n")
        )
        #expect(series.map(\.uid) == ["meeting", "other"])
        #expect(series[0].master != nil && series[0].overrides.count == 1)
    }

    @Test func `to-dos, journals and alarms are left out`() throws {
        let series = try series(
            "BEGIN:VTODO\nUID:1\nDTSTART:20260101\nEND:VTODO\nBEGIN:VJOURNAL\nUID:2\nDTSTART:20260101\nEND:VJOURNAL\n"
                + Cast.event("DTSTART:20260101\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM")
        )
        #expect(series.map(\.uid) == ["meeting"])
    }

    @Test func `of two revisions the higher SEQUENCE counts, then the later DTSTAMP`() throws {
        let bySequence = try series(Cast.event("DTSTART:20260102\nSEQUENCE:2") + "\n" + Cast.event("DTSTART:20260101\nSEQUENCE:1"))
        #expect(bySequence.map { $0.master?.start.text } == ["20260102"])
        let stamped = "BEGIN:VEVENT\nUID:meeting\nDTSTART:20260101\nSUMMARY:new\nDTSTAMP:20260202T000000Z\nEND:VEVENT"
        let byStamp = try series(stamped + "\n" + Cast.event("DTSTART:20260101\nSUMMARY:old"))
        #expect(byStamp.map { $0.master?.summary } == ["new"])
    }

    @Test func `events that share a UID without being a series all count, under different names`() throws {
        let body = Cast.event("DTSTART:20260101T090000Z\nDURATION:PT1H") + "\n" + Cast.event("DTSTART:20260108T090000Z\nDURATION:PT1H")
        #expect(try series(body).map(\.uid) == ["meeting", "meeting#20260108T090000Z"])
        #expect(try Cast.expand(body).occurrences.count == 2)
    }

    @Test func `busy periods count and free ones do not`() throws {
        let expanded = try Cast.expand(
            """
            BEGIN:VFREEBUSY\nFREEBUSY:20260101T090000Z/PT1H,20260102T090000Z/20260102T100000Z\nFREEBUSY;FBTYPE=FREE:20260103T090000Z/PT1H
            FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260104T090000Z/PT1H
            FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260105T090000Z/PT1H,nonsense\nEND:VFREEBUSY
            """
        )
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-01-01", "2026-01-02", "2026-01-04", "2026-01-05"])
        #expect(expanded.occurrences.map(\.meaning) == [.busy(.freeBusy), .busy(.freeBusy), .busy(.freeBusy), .busy(.tentative)])
        #expect(expanded.findings.count == 1)
        #expect(Set(expanded.occurrences.map(\.recurrenceID)).count == 4)
    }
}

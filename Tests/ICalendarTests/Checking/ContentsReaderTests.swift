import CivilTime
import ICalendar
import Testing

@Suite struct ContentsReaderTests {
    @Test func `a calendar that arrives in pieces takes the same times`() throws {
        let body = Cast.event("DTSTART:20260301T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY") + "\n" + Cast.event("DTSTART:soon")
        let bytes = Cast.calendar(body)
        let whole = try CalendarDocument.parse(bytes).occurrences(in: Cast.year, context: Cast.context)
        var reader = ContentsReader()
        var findings: [Finding] = []
        for byte in bytes { findings += try reader.push([byte]) }
        let (contents, last) = try reader.finish()
        let pieces = contents.occurrences(in: Cast.year, context: Cast.context)
        #expect(pieces.occurrences == whole.occurrences && whole.occurrences.count == 44)
        #expect((findings + last).map(\.line) == [1], "the lines end with LF")
        #expect(pieces.assumptions == whole.assumptions && whole.assumptions.map(\.line) == [14])
    }

    @Test func `occurrences one by one are those of the list`() throws {
        let body =
            Cast.event("DTSTART:20260301T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY")
            + "\n" + Cast.event("RECURRENCE-ID:20260308T090000Z\nDTSTART:20260101T090000Z")
        let (series, setAside) = CalendarSeries.series(in: try Cast.document(body))
        let contents = CalendarContents(series: series, setAside: setAside)
        var found: [Occurrence] = []
        let result = contents.forEachOccurrence(in: Cast.year, context: Cast.context) { found.append($0) }
        #expect(found.last?.recurrenceID == "20260308T090000Z", "changed ones come last")
        #expect(found.sorted { $0.span < $1.span } == contents.occurrences(in: Cast.year, context: Cast.context).occurrences)
        #expect(result.assumptions.isEmpty && result.remarks.isEmpty)
    }

    private struct Enough: Error {}

    @Test func `whoever has seen enough may stop a walk over centuries`() throws {
        let (series, _) = CalendarSeries.series(in: try Cast.document(Cast.event("DTSTART:20000101T000000Z\nRRULE:FREQ=SECONDLY")))
        let context = ExpansionContext(zones: Cast.context.zones, floatingZone: Cast.berlin, maximumOccurrences: .max)
        var count = 0
        #expect(throws: Enough.self) {
            try series[0].forEachOccurrence(in: Cast.span("2026-01-01T00:00:00Z", "2926-01-01T00:00:00Z"), context: context) { _ in
                count += 1
                if count == 1_000 { throw Enough() }
            }
        }
        #expect(count == 1_000)
    }
}

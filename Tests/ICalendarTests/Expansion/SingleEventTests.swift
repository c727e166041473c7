import CivilTime
import ICalendar
import Testing

@Suite struct SingleEventTests {
    @Test(arguments: [
        ("DTSTART:20260601T090000Z\nDTEND:20260601T100000Z", "2026-06-01T09:00:00Z/2026-06-01T10:00:00Z"),
        (
            "DTSTART;TZID=America/New_York:20260601T090000\nDTEND;TZID=America/New_York:20260601T100000",
            "2026-06-01T13:00:00Z/2026-06-01T14:00:00Z"
        ),
        ("DTSTART;TZID=W. Europe Standard Time:20260601T090000\nDURATION:PT1H", "2026-06-01T07:00:00Z/2026-06-01T08:00:00Z"),
        ("DTSTART:20260601T090000\nDURATION:PT1H", "2026-06-01T07:00:00Z/2026-06-01T08:00:00Z"),
        ("DTSTART;TZID=America/New_York:20260601T090000\nDTEND:20260601T140000Z", "2026-06-01T13:00:00Z/2026-06-01T14:00:00Z"),
        ("DTSTART;TZID=America/New_York:20260601T090000\nDTEND:20260601T100000", "2026-06-01T13:00:00Z/2026-06-01T14:00:00Z"),
        ("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603", "2026-05-31T22:00:00Z/2026-06-02T22:00:00Z"),
        ("DTSTART;VALUE=DATE:20260601", "2026-05-31T22:00:00Z/2026-06-01T22:00:00Z"),
        ("DTSTART;VALUE=DATE:20260601\nDURATION:P2D", "2026-05-31T22:00:00Z/2026-06-02T22:00:00Z"),
        ("DTSTART;VALUE=DATE:20260601\nDURATION:PT25H", "2026-05-31T22:00:00Z/2026-06-02T22:00:00Z"),
        ("DTSTART;VALUE=DATE:20260601\nDTEND:20260602T120000", "2026-05-31T22:00:00Z/2026-06-02T22:00:00Z"),
        ("DTSTART:20260601T090000Z\nDTEND;VALUE=DATE:20260603", "2026-06-01T09:00:00Z/2026-06-03T00:00:00Z"),
    ]) func `an event takes its time`(lines: String, span: String) throws {
        let expanded = try Cast.expand(Cast.event(lines))
        #expect(expanded.spans == [span])
        #expect(expanded.findings.isEmpty)
    }

    @Test(arguments: [
        ("DTSTART:20260601T090000Z", "2026-06-01T09:00:00Z/2026-06-01T09:00:00Z", false),
        ("DTSTART:20260601T090000Z\nDTEND:20260601T080000Z", "2026-06-01T09:00:00Z/2026-06-01T09:00:00Z", true),
        ("DTSTART:20260601T090000Z\nDURATION:-PT1H", "2026-06-01T09:00:00Z/2026-06-01T09:00:00Z", true),
        ("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601", "2026-05-31T22:00:00Z/2026-06-01T22:00:00Z", true),
        ("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260501", "2026-05-31T22:00:00Z/2026-06-01T22:00:00Z", true),
        ("DTSTART:20260601T090000Z\nDTEND;VALUE=DATE:20260601", "2026-06-01T09:00:00Z/2026-06-02T00:00:00Z", true),
        ("DTSTART:20260601T090000Z\nDTEND:2026060", "2026-06-01T09:00:00Z/2026-06-02T00:00:00Z", true),
    ]) func `an event without a sensible end is listed, and the mistake found`(lines: String, span: String, isFound: Bool) throws {
        let expanded = try Cast.expand(Cast.event(lines))
        #expect(expanded.spans == [span])
        #expect(expanded.findings.isEmpty == !isFound)
    }

    @Test func `a whole day lasts 23 and 25 hours when the clocks change`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART;VALUE=DATE:20260329") + "\n" + "BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20261025\nEND:VEVENT")
        #expect(expanded.spans == ["2026-03-28T23:00:00Z/2026-03-29T22:00:00Z", "2026-10-24T22:00:00Z/2026-10-25T23:00:00Z"])
        #expect(expanded.occurrences.map(\.isAllDay) == [true, true])
    }

    @Test func `a duration in days keeps the hour on the clock and one in hours does not`() throws {
        let days = try Cast.expand(Cast.event("DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:P1D"))
        #expect(days.spans == ["2026-03-28T11:00:00Z/2026-03-29T10:00:00Z"])
        let hours = try Cast.expand(Cast.event("DTSTART;TZID=Europe/Berlin:20260328T120000\nDURATION:PT24H"))
        #expect(hours.spans == ["2026-03-28T11:00:00Z/2026-03-29T11:00:00Z"])
    }

    @Test func `an event belongs to every window that it touches and to no other`() throws {
        let event = Cast.event("DTSTART:20260601T090000Z\nDTEND:20260601T110000Z")
        let windows = [
            ("2026-06-01T10:00:00Z", "2026-06-01T10:30:00Z", 1), ("2026-06-01T10:59:59Z", "2026-06-02T00:00:00Z", 1),
            ("2026-06-01T11:00:00Z", "2026-06-02T00:00:00Z", 0), ("2026-06-01T00:00:00Z", "2026-06-01T09:00:00Z", 0),
        ]
        for (start, end, count) in windows { #expect(try Cast.expand(event, in: Cast.span(start, end)).occurrences.count == count) }
    }

    @Test func `an event that happens once has no name of an occurrence, and a private one says so`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20260601T090000Z\nSUMMARY:Secret\nCLASS:PRIVATE"))
        #expect(expanded.occurrences[0].recurrenceID == nil)
        #expect(expanded.occurrences[0].isPrivate && expanded.occurrences[0].summary == "Secret")
    }

    @Test func `free events are listed with their meaning`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.org"))
        #expect(expanded.occurrences.map(\.meaning) == [.free(.declined)])
    }

    @Test func `the time of an event is known without a window`() throws {
        let (series, _) = CalendarSeries.series(in: try Cast.document(Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H")))
        let master = try #require(series[0].master)
        #expect(series[0].span(of: master, context: Cast.context) == Cast.span("2026-06-01T09:00:00Z", "2026-06-01T10:00:00Z"))
    }

    @Test func `the last day there is is a whole one`() throws {
        let window = Cast.span("9999-12-01T00:00:00Z", "9999-12-31T23:59:59Z")
        let days = [
            "DTSTART;VALUE=DATE:99991231", "DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=DAILY",
            "DTSTART;VALUE=DATE:99991231\nDTEND;VALUE=DATE:99991231",
        ]
        for lines in days {
            #expect(try Cast.expand(Cast.event(lines), in: window).spans == ["9999-12-30T23:00:00Z/9999-12-31T23:00:00Z"])
        }
        let two = "DTSTART;VALUE=DATE:99991230\nDURATION:P5D"
        #expect(try Cast.expand(Cast.event(two), in: window).spans == ["9999-12-29T23:00:00Z/9999-12-31T23:00:00Z"])
    }

    @Test func `a day that the owner's zone skipped is none`() throws {
        let apia = ExpansionContext(zones: Cast.context.zones, floatingZone: Cast.zone("Pacific/Apia"))
        let expanded = try Cast.expand(
            Cast.event("DTSTART;VALUE=DATE:20111228\nRRULE:FREQ=DAILY;COUNT=5"),
            in: Cast.span("2011-12-01T00:00:00Z", "2012-02-01T00:00:00Z"),
            context: apia)
        #expect(expanded.occurrences.map(\.recurrenceID) == ["20111228", "20111229", "20111231", "20120101"])
        #expect(expanded.occurrences.allSatisfy { $0.span.duration == .days(1) })
    }

    @Test func `a period of hours makes a whole day of a series of whole days`() throws {
        let lines = "DTSTART;VALUE=DATE:20261123\nRDATE;VALUE=PERIOD:20261125T100000Z/20261125T120000Z,20261127T230000Z/P1DT1H"
        #expect(
            try Cast.expand(Cast.event(lines)).spans == [
                "2026-11-22T23:00:00Z/2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z/2026-11-25T23:00:00Z",
                "2026-11-27T23:00:00Z/2026-11-29T23:00:00Z",
            ])
    }
}

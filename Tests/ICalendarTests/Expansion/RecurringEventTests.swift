import CivilTime
import ICalendar
import Testing

@Suite struct RecurringEventTests {
    private let june = Cast.span("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z")

    @Test func `a weekly event with two exceptions and a moved occurrence closes exactly its times`() throws {
        let expanded = try Cast.expand(
            Cast.event(
                """
                DTSTART;TZID=Europe/Berlin:20260504T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY
                EXDATE;TZID=Europe/Berlin:20260608T090000\nEXDATE:20260622T070000Z
                """
            ) + "\n"
                + Cast.event("RECURRENCE-ID;TZID=Europe/Berlin:20260615T090000\nDTSTART:20260616T120000Z\nDURATION:PT30M"),
            in: june
        )
        #expect(
            expanded.spans == [
                "2026-06-01T07:00:00Z/2026-06-01T08:00:00Z", "2026-06-16T12:00:00Z/2026-06-16T12:30:00Z",
                "2026-06-29T07:00:00Z/2026-06-29T08:00:00Z",
            ]
        )
        #expect(expanded.occurrences.map(\.recurrenceID) == ["20260601T070000Z", "20260615T070000Z", "20260629T070000Z"])
    }

    @Test func `a series keeps its hour on the clock when the clocks change`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART;TZID=Europe/Berlin:20260328T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2"))
        #expect(expanded.starts == ["2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z"])
    }

    @Test func `an exact length stays when an occurrence spans a clock change`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART;TZID=Europe/Berlin:20260321T220000\nDTEND;TZID=Europe/Berlin:20260322T060000\nRRULE:FREQ=WEEKLY;COUNT=2")
        )
        #expect(expanded.spans == ["2026-03-21T21:00:00Z/2026-03-22T05:00:00Z", "2026-03-28T21:00:00Z/2026-03-29T05:00:00Z"])
    }

    @Test func `whole days recur as dates of the owner`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART;VALUE=DATE:20260328\nRRULE:FREQ=DAILY;UNTIL=20260330\nEXDATE;VALUE=DATE:20260329"))
        #expect(expanded.spans == ["2026-03-27T23:00:00Z/2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z/2026-03-30T22:00:00Z"])
        #expect(expanded.occurrences.map(\.recurrenceID) == ["20260328", "20260330"])
    }

    @Test(arguments: ["20260603", "20260603T000000Z", "20260602T220000Z", "20260603T120000"])
    func `the end of a whole-day series is read in any form`(until: String) throws {
        let expanded = try Cast.expand(Cast.event("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;UNTIL=\(until)"))
        #expect(expanded.occurrences.count == 3)
    }

    @Test(arguments: [
        "EXDATE;VALUE=DATE:20260602", "EXDATE:20260602T070000Z", "EXDATE;TZID=Europe/Berlin:20260602T090000", "EXDATE:20260602T090000",
        "EXDATE;TZID=America/New_York:20260602T030000", "EXDATE:20260101T000000Z,20260602T070000Z",
        "EXRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=2",
    ]) func `an exception is matched by instant or by date`(exception: String) throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART;TZID=Europe/Berlin:20260601T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\n\(exception)"))
        #expect(expanded.starts == ["2026-06-01T07:00:00Z", "2026-06-03T07:00:00Z"])
    }

    @Test(arguments: [
        "EXDATE:20260602T000000Z", "EXDATE:20260601T220000Z", "EXDATE:20260602T090000", "EXDATE;TZID=America/New_York:20260602T000000",
    ])
    func `an exception of a whole-day series may be a time`(exception: String) throws {
        let expanded = try Cast.expand(Cast.event("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=3\n\(exception)"))
        #expect(expanded.occurrences.map(\.recurrenceID) == ["20260601", "20260603"])
    }

    @Test func `an exception at another time takes nothing away`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260602T090001Z"))
        #expect(expanded.occurrences.count == 3)
    }

    @Test func `the start can be an exception`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260601T090000Z"))
        #expect(expanded.starts == ["2026-06-02T09:00:00Z"])
    }

    @Test func `further dates and periods belong to the series, and one named twice counts once`() throws {
        let expanded = try Cast.expand(
            Cast.event(
                """
                DTSTART:20260601T090000Z\nDURATION:PT1H\nRDATE:20260603T120000Z,20260603T120000Z,20260601T090000Z
                RDATE;VALUE=PERIOD:20260605T080000Z/PT3H,20260606T080000Z/20260606T100000Z\nRDATE;VALUE=DATE:20260610
                """
            )
        )
        #expect(
            expanded.spans == [
                "2026-06-01T09:00:00Z/2026-06-01T10:00:00Z", "2026-06-03T12:00:00Z/2026-06-03T13:00:00Z",
                "2026-06-05T08:00:00Z/2026-06-05T11:00:00Z",
                "2026-06-06T08:00:00Z/2026-06-06T10:00:00Z", "2026-06-10T09:00:00Z/2026-06-10T10:00:00Z",
            ]
        )
    }

    @Test func `two rules are united`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nRRULE:FREQ=WEEKLY;COUNT=2"))
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-06-01", "2026-06-02", "2026-06-03", "2026-06-08"])
    }

    @Test func `an occurrence that began before the window is in it`() throws {
        let series = Cast.event("DTSTART:20260530T220000Z\nDURATION:PT4H\nRRULE:FREQ=DAILY;COUNT=3")
        #expect(try Cast.expand(series, in: Cast.span("2026-06-01T00:00:00Z", "2026-06-01T01:00:00Z")).starts == ["2026-05-31T22:00:00Z"])
    }

    @Test func `a rule in sloppy writing is followed`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE: freq=weekly; byday=MO, WE;count=3;BYHOUR=9;BYMINUTE=0;"))
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-06-01", "2026-06-03", "2026-06-08"])
        #expect(expanded.findings.isEmpty)
    }
}

import CivilTime
import ICalendar
import Testing

@Suite struct EventTimeTests {
    private func time(_ line: String) throws -> EventTime? {
        EventTime(try #require(try Cast.document(line).components[0].properties.last))
    }

    private static let nine = CivilDateTime(iso8601: "2026-11-21T09:00:00")

    @Test(arguments: [
        "A:20261121T090000Z", "A;TZID=Europe/Berlin:20261121T090000Z", "A:20261121t090000z", "A:2026-11-21T09:00:00Z",
        "A: 20261121T090000Z ",
        "A:20261121T100000+0100", "A:2026-11-21T04:00:00.5-05:00", "A:20261121T0900Z", "A;VALUE=DATE:20261121T090000Z",
        "A:20261121T090000Z,20270101T000000Z",
    ]) func `a time in UTC is read in any spelling`(line: String) throws {
        #expect(try time(line) == .utc(Cast.instant("2026-11-21T09:00:00Z")))
    }

    @Test(arguments: [
        "A;VALUE=DATE:20261121", "A:20261121", "A:2026-11-21", "A;VALUE=DATE:20261121T000000",
        "A;VALUE=DATE-TIME;TZID=Europe/Berlin:20261121",
    ])
    func `a date is read, whatever VALUE says`(line: String) throws {
        #expect(try time(line) == CivilDate(year: 2026, month: 11, day: 21).map(EventTime.date))
    }

    @Test func `a time without a zone is floating and one with TZID is zoned`() throws {
        let nine = try #require(Self.nine)
        #expect(try time("A:20261121T090000") == .floating(nine))
        #expect(try time("A;TZID=:20261121T090000") == .floating(nine))
        #expect(try time("A;TZID=\" Europe/Berlin \":20261121T090000") == .zoned(nine, tzid: "Europe/Berlin"))
    }

    @Test func `midnight at the end of a day and a leap second are the times that they mean`() throws {
        #expect(try time("A:20261231T240000Z") == .utc(Cast.instant("2027-01-01T00:00:00Z")))
        #expect(try time("A:20261231T235960Z") == .utc(Cast.instant("2026-12-31T23:59:59Z")))
    }

    @Test(arguments: [
        "A:", "A:20260231", "A:2026", "A:tomorrow", "A:20261121T25", "A:20261121T250000Z", "A:20261121T096100Z", "A:20261121T090000X",
        "A:00000000",
    ])
    func `what is not a time is not read`(line: String) throws {
        #expect(try time(line) == nil)
    }

    @Test func `a time is written as it was read`() throws {
        for line in ["A;VALUE=DATE:20261121", "A:20261121T090000", "A:20261121T090000Z", "A;TZID=Europe/Berlin:20261121T090000"] {
            let property = try #require(try Cast.document(line).components[0].properties.last)
            #expect(EventTime(property)?.property("A") == property)
        }
    }

    @Test func `instants and dates have their RFC 5545 form`() {
        #expect(Cast.instant("2026-01-02T03:04:05Z").calendarText == "20260102T030405Z")
        #expect(Instant(secondsSinceEpoch: -1).calendarText == "19691231T235959Z")
        #expect(CivilDate(year: 987, month: 6, day: 5)?.calendarText == "09870605")
    }
}

@Suite struct EventDurationTests {
    @Test(arguments: [
        ("PT1H30M", 0, 5_400), ("P1D", 1, 0), ("P2W", 14, 0), ("P1DT2H3M4S", 1, 7_384), ("-PT15M", 0, -900), ("+P1D", 1, 0),
        ("pt45m", 0, 2_700),
        ("PT0S", 0, 0), (" P1D ", 1, 0),
    ]) func `a duration is read`(text: String, days: Int, seconds: Int) {
        #expect(EventDuration(text) == EventDuration(days: days, seconds: .seconds(seconds)))
    }

    @Test(arguments: ["", "P", "PT", "1H", "PT1", "P1H", "PT1D", "P1X", "PT1H30", "P-1D"]) func `what is not a duration is not read`(
        text: String
    ) {
        #expect(EventDuration(text) == nil)
    }

    @Test func `a number beyond all time is taken as ten thousand years`() {
        #expect(EventDuration("P99999999999999999999999W")?.days == 3_652_500)
    }
}

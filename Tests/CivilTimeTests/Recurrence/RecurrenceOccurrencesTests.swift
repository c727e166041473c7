import CivilTime
import Testing

struct RecurrenceOccurrencesTests {
    private func times(_ rule: String, from start: String, _ zoneName: String = "UTC", in window: (String, String), limit: Int = 100) throws
        -> [String]
    {
        let span = Span(try instant(window.0), try instant(window.1))
        let found = try RecurrenceRule(parsing: rule).occurrences(startingAt: civil(start), in: zone(zoneName), within: span, limit: limit)
        return found.map(\.description)
    }

    private func days(_ rule: String, from start: String, in window: (String, String), limit: Int = 100) throws -> [String] {
        try RecurrenceRule(parsing: rule)
            .dates(startingAt: date(start), from: date(window.0), through: date(window.1), limit: limit).map(\.description)
    }

    @Test func `the clock time stays through a clock change`() throws {
        let found = try times("FREQ=DAILY", from: "2026-10-01T09:00", "Europe/Berlin", in: ("2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z"))
        #expect(found == ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"])
    }

    @Test func `a time in a gap moves after it and one in a fold is the first`() throws {
        let spring = try times(
            "FREQ=DAILY", from: "2026-03-01T02:30", "Europe/Berlin", in: ("2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z"))
        let autumn = try times(
            "FREQ=DAILY", from: "2026-03-01T02:30", "Europe/Berlin", in: ("2026-10-25T00:00:00Z", "2026-10-26T00:00:00Z"))
        #expect(spring == ["2026-03-29T01:30:00Z"])
        #expect(autumn == ["2026-10-25T00:30:00Z"])
    }

    @Test func `a day that the zone skipped makes no second occurrence`() throws {
        let found = try times("FREQ=DAILY", from: "2011-12-01T10:00", "Pacific/Apia", in: ("2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z"))
        #expect(found == ["2011-12-29T20:00:00Z", "2011-12-30T20:00:00Z", "2011-12-31T20:00:00Z"])
    }

    @Test func `the window includes its start and not its end`() throws {
        let window = ("2026-01-02T09:00:00Z", "2026-01-04T09:00:00Z")
        #expect(try times("FREQ=DAILY", from: "2026-01-01T09:00", in: window) == ["2026-01-02T09:00:00Z", "2026-01-03T09:00:00Z"])
    }

    @Test func `a start that the rule does not match is still the first occurrence and counts`() throws {
        let found = try days("FREQ=WEEKLY;BYDAY=MO;COUNT=3", from: "2026-11-21", in: ("2026-01-01", "2027-12-31"))
        #expect(found == ["2026-11-21", "2026-11-23", "2026-11-30"])
    }

    @Test(arguments: [
        ("UNTIL=20260103", 3), ("UNTIL=20260103T090000", 3), ("UNTIL=20260103T085959", 2), ("UNTIL=20260103T080000Z", 3),
        ("UNTIL=20260103T075959Z", 2), ("UNTIL=20251231", 0),
    ])
    func `UNTIL is inclusive in each of its forms`(until: String, count: Int) throws {
        let window = ("2025-12-01T00:00:00Z", "2026-12-01T00:00:00Z")
        #expect(try times("FREQ=DAILY;" + until, from: "2026-01-01T09:00", "Europe/Berlin", in: window).count == count)
    }

    @Test func `months without the day are passed over`() throws {
        let found = try days("FREQ=MONTHLY", from: "2026-01-31", in: ("2026-01-01", "2026-06-30"))
        #expect(found == ["2026-01-31", "2026-03-31", "2026-05-31"])
    }

    @Test(arguments: [
        "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR",
        "FREQ=YEARLY;INTERVAL=3;BYMONTH=2,11",
        "FREQ=DAILY;COUNT=4000", "FREQ=WEEKLY;COUNT=900;BYDAY=TU,TH,SA", "FREQ=WEEKLY;INTERVAL=3;COUNT=300",
        "FREQ=DAILY;INTERVAL=9;BYMONTH=1,2;COUNT=90",
    ])
    func `a window far from the start has what the whole series has there`(rule: String) throws {
        let all = try days(rule, from: "2020-01-15", in: ("2020-01-01", "2040-12-31"), limit: 10_000)
        for month in 0..<250 {
            let from = try date("2020-01-10").adding(months: month)
            let through = from.adding(days: 45)
            let expected = all.filter { $0 >= from.description && $0 <= through.description }
            #expect(try days(rule, from: "2020-01-15", in: (from.description, through.description)) == expected)
        }
    }

    @Test func `one occurrence more than allowed is too many`() throws {
        #expect(try days("FREQ=DAILY", from: "2026-01-01", in: ("2026-01-01", "2026-01-05"), limit: 5).count == 5)
        #expect(throws: RecurrenceRule.Failure.tooMany) {
            try days("FREQ=DAILY", from: "2026-01-01", in: ("2026-01-01", "2026-01-06"), limit: 5)
        }
        #expect(throws: RecurrenceRule.Failure.tooMany) {
            try times("FREQ=DAILY", from: "2026-01-01T09:00", in: ("2026-01-01T00:00:00Z", "9999-01-01T00:00:00Z"), limit: 5)
        }
    }

    @Test(arguments: [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=YEARLY;BYDAY=MO;BYSETPOS=-366;COUNT=999999999", "FREQ=DAILY;INTERVAL=999999999",
        "FREQ=WEEKLY;INTERVAL=999999999;COUNT=999999999",
    ])
    func `a rule that never matches again stops at the end of the calendar`(rule: String) throws {
        #expect(try days(rule, from: "0001-01-01", in: ("0001-01-01", "9999-12-31")) == ["0001-01-01"])
    }

    @Test func `series at the ends of the calendar end there`() throws {
        #expect(try days("FREQ=DAILY", from: "9999-12-30", in: ("9999-01-01", "9999-12-31")) == ["9999-12-30", "9999-12-31"])
        #expect(try days("FREQ=WEEKLY;WKST=SU;BYDAY=SA", from: "9999-12-31", in: ("9999-01-01", "9999-12-31")) == ["9999-12-31"])
        let late = Span(Instant(secondsSinceEpoch: .max - 5), Instant(secondsSinceEpoch: .max))
        #expect(
            try RecurrenceRule(parsing: "FREQ=DAILY").occurrences(startingAt: civil("2026-01-01T09:00"), in: .utc, within: late, limit: 9)
                == [])
    }

    @Test func `before the start there is nothing`() throws {
        #expect(try days("FREQ=DAILY", from: "2026-01-10", in: ("2025-01-01", "2026-01-09")) == [])
        #expect(try times("FREQ=DAILY", from: "2026-01-10T09:00", in: ("2026-01-10T10:00:00Z", "2026-01-10T10:00:00Z")) == [])
    }

    @Test func `a date start ignores the parts of the clock and refuses a shorter frequency`() throws {
        #expect(try days("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=3;BYSECOND=4", from: "2026-01-01", in: ("2026-01-01", "2026-01-02")).count == 2)
        #expect(throws: RecurrenceRule.Failure.malformed("FREQ=HOURLY of an all-day event")) {
            try days("FREQ=HOURLY", from: "2026-01-01", in: ("2026-01-01", "2026-01-02"))
        }
        #expect(try RecurrenceRule(parsing: "FREQ=HOURLY").dates(startingAt: date("2026-01-01")).failure != nil)
    }

    @Test func `COUNT and UNTIL together both bind`() throws {
        let window = ("2025-12-01T00:00:00Z", "2026-12-01T00:00:00Z")
        #expect(try times("FREQ=DAILY;COUNT=5;UNTIL=20260103", from: "2026-01-01T09:00", in: window).count == 3)
        #expect(try times("FREQ=DAILY;COUNT=2;UNTIL=20260103", from: "2026-01-01T09:00", in: window).count == 2)
    }

    @Test func `years 1 to 9999 and a start before 1970 are counted right`() throws {
        #expect(try days("FREQ=YEARLY;INTERVAL=3333;COUNT=9", from: "0001-12-31", in: ("0001-01-01", "9999-12-31")).last == "6667-12-31")
        #expect(
            try days("FREQ=DAILY;INTERVAL=4;COUNT=100", from: "1969-12-01", in: ("1970-01-01", "1970-01-10")) == [
                "1970-01-02", "1970-01-06", "1970-01-10",
            ])
        let found = try times(
            "FREQ=HOURLY;INTERVAL=7;COUNT=100", from: "1969-12-31T20:00", in: ("1969-12-31T22:00:00Z", "1970-01-01T12:00:00Z"))
        #expect(found == ["1970-01-01T03:00:00Z", "1970-01-01T10:00:00Z"])
    }

    @Test func `a year far past the table follows the zone's rule`() throws {
        let found = try times(
            "FREQ=YEARLY;BYMONTH=1,7", from: "2026-01-15T09:00", "Europe/Berlin", in: ("9998-01-01T00:00:00Z", "9999-01-01T00:00:00Z"))
        #expect(found == ["9998-01-15T08:00:00Z", "9998-07-15T07:00:00Z"])
    }
}

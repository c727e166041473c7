import CivilTime
import Testing

/// The cells of the table in RFC 5545 section 3.3.10: each part of each frequency, and whether it limits or expands.
struct RecurrenceTableTests {
    struct Cell: Sendable, CustomTestStringConvertible {
        let rule: String
        let start: String
        let expected: [String]

        init(_ rule: String, from start: String = "2026-01-01T09:00", _ expected: String...) {
            self.rule = rule
            self.start = start
            self.expected = expected
        }

        var testDescription: String { rule }
    }

    static let months = [
        Cell("FREQ=SECONDLY;BYMONTH=2", from: "2026-01-31T23:59:58", "01-31T23:59:58", "02-01T00:00:00", "02-01T00:00:01"),
        Cell("FREQ=MINUTELY;BYMONTH=2", "01-01T09:00:00", "02-01T00:00:00", "02-01T00:01:00"),
        Cell("FREQ=HOURLY;BYMONTH=2", "01-01T09:00:00", "02-01T00:00:00", "02-01T01:00:00"),
        Cell("FREQ=DAILY;BYMONTH=2", "01-01T09:00:00", "02-01T09:00:00", "02-02T09:00:00"),
        Cell("FREQ=WEEKLY;BYMONTH=2", "01-01T09:00:00", "02-05T09:00:00", "02-12T09:00:00"),
        Cell("FREQ=MONTHLY;BYMONTH=2,4", "01-01T09:00:00", "02-01T09:00:00", "04-01T09:00:00"),
        Cell("FREQ=YEARLY;BYMONTH=1,2,4", "01-01T09:00:00", "02-01T09:00:00", "04-01T09:00:00"),
    ]

    static let weekNumbersAndYearDays = [
        Cell("FREQ=YEARLY;BYWEEKNO=2,10", "01-01T09:00:00", "01-08T09:00:00", "03-05T09:00:00"),
        Cell("FREQ=YEARLY;BYYEARDAY=1,32,-1", "01-01T09:00:00", "02-01T09:00:00", "12-31T09:00:00"),
        Cell("FREQ=SECONDLY;BYYEARDAY=32", "01-01T09:00:00", "02-01T00:00:00", "02-01T00:00:01"),
        Cell("FREQ=MINUTELY;BYYEARDAY=32", "01-01T09:00:00", "02-01T00:00:00", "02-01T00:01:00"),
        Cell("FREQ=HOURLY;BYYEARDAY=-334", "01-01T09:00:00", "02-01T00:00:00", "02-01T01:00:00"),
    ]

    static let monthDays = [
        Cell("FREQ=SECONDLY;BYMONTHDAY=3", "01-01T09:00:00", "01-03T00:00:00", "01-03T00:00:01"),
        Cell("FREQ=MINUTELY;BYMONTHDAY=3", "01-01T09:00:00", "01-03T00:00:00", "01-03T00:01:00"),
        Cell("FREQ=HOURLY;BYMONTHDAY=-29", "01-01T09:00:00", "01-03T00:00:00", "01-03T01:00:00"),
        Cell("FREQ=DAILY;BYMONTHDAY=3,-29,5", "01-01T09:00:00", "01-03T09:00:00", "01-05T09:00:00"),
        Cell("FREQ=MONTHLY;BYMONTHDAY=3,-1", "01-01T09:00:00", "01-03T09:00:00", "01-31T09:00:00", "02-03T09:00:00", "02-28T09:00:00"),
        Cell("FREQ=YEARLY;BYMONTHDAY=31", "01-01T09:00:00", "01-31T09:00:00", "03-31T09:00:00", "05-31T09:00:00"),
    ]

    // 1 January 2026 is a Thursday.
    static let days = [
        Cell("FREQ=SECONDLY;BYDAY=SA", "01-01T09:00:00", "01-03T00:00:00", "01-03T00:00:01"),
        Cell("FREQ=MINUTELY;BYDAY=SA", "01-01T09:00:00", "01-03T00:00:00", "01-03T00:01:00"),
        Cell("FREQ=HOURLY;BYDAY=SA", "01-01T09:00:00", "01-03T00:00:00", "01-03T01:00:00"),
        Cell("FREQ=DAILY;BYDAY=SA", "01-01T09:00:00", "01-03T09:00:00", "01-10T09:00:00"),
        Cell("FREQ=WEEKLY;BYDAY=TH,SA", "01-01T09:00:00", "01-03T09:00:00", "01-08T09:00:00"),
        // Note 1: expand, and limit beside BYMONTHDAY.
        Cell("FREQ=MONTHLY;BYDAY=1TH,-1SA", "01-01T09:00:00", "01-31T09:00:00", "02-05T09:00:00", "02-28T09:00:00"),
        Cell("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=31", "01-01T09:00:00", "01-31T09:00:00", "10-31T09:00:00"),
        Cell("FREQ=MONTHLY;BYDAY=2SA;BYMONTHDAY=10,17,24", "01-01T09:00:00", "01-10T09:00:00", "10-10T09:00:00"),
        // Note 2: limit beside BYYEARDAY or BYMONTHDAY; expand the week, the month or the year.
        Cell("FREQ=YEARLY;BYDAY=SA;BYYEARDAY=1,3,10,11", "01-01T09:00:00", "01-03T09:00:00", "01-10T09:00:00"),
        Cell("FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=31", "01-01T09:00:00", "01-31T09:00:00", "10-31T09:00:00"),
        Cell("FREQ=YEARLY;BYDAY=MO,SU;BYWEEKNO=2", "01-01T09:00:00", "01-05T09:00:00", "01-11T09:00:00"),
        Cell("FREQ=YEARLY;BYDAY=1SA,-1SA;BYMONTH=1,2", "01-01T09:00:00", "01-03T09:00:00", "01-31T09:00:00", "02-07T09:00:00"),
        Cell("FREQ=YEARLY;BYDAY=2TH,-1TH", "01-01T09:00:00", "01-08T09:00:00", "12-31T09:00:00"),
        Cell("FREQ=YEARLY;BYDAY=SA", "01-01T09:00:00", "01-03T09:00:00", "01-10T09:00:00"),
    ]

    static let clock = [
        Cell("FREQ=SECONDLY;BYHOUR=11", "01-01T09:00:00", "01-01T11:00:00", "01-01T11:00:01"),
        Cell("FREQ=MINUTELY;BYHOUR=11", "01-01T09:00:00", "01-01T11:00:00", "01-01T11:01:00"),
        Cell("FREQ=HOURLY;BYHOUR=11", "01-01T09:00:00", "01-01T11:00:00", "01-02T11:00:00"),
        Cell("FREQ=DAILY;BYHOUR=9,11", "01-01T09:00:00", "01-01T11:00:00", "01-02T09:00:00"),
        Cell("FREQ=WEEKLY;BYHOUR=9,11", "01-01T09:00:00", "01-01T11:00:00", "01-08T09:00:00"),
        Cell("FREQ=MONTHLY;BYHOUR=9,11", "01-01T09:00:00", "01-01T11:00:00", "02-01T09:00:00"),
        Cell("FREQ=YEARLY;BYHOUR=9,11;BYMONTH=1,2", "01-01T09:00:00", "01-01T11:00:00", "02-01T09:00:00"),
        Cell("FREQ=SECONDLY;BYMINUTE=5", "01-01T09:00:00", "01-01T09:05:00", "01-01T09:05:01"),
        Cell("FREQ=MINUTELY;BYMINUTE=5", "01-01T09:00:00", "01-01T09:05:00", "01-01T10:05:00"),
        Cell("FREQ=HOURLY;BYMINUTE=5,7", "01-01T09:00:00", "01-01T09:05:00", "01-01T09:07:00", "01-01T10:05:00"),
        Cell("FREQ=DAILY;BYMINUTE=5,7", "01-01T09:00:00", "01-01T09:05:00", "01-01T09:07:00", "01-02T09:05:00"),
        Cell("FREQ=WEEKLY;BYMINUTE=5,7", "01-01T09:00:00", "01-01T09:05:00", "01-01T09:07:00", "01-08T09:05:00"),
        Cell("FREQ=MONTHLY;BYMINUTE=5,7", "01-01T09:00:00", "01-01T09:05:00", "01-01T09:07:00", "02-01T09:05:00"),
        Cell("FREQ=YEARLY;BYMINUTE=5,7;BYMONTH=1,2", "01-01T09:00:00", "01-01T09:05:00", "01-01T09:07:00", "02-01T09:05:00"),
        Cell("FREQ=SECONDLY;BYSECOND=5", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:01:05"),
        Cell("FREQ=MINUTELY;BYSECOND=5,7", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "01-01T09:01:05"),
        Cell("FREQ=HOURLY;BYSECOND=5,7", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "01-01T10:00:05"),
        Cell("FREQ=DAILY;BYSECOND=5,7", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "01-02T09:00:05"),
        Cell("FREQ=WEEKLY;BYSECOND=5,7", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "01-08T09:00:05"),
        Cell("FREQ=MONTHLY;BYSECOND=5,7", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "02-01T09:00:05"),
        Cell("FREQ=YEARLY;BYSECOND=5,7;BYMONTH=1,2", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "02-01T09:00:05"),
        // No clock here counts leap seconds, so the second 60 is 59 (section 3.3.12).
        Cell("FREQ=MINUTELY;BYSECOND=59,60", "01-01T09:00:00", "01-01T09:00:59", "01-01T09:01:59"),
    ]

    static let positions = [
        Cell("FREQ=SECONDLY;BYSECOND=5,7;BYSETPOS=1", "01-01T09:00:00", "01-01T09:00:05", "01-01T09:00:07", "01-01T09:01:05"),
        Cell("FREQ=MINUTELY;BYSECOND=5,7,9;BYSETPOS=2", "01-01T09:00:00", "01-01T09:00:07", "01-01T09:01:07"),
        Cell("FREQ=HOURLY;BYMINUTE=5,7;BYSECOND=1,2;BYSETPOS=-3", "01-01T09:00:00", "01-01T09:05:02", "01-01T10:05:02"),
        Cell("FREQ=DAILY;BYHOUR=10,11,12;BYSETPOS=1,-1", "01-01T09:00:00", "01-01T10:00:00", "01-01T12:00:00", "01-02T10:00:00"),
        // The first week has its positions counted from Monday, 29 December.
        Cell("FREQ=WEEKLY;BYDAY=MO,TH,FR,SA;BYSETPOS=3", "01-01T09:00:00", "01-02T09:00:00", "01-09T09:00:00"),
        Cell("FREQ=MONTHLY;BYDAY=MO,TU;BYHOUR=9,10;BYSETPOS=3,-1", "01-01T09:00:00", "01-06T09:00:00", "01-27T10:00:00", "02-03T09:00:00"),
        Cell("FREQ=YEARLY;BYMONTH=3,5;BYDAY=MO;BYSETPOS=1,6,-1", "01-01T09:00:00", "03-02T09:00:00", "05-04T09:00:00", "05-25T09:00:00"),
        Cell("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1,2;BYSETPOS=3,-3", from: "2026-12-31T09:00", "12-31T09:00:00"),
    ]

    @Test(arguments: months + weekNumbersAndYearDays + monthDays + days + clock + positions)
    func `a part limits or expands as its cell says`(cell: Cell) throws {
        let start = try civil(cell.start)
        let found = try RecurrenceRule(parsing: cell.rule).occurrences(startingAt: start, in: .utc).prefix(cell.expected.count)
        #expect(found.map(\.description) == cell.expected.map { "2026-" + $0 + "Z" })
    }
}

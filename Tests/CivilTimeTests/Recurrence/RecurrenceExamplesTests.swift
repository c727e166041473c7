import CivilTime
import Testing

/// The examples of RFC 5545 section 3.8.5.3 that use days, weeks, months and years; each lists its first dates, and how many there are
/// where it ends.
struct RecurrenceExamplesTests {
    struct Example: Sendable {
        let start: String
        let rule: String
        let dates: [String]
        var total: Int?
    }

    static let daily = [
        Example(start: "1997-09-02", rule: "FREQ=DAILY;COUNT=10", dates: ["1997-09-02", "1997-09-03", "1997-09-04"], total: 10),
        Example(start: "1997-09-02", rule: "FREQ=DAILY;UNTIL=19971224T000000Z", dates: ["1997-09-02", "1997-09-03"], total: 113),
        Example(start: "1997-09-02", rule: "FREQ=DAILY;INTERVAL=2", dates: ["1997-09-02", "1997-09-04", "1997-09-06", "1997-09-08"]),
        Example(
            start: "1997-09-02", rule: "FREQ=DAILY;INTERVAL=10;COUNT=5",
            dates: ["1997-09-02", "1997-09-12", "1997-09-22", "1997-10-02", "1997-10-12"], total: 5
        ),
        Example(
            start: "1998-01-01", rule: "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
            dates: ["1998-01-01", "1998-01-02"], total: 93
        ),
        Example(start: "1998-01-01", rule: "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", dates: ["1998-01-01", "1998-01-02"], total: 93),
    ]

    static let weekly = [
        Example(start: "1997-09-02", rule: "FREQ=WEEKLY;COUNT=10", dates: ["1997-09-02", "1997-09-09", "1997-09-16"], total: 10),
        Example(start: "1997-09-02", rule: "FREQ=WEEKLY;UNTIL=19971224T000000Z", dates: ["1997-09-02", "1997-09-09"], total: 17),
        Example(
            start: "1997-09-02", rule: "FREQ=WEEKLY;INTERVAL=2;WKST=SU", dates: ["1997-09-02", "1997-09-16", "1997-09-30", "1997-10-14"]),
        Example(
            start: "1997-09-02", rule: "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
            dates: ["1997-09-02", "1997-09-04", "1997-09-09", "1997-09-11"], total: 10
        ),
        Example(
            start: "1997-09-01", rule: "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
            dates: ["1997-09-01", "1997-09-03", "1997-09-05", "1997-09-15", "1997-09-17"], total: 25
        ),
        Example(
            start: "1997-09-02", rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
            dates: ["1997-09-02", "1997-09-04", "1997-09-16", "1997-09-18", "1997-09-30"], total: 8
        ),
        Example(
            start: "1997-08-05", rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            dates: ["1997-08-05", "1997-08-10", "1997-08-19", "1997-08-24"], total: 4
        ),
        Example(
            start: "1997-08-05", rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            dates: ["1997-08-05", "1997-08-17", "1997-08-19", "1997-08-31"], total: 4
        ),
    ]

    static let monthly = [
        Example(
            start: "1997-09-05", rule: "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", dates: ["1997-09-05", "1997-10-03", "1997-11-07"], total: 10),
        Example(start: "1997-09-05", rule: "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", dates: ["1997-09-05", "1997-10-03"], total: 4),
        Example(
            start: "1997-09-07", rule: "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            dates: ["1997-09-07", "1997-09-28", "1997-11-02", "1997-11-30", "1998-01-04"], total: 10
        ),
        Example(start: "1997-09-22", rule: "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", dates: ["1997-09-22", "1997-10-20", "1997-11-17"], total: 6),
        Example(start: "1997-09-28", rule: "FREQ=MONTHLY;BYMONTHDAY=-3", dates: ["1997-09-28", "1997-10-29", "1997-11-28", "1997-12-29"]),
        Example(
            start: "1997-09-02", rule: "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", dates: ["1997-09-02", "1997-09-15", "1997-10-02"], total: 10
        ),
        Example(
            start: "1997-09-30", rule: "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", dates: ["1997-09-30", "1997-10-01", "1997-10-31"], total: 10
        ),
        Example(
            start: "1997-09-10", rule: "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
            dates: ["1997-09-10", "1997-09-11", "1997-09-12", "1997-09-13", "1997-09-14", "1997-09-15", "1999-03-10"], total: 10
        ),
        Example(
            start: "1997-09-02", rule: "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", dates: ["1997-09-02", "1997-09-09", "1997-09-16", "1997-09-23"]),
        Example(
            start: "1998-02-13", rule: "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            dates: ["1998-02-13", "1998-03-13", "1998-11-13", "1999-08-13"]),
        Example(
            start: "1997-09-13", rule: "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
            dates: ["1997-09-13", "1997-10-11", "1997-11-08", "1997-12-13"]
        ),
        Example(
            start: "1997-09-04", rule: "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", dates: ["1997-09-04", "1997-10-07", "1997-11-06"],
            total: 3
        ),
        Example(
            start: "1997-09-29", rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", dates: ["1997-09-29", "1997-10-30", "1997-11-27"]),
        Example(
            start: "2007-01-15", rule: "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
            dates: ["2007-01-15", "2007-01-30", "2007-02-15", "2007-03-15", "2007-03-30"], total: 5
        ),
    ]

    static let yearly = [
        Example(
            start: "1997-06-10", rule: "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", dates: ["1997-06-10", "1997-07-10", "1998-06-10"], total: 10),
        Example(
            start: "1997-03-10", rule: "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
            dates: ["1997-03-10", "1999-01-10", "1999-02-10", "1999-03-10", "2001-01-10"], total: 10
        ),
        Example(start: "1997-05-19", rule: "FREQ=YEARLY;BYDAY=20MO", dates: ["1997-05-19", "1998-05-18", "1999-05-17"]),
        Example(
            start: "1997-03-13", rule: "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", dates: ["1997-03-13", "1997-03-20", "1997-03-27", "1998-03-05"]),
        Example(
            start: "1997-06-05", rule: "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
            dates: ["1997-06-05", "1997-06-12", "1997-06-19", "1997-06-26", "1997-07-03"]),
        Example(
            start: "1996-11-05", rule: "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            dates: ["1996-11-05", "2000-11-07", "2004-11-02"]
        ),
        Example(start: "2024-02-29", rule: "FREQ=YEARLY", dates: ["2024-02-29", "2028-02-29", "2032-02-29"]),
    ]

    @Test(arguments: daily + weekly + monthly + yearly)
    func `the examples of the RFC come out as printed`(example: Example) throws {
        let newYork = try zone("America/New_York")
        let start = try civil(example.start + "T09:00")
        let window = Span(try instant("1990-01-01T00:00:00Z"), try instant("2040-01-01T00:00:00Z"))
        let found = try RecurrenceRule(parsing: example.rule).occurrences(startingAt: start, in: newYork, within: window, limit: 20_000)
        let expected = try example.dates.map { newYork.instant(of: try civil($0 + "T09:00")) }
        #expect(Array(found.prefix(expected.count)) == expected)
        if let total = example.total { #expect(found.count == total) }
    }
}

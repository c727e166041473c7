import CivilTime
import Testing

/// The examples of RFC 5545 section 3.8.5.3 whose times are 9:00 in New York, with their printed dates. Where the RFC elides (`2,4,6…24`) the
/// dates are written out; `goesOn` stands for its `...` at the end.
struct RecurrenceExamplesTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let rule: String
        let start: String
        let printed: [String]
        var goesOn = false

        var testDescription: String { rule }
    }

    private static let everySecondDay = [
        "1997 September 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30;October 2,4,6,8,10,12,14,16,18,20,22,24,26,28,30",
        "1997 November 1,3,5,7,9,11,13,15,17,19,21,23,25,27,29;December 1,3",
    ]
    private static let everyJanuary = ["1998 January 1-31", "1999 January 1-31", "2000 January 1-31"]
    private static let fiveWeeks = ["1997 September 2,4,9,11,16,18,23,25,30;October 2"]
    private static let oddWeeks = [
        "1997 September 1,3,5,15,17,19,29;October 1,3,13,15,17,27,29,31;November 10,12,14,24,26,28;December 8,10,12,22"
    ]
    private static let juneAndJuly = ["1997", "1998", "1999", "2000", "2001"].map { $0 + " June 10;July 10" }

    static let dailyAndWeekly = [
        Example(rule: "FREQ=DAILY;COUNT=10", start: "1997-09-02", printed: ["1997 September 2-11"]),
        Example(
            rule: "FREQ=DAILY;UNTIL=19971224T000000Z", start: "1997-09-02",
            printed: ["1997 September 2-30;October 1-31;November 1-30;December 1-23"]),
        Example(rule: "FREQ=DAILY;INTERVAL=2", start: "1997-09-02", printed: everySecondDay, goesOn: true),
        Example(rule: "FREQ=DAILY;INTERVAL=10;COUNT=5", start: "1997-09-02", printed: ["1997 September 2,12,22;October 2,12"]),
        Example(
            rule: "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", start: "1998-01-01", printed: everyJanuary),
        Example(rule: "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", start: "1998-01-01", printed: everyJanuary),
        Example(rule: "FREQ=WEEKLY;COUNT=10", start: "1997-09-02", printed: ["1997 September 2,9,16,23,30;October 7,14,21,28;November 4"]),
        Example(
            rule: "FREQ=WEEKLY;UNTIL=19971224T000000Z", start: "1997-09-02",
            printed: ["1997 September 2,9,16,23,30;October 7,14,21,28;November 4,11,18,25;December 2,9,16,23"]),
        Example(
            rule: "FREQ=WEEKLY;INTERVAL=2;WKST=SU", start: "1997-09-02",
            printed: ["1997 September 2,16,30;October 14,28;November 11,25;December 9,23", "1998 January 6,20;February 3,17"], goesOn: true),
        Example(rule: "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", start: "1997-09-02", printed: fiveWeeks),
        Example(rule: "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", start: "1997-09-02", printed: fiveWeeks),
        Example(
            rule: "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", start: "1997-09-01", printed: oddWeeks),
        Example(
            rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", start: "1997-09-02",
            printed: ["1997 September 2,4,16,18,30;October 2,14,16"]),
        Example(rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", start: "1997-08-05", printed: ["1997 August 5,10,19,24"]),
        Example(rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", start: "1997-08-05", printed: ["1997 August 5,17,19,31"]),
    ]

    static let monthly = [
        Example(
            rule: "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", start: "1997-09-05",
            printed: ["1997 September 5;October 3;November 7;December 5", "1998 January 2;February 6;March 6;April 3;May 1;June 5"]),
        Example(
            rule: "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", start: "1997-09-05",
            printed: ["1997 September 5;October 3;November 7;December 5"]),
        Example(
            rule: "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", start: "1997-09-07",
            printed: ["1997 September 7,28;November 2,30", "1998 January 4,25;March 1,29;May 3,31"]),
        Example(
            rule: "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", start: "1997-09-22",
            printed: ["1997 September 22;October 20;November 17;December 22", "1998 January 19;February 16"]),
        Example(
            rule: "FREQ=MONTHLY;BYMONTHDAY=-3", start: "1997-09-28",
            printed: ["1997 September 28;October 29;November 28;December 29", "1998 January 29;February 26"], goesOn: true),
        Example(
            rule: "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", start: "1997-09-02",
            printed: ["1997 September 2,15;October 2,15;November 2,15;December 2,15", "1998 January 2,15"]),
        Example(
            rule: "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1", start: "1997-09-30",
            printed: ["1997 September 30;October 1,31;November 1,30;December 1,31", "1998 January 1,31;February 1"]),
        Example(
            rule: "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", start: "1997-09-10",
            printed: ["1997 September 10,11,12,13,14,15", "1999 March 10,11,12,13"]),
        Example(
            rule: "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", start: "1997-09-02",
            printed: ["1997 September 2,9,16,23,30;November 4,11,18,25", "1998 January 6,13,20,27;March 3,10,17,24,31"], goesOn: true),
        Example(
            rule: "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", start: "1997-09-13",
            printed: [
                "1997 September 13;October 11;November 8;December 13",
                "1998 January 10;February 7;March 7;April 11;May 9;June 13",
            ], goesOn: true),
        Example(
            rule: "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", start: "1997-09-04", printed: ["1997 September 4;October 7;November 6"]),
        Example(
            rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", start: "1997-09-29",
            printed: ["1997 September 29;October 30;November 27;December 30", "1998 January 29;February 26;March 30"], goesOn: true),
        Example(
            rule: "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", start: "2007-01-15", printed: ["2007 January 15,30;February 15;March 15,30"]),
    ]

    static let yearly = [
        Example(rule: "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", start: "1997-06-10", printed: juneAndJuly),
        Example(
            rule: "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", start: "1997-03-10",
            printed: ["1997 March 10"] + ["1999", "2001", "2003"].map { $0 + " January 10;February 10;March 10" }),
        Example(
            rule: "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", start: "1997-01-01",
            printed: [
                "1997 January 1;April 10;July 19", "2000 January 1;April 9;July 18", "2003 January 1;April 10;July 19", "2006 January 1",
            ]
        ),
        Example(rule: "FREQ=YEARLY;BYDAY=20MO", start: "1997-05-19", printed: ["1997 May 19", "1998 May 18", "1999 May 17"], goesOn: true),
        Example(
            rule: "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", start: "1997-05-12", printed: ["1997 May 12", "1998 May 11", "1999 May 17"],
            goesOn: true),
        Example(
            rule: "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", start: "1997-03-13",
            printed: ["1997 March 13,20,27", "1998 March 5,12,19,26", "1999 March 4,11,18,25"], goesOn: true),
        Example(
            rule: "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", start: "1997-06-05",
            printed: [
                "1997 June 5,12,19,26;July 3,10,17,24,31;August 7,14,21,28", "1998 June 4,11,18,25;July 2,9,16,23,30;August 6,13,20,27",
                "1999 June 3,10,17,24;July 1,8,15,22,29;August 5,12,19,26",
            ], goesOn: true),
        Example(
            rule: "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", start: "1996-11-05",
            printed: ["1996 November 5", "2000 November 7", "2004 November 2"], goesOn: true),
    ]

    @Test(arguments: dailyAndWeekly + monthly + yearly)
    func `the examples of the RFC come out as printed`(example: Example) throws {
        let newYork = try zone("America/New_York")
        let expected = try printedDates(example.printed).map { newYork.instant(of: try civil("\($0)T09:00")) }
        let rule = try RecurrenceRule(parsing: example.rule)
        let found = Array(rule.occurrences(startingAt: try civil(example.start + "T09:00"), in: newYork).prefix(expected.count + 1))
        #expect(Array(found.prefix(expected.count)) == expected)
        #expect((found.count > expected.count) == example.goesOn)
    }

    @Test func `every Friday the 13th, where the RFC takes the start out by EXDATE`() throws {
        let start = try date("1997-09-02")
        let expected = try printedDates(["1998 February 13;March 13;November 13", "1999 August 13", "2000 October 13"])
        let found = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13").dates(startingAt: start).prefix(6)
        #expect(Array(found) == [start] + expected)
    }

    @Test func `the example that the RFC evaluates step by step`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30")
        let found = rule.occurrences(startingAt: try civil("1997-01-05T08:30"), in: .utc).prefix(10).map(\.description)
        let days = ["1997-01-05", "1997-01-12", "1997-01-19", "1997-01-26", "1999-01-03"]
        #expect(found == days.flatMap { [$0 + "T08:30:00Z", $0 + "T09:30:00Z"] })
    }
}

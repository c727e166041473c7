import CivilTime
import Testing

/// RSCALE and SKIP of RFC 7529 for the Gregorian calendar.
struct SkipTests {
    private func days(_ rule: String, from start: String, first count: Int) throws -> [String] {
        try RecurrenceRule(parsing: rule).dates(startingAt: date(start)).prefix(count).map(\.description)
    }

    @Test func `a leap day's anniversary as in section 4_3_4`() throws {
        #expect(try days("FREQ=YEARLY", from: "2012-02-29", first: 3) == ["2012-02-29", "2016-02-29", "2020-02-29"])
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD", from: "2012-02-29", first: 6)
                == ["2012-02-29", "2013-03-01", "2014-03-01", "2015-03-01", "2016-02-29", "2017-03-01"])
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BACKWARD", from: "2012-02-29", first: 5)
                == ["2012-02-29", "2013-02-28", "2014-02-28", "2015-02-28", "2016-02-29"])
        #expect(try days("RSCALE=GREGORIAN;FREQ=YEARLY", from: "2012-02-29", first: 2) == ["2012-02-29", "2016-02-29"])
    }

    @Test(arguments: [
        ("OMIT", ["2014-01-31", "2014-03-31", "2014-05-31", "2014-07-31"]),
        ("BACKWARD", ["2014-01-31", "2014-02-28", "2014-03-31", "2014-04-30"]),
        ("FORWARD", ["2014-01-31", "2014-03-01", "2014-03-31", "2014-05-01"]),
    ])
    func `the 31st of every month`(skip: String, expected: [String]) throws {
        #expect(try days("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=\(skip);COUNT=4", from: "2014-01-31", first: 9) == expected)
    }

    @Test func `a moved date that is there already counts once`() throws {
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=1,31;SKIP=FORWARD;COUNT=6", from: "2015-01-01", first: 9)
                == ["2015-01-01", "2015-01-31", "2015-02-01", "2015-03-01", "2015-03-31", "2015-04-01"])
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYMONTH=2;SKIP=BACKWARD;COUNT=3", from: "2015-02-28", first: 9)
                == ["2015-02-28", "2016-02-28", "2016-02-29"])
    }

    @Test(arguments: [
        "BYMONTHDAY=1,31;BYSETPOS=1,-1", "BYMONTHDAY=1,30,31;BYSETPOS=-1,2,1", "BYMONTHDAY=-31,15;BYSETPOS=1,2", "BYMONTHDAY=31,1",
    ])
    func `a COUNT passed over by arithmetic counts moved dates once`(parts: String) throws {
        for skip in ["FORWARD", "BACKWARD"] {
            let rule = try RecurrenceRule(parsing: "RSCALE=GREGORIAN;FREQ=MONTHLY;COUNT=300;SKIP=\(skip);" + parts)
            let whole = Array(rule.dates(startingAt: try date("2015-01-01")))
            for month in 0..<250 {
                let from = try date("2015-01-01").adding(months: month)
                #expect(Array(rule.dates(startingAt: try date("2015-01-01"), from: from)) == whole.filter { $0 >= from })
            }
        }
    }

    @Test(arguments: ["FORWARD", "BACKWARD"])
    func `where days only limit what is there, none is moved`(skip: String) throws {
        let rule = "RSCALE=GREGORIAN;SKIP=\(skip);BYMONTHDAY=30,31;"
        #expect(try days(rule + "FREQ=DAILY", from: "2014-01-31", first: 4) == ["2014-01-31", "2014-03-30", "2014-03-31", "2014-04-30"])
        let hourly = try RecurrenceRule(parsing: rule + "FREQ=HOURLY;INTERVAL=24")
        let start = CivilDateTime(try date("2014-01-31"), .midnight)
        let instants = hourly.occurrences(startingAt: start, in: .utc).prefix(3).map(\.description)
        #expect(instants == ["2014-01-31T00:00:00Z", "2014-03-30T00:00:00Z", "2014-03-31T00:00:00Z"])
    }

    @Test func `a day counted from the end can be missing too`() throws {
        let rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=-31;COUNT=4;SKIP="
        #expect(try days(rule + "FORWARD", from: "2015-01-01", first: 9) == ["2015-01-01", "2015-02-01", "2015-03-01", "2015-04-01"])
        #expect(try days(rule + "BACKWARD", from: "2015-01-01", first: 9) == ["2015-01-01", "2015-01-31", "2015-03-01", "2015-03-31"])
    }

    @Test func `the 366th day of a year moves over the new year`() throws {
        let rule = "RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=366;COUNT=4;SKIP="
        #expect(try days(rule + "FORWARD", from: "2012-12-31", first: 9) == ["2012-12-31", "2014-01-01", "2015-01-01", "2016-01-01"])
        #expect(try days(rule + "BACKWARD", from: "2012-12-31", first: 9) == ["2012-12-31", "2013-12-31", "2014-12-31", "2015-12-31"])
    }

    @Test func `SKIP moves only dates that do not exist`() throws {
        let last = ["1981-12-31", "1982-12-30", "1983-12-29", "1984-12-27"]
        #expect(try days("RSCALE=GREGORIAN;FREQ=YEARLY;BYDAY=-1TH;SKIP=BACKWARD", from: "1981-12-31", first: 4) == last)
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=YEARLY;BYDAY=1FR;SKIP=FORWARD", from: "1981-01-02", first: 3)
                == ["1981-01-02", "1982-01-01", "1983-01-07"])
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=YEARLY;BYYEARDAY=-366;BYDAY=-1TH,MO;SKIP=BACKWARD", from: "1981-12-31", first: 4)
                == ["1981-12-31", "1984-12-31", "1990-12-31", "1992-12-31"])
    }

    @Test func `BYMONTH asks the month that a date was moved from`() throws {
        #expect(
            try days("RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTH=6;BYMONTHDAY=31;SKIP=FORWARD", from: "2026-07-01", first: 2)
                == ["2026-07-01", "2027-07-01"])
    }

    @Test func `BYDAY limits the date after it has moved`() throws {
        // 30 April moves nowhere; 31 April becomes 1 May, a Friday in 2015.
        let rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=FR;SKIP=FORWARD;COUNT=3"
        #expect(try days(rule, from: "2015-05-01", first: 9) == ["2015-05-01", "2015-07-31", "2016-07-01"])
    }

    @Test(arguments: ["RSCALE=CHINESE;FREQ=YEARLY", "FREQ=YEARLY;RSCALE=ETHIOPIC", "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD"])
    func `another calendar is not understood`(text: String) {
        let failure = #expect(throws: RecurrenceRule.Failure.self) { try RecurrenceRule(parsing: text) }
        guard case .notUnderstood = failure else {
            Issue.record("\(text) gave \(String(describing: failure))")
            return
        }
    }
}

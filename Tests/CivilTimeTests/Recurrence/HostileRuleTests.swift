import CivilTime
import Testing

/// Rules that ask for a lot of work and little result: they end, and where they can't be followed they say so.
struct HostileRuleTests {
    private func times(_ rule: String, from start: String = "0001-01-01T00:00", after: String? = nil) throws -> Occurrences {
        try RecurrenceRule(parsing: rule).occurrences(startingAt: civil(start), in: zone("America/New_York"), from: after.map(instant))
    }

    @Test(arguments: [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=6MO", "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2", "FREQ=MINUTELY;BYSETPOS=2;BYMONTH=1", "FREQ=YEARLY;INTERVAL=999999999",
        "FREQ=SECONDLY;INTERVAL=2;BYSECOND=1", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5", "FREQ=MINUTELY;INTERVAL=7200;BYHOUR=7",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;COUNT=999999999", "FREQ=DAILY;BYHOUR=7;BYSETPOS=-2",
    ])
    func `a rule that never matches has its start and then ends`(rule: String) throws {
        var found = try times(rule)
        #expect(found.next() != nil && found.next() == nil && found.failure == nil)
    }

    /// Four times 42 hours are a week, so that these hours come on other weekdays only; for that, millions of hours are looked at.
    @Test(arguments: [
        "FREQ=HOURLY;INTERVAL=42;BYDAY=FR,SA,TU;BYHOUR=9,10,12", "FREQ=SECONDLY;INTERVAL=151200;BYDAY=FR,SA,TU;BYHOUR=9,10,12;COUNT=99",
    ])
    func `a rule that is searched for too long is too costly`(rule: String) throws {
        var found = try times(rule, from: "0003-01-08T09:00")
        #expect(found.next() != nil && found.next() == nil && found.failure == .tooCostly)
        let start = try civil("0003-01-08T09:00")
        let window = Span(try instant("0003-01-08T12:00:00Z"), try instant("9999-01-01T00:00:00Z"))
        #expect(throws: RecurrenceRule.Failure.tooCostly) {
            try RecurrenceRule(parsing: rule).occurrences(startingAt: start, in: .utc, within: window, limit: 1_000_000)
        }
    }

    @Test func `moved dates of many positions that have to be counted one by one are too costly`() throws {
        let positions = (1...366).map(String.init).joined(separator: ",")
        let clock = "BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19"
        let rule = "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;BYMONTHDAY=1,31;COUNT=999999999;BYSETPOS=\(positions);" + clock
        #expect(try times(rule, after: "9000-01-01T00:00:00Z").failure == .tooCostly)
        #expect(try times(rule, after: "0090-01-01T00:00:00Z").failure == nil)
    }

    @Test func `nothing is searched for past the end that is asked for`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=HOURLY;INTERVAL=42;BYDAY=FR,SA,TU;BYHOUR=9,10,12")
        let start = try civil("0003-01-08T09:00")
        var found = rule.occurrences(startingAt: start, in: .utc, before: try instant("0010-01-01T00:00:00Z"))
        #expect(found.next() != nil && found.next() == nil && found.failure == nil && found.effort > 0)
        var short = rule.occurrences(startingAt: start, in: .utc, before: try instant("0010-01-01T00:00:00Z"), effort: 100)
        #expect(short.next() != nil && short.next() == nil && short.failure == .tooCostly && short.effort == 100)
        let daily = try RecurrenceRule(parsing: "FREQ=DAILY")
        let (first, last) = (try instant("2026-03-28T12:00:00Z"), try instant("2026-03-30T12:00:00Z"))
        let times = daily.occurrences(startingAt: try civil("2020-01-01T12:00"), in: .utc, from: first, before: last)
        #expect(times.map(\.description) == ["2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"])
        let date = try #require(CivilDate(iso8601: "2026-01-01"))
        #expect(Array(daily.dates(startingAt: date, through: date.adding(days: 1))) == [date, date.adding(days: 1)])
    }

    @Test func `every second for centuries is made only as far as it is asked for`() throws {
        var found = try times("FREQ=SECONDLY", from: "1600-01-01T00:00", after: "2500-06-01T00:00:00Z")
        #expect(found.next()?.description == "2500-06-01T00:00:00Z")
        #expect(found.next()?.description == "2500-06-01T00:00:01Z")
        let window = Span(try instant("1990-01-01T00:00:00Z"), try instant("2026-01-01T00:00:00Z"))
        #expect(throws: RecurrenceRule.Failure.tooMany) {
            try RecurrenceRule(parsing: "FREQ=SECONDLY").occurrences(
                startingAt: civil("1600-01-01T00:00"), in: .utc, within: window, limit: 2_000)
        }
    }

    @Test func `a COUNT of a billion is passed over by arithmetic`() throws {
        // The clock is then an hour nearer to UTC than at the start.
        var found = try times("FREQ=SECONDLY;COUNT=999999999", from: "2000-01-01T00:00", after: "2031-09-09T05:46:30Z")
        var last: Instant?
        while let next = found.next() { last = next }
        #expect(last?.description == "2031-09-09T05:46:38Z")
        // 24 times 60 a day.
        var daily = try times("FREQ=MINUTELY;BYSECOND=0;COUNT=1441", from: "2026-02-01T00:00", after: "2026-02-02T04:59:00Z")
        #expect(
            daily.next()?.description == "2026-02-02T04:59:00Z" && daily.next()?.description == "2026-02-02T05:00:00Z"
                && daily.next() == nil)
    }

    @Test func `lists of every number of every part are followed`() throws {
        func all(_ range: ClosedRange<Int>) -> String { range.map(String.init).joined(separator: ",") }
        let signed = { (limit: Int) in all(1...limit) + "," + (1...limit).map { "-\($0)" }.joined(separator: ",") }
        let clock = "BYHOUR=\(all(0...23));BYMINUTE=\(all(0...59));BYSECOND=\(all(0...60))"
        let rule = "FREQ=YEARLY;BYMONTH=\(all(1...12));BYYEARDAY=\(signed(366));BYMONTHDAY=\(signed(31));BYSETPOS=\(signed(366));" + clock
        var found = try times(rule, from: "2026-01-01T00:00")
        var count = 0
        while count < 1_000, found.next() != nil { count += 1 }
        #expect(count == 1_000 && found.failure == nil)
    }

    @Test(arguments: ["BYMONTH=2;BYMONTHDAY=30", "BYMONTH=2;BYMONTHDAY=30;BYSETPOS=1"])
    func `days that never come are searched for as long as is allowed`(parts: String) throws {
        let rule = try RecurrenceRule(parsing: "FREQ=YEARLY;" + parts)
        var dates = rule.dates(startingAt: .first, from: nil, through: .last, effort: 5_000)
        while dates.next() != nil {}
        #expect(dates.failure == .tooCostly && dates.effort < 6_000)
        var whole = rule.dates(startingAt: .first, from: nil, through: .last)
        while whole.next() != nil {}
        #expect(whole.failure == nil)
    }

    @Test func `a leap day costs nothing of it, and a list of every second of the day does`() throws {
        var leap = try RecurrenceRule(parsing: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29").dates(
            startingAt: .first, from: nil, through: .last, effort: 500)
        var count = 0
        while leap.next() != nil { count += 1 }
        #expect(count == 2_425 && leap.failure == nil)
        func list(_ end: Int) -> String { (0...end).map(String.init).joined(separator: ",") }
        let rule = try RecurrenceRule(parsing: "FREQ=YEARLY;BYHOUR=\(list(23));BYMINUTE=\(list(59));BYSECOND=\(list(59))")
        var times = rule.occurrences(startingAt: CivilDateTime(.first, .midnight), in: .utc, from: nil, effort: 10_000)
        #expect(times.next() != nil && times.next() == nil && times.failure == .tooCostly)
    }
}

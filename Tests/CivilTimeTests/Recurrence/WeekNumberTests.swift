import CivilTime
import Testing

/// BYWEEKNO of RFC 5545 section 3.3.10.
struct WeekNumberTests {
    private func days(_ rule: String, from start: String, first count: Int) throws -> [String] {
        try RecurrenceRule(parsing: rule).dates(startingAt: date(start)).prefix(count).map(\.description)
    }

    @Test func `the days of week 1 before the new year belong to the new year`() throws {
        #expect(
            try days("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU", from: "2007-01-01", first: 5)
                == ["2007-01-01", "2007-01-07", "2007-12-31", "2008-01-06", "2008-12-29"])
        #expect(
            try days("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=TU", from: "2008-12-30", first: 3) == [
                "2008-12-30", "2011-01-04", "2013-01-01",
            ])
    }

    @Test func `the last week reaches into January`() throws {
        #expect(
            try days("FREQ=YEARLY;BYWEEKNO=53", from: "2009-12-31", first: 4) == ["2009-12-31", "2015-12-31", "2020-12-31", "2026-12-31"])
        #expect(try days("FREQ=YEARLY;BYWEEKNO=53", from: "2010-01-02", first: 3) == ["2010-01-02", "2016-01-02", "2021-01-02"])
        #expect(try days("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", from: "2010-01-03", first: 3) == ["2010-01-03", "2011-01-02", "2012-01-01"])
    }

    @Test func `weeks start on WKST`() throws {
        // 2023 starts on a Sunday: for weeks from Sunday that is week 1, for weeks from Monday still week 52.
        #expect(try days("FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU;WKST=SU", from: "2023-01-01", first: 2) == ["2023-01-01", "2023-12-31"])
        #expect(try days("FREQ=YEARLY;BYWEEKNO=1;BYDAY=SU", from: "2023-01-01", first: 2) == ["2023-01-01", "2023-01-08"])
    }

    @Test func `positions count from the first day of the first named week`() throws {
        #expect(
            try days("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1", from: "2008-12-29", first: 3)
                == ["2008-12-29", "2010-01-04", "2011-01-03"])
    }

    @Test func `other parts narrow the weeks down`() throws {
        #expect(try days("FREQ=YEARLY;BYWEEKNO=1;BYMONTH=12", from: "2008-12-29", first: 3) == ["2008-12-29", "2012-12-31", "2013-12-30"])
        #expect(
            try days("FREQ=YEARLY;BYWEEKNO=1;BYMONTHDAY=31", from: "2007-12-31", first: 3) == ["2007-12-31", "2008-12-31", "2012-12-31"])
        #expect(
            try days("FREQ=YEARLY;BYWEEKNO=1,20;BYYEARDAY=-1,2", from: "2007-01-02", first: 3) == [
                "2007-01-02", "2007-12-31", "2008-01-02",
            ])
    }
}

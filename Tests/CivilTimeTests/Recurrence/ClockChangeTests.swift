import CivilTime
import Testing

/// Rules on a zone's clock where it changes (RFC 5545 sections 3.3.5 and 3.3.10). Berlin: forward on 29 March 2026 at 2:00, back on 25 October.
struct ClockChangeTests {
    private func times(_ rule: String, from start: String, in zoneName: String = "Europe/Berlin", after: String, count: Int) throws
        -> [String]
    {
        let zone = try zone(zoneName)
        let times = try RecurrenceRule(parsing: rule).occurrences(startingAt: civil(start), in: zone, from: instant(after))
        return times.prefix(count).map(\.description)
    }

    @Test func `every hour misses none in a gap and has the repeated one once`() throws {
        #expect(
            try times("FREQ=HOURLY", from: "2026-03-01T00:00", after: "2026-03-28T23:30:00Z", count: 4)
                == ["2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", "2026-03-29T03:00:00Z"])
        #expect(
            try times("FREQ=HOURLY", from: "2026-03-01T00:00", after: "2026-10-24T23:30:00Z", count: 3)
                == ["2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"])
    }

    @Test func `times in a gap come in the order of their instants, and once where they fall together`() throws {
        // 2:15, 2:40 are read as 3:15, 3:40 beside the true 3:05, 3:30 and 3:55.
        #expect(
            try times("FREQ=MINUTELY;INTERVAL=25", from: "2026-03-29T01:50", after: "2026-03-29T00:00:00Z", count: 7)
                == ["00:50", "01:05", "01:15", "01:30", "01:40", "01:55", "02:20"].map { "2026-03-29T\($0):00Z" })
        #expect(
            try times("FREQ=DAILY;BYHOUR=2,3;BYMINUTE=30", from: "2026-03-28T02:30", after: "2026-03-29T00:00:00Z", count: 2)
                == ["2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"])
    }

    @Test func `a gap that opens the window still gives what moved into it`() throws {
        #expect(
            try times("FREQ=DAILY", from: "2026-03-01T02:30", after: "2026-03-29T01:10:00Z", count: 2)
                == ["2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"])
        #expect(try times("FREQ=DAILY", from: "2026-03-01T02:30", after: "2026-03-29T01:30:01Z", count: 1) == ["2026-03-30T00:30:00Z"])
    }

    @Test func `a walk that begins after a clock change looks at no time before it`() throws {
        let rule = try RecurrenceRule(parsing: "FREQ=SECONDLY")
        for after in ["2026-03-29T02:00:00Z", "2026-03-30T12:00:00Z", "2026-10-25T02:00:00Z"] {
            var found = rule.occurrences(startingAt: try civil("2020-01-01T00:00"), in: try zone("Europe/Berlin"), from: try instant(after))
            #expect(found.next()?.description == after && found.effort == 0)
        }
    }

    @Test(arguments: ["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/New_York"])
    func `where a walk begins makes no difference around a clock change`(name: String) throws {
        let (rule, zone) = (try RecurrenceRule(parsing: "FREQ=MINUTELY;INTERVAL=25"), try zone(name))
        let window = Span(try instant("2011-01-01T00:00:00Z"), try instant("2012-02-01T00:00:00Z"))
        for change in zone.transitions(in: window) {
            let start = zone.civil(at: change - .days(2))
            let all = rule.occurrences(startingAt: start, in: zone, before: change + .days(2)).map { $0 }
            for hours in -40..<40 {
                let from = change + .minutes(hours * 37)
                let later = rule.occurrences(startingAt: start, in: zone, from: from, before: change + .days(2))
                #expect(Array(later) == all.filter { $0 >= from })
            }
        }
    }

    @Test func `half an hour of Lord Howe Island and a skipped day of Samoa`() throws {
        #expect(
            try times("FREQ=HOURLY", from: "2026-10-03T00:00", in: "Australia/Lord_Howe", after: "2026-10-03T14:00:00Z", count: 4)
                == ["14:30", "15:30", "16:00", "17:00"].map { "2026-10-03T\($0):00Z" })
        #expect(
            try times("FREQ=HOURLY;INTERVAL=12", from: "2011-12-29T08:00", in: "Pacific/Apia", after: "2011-12-29T00:00:00Z", count: 5)
                == ["2011-12-29T18:00:00Z", "2011-12-30T06:00:00Z", "2011-12-30T18:00:00Z", "2011-12-31T06:00:00Z", "2011-12-31T18:00:00Z"])
    }

    @Test func `COUNT counts times on the clock, also those that a gap makes fall together`() throws {
        let times = try RecurrenceRule(parsing: "FREQ=MINUTELY;INTERVAL=30;COUNT=6")
            .occurrences(startingAt: civil("2026-03-29T01:30"), in: zone("Europe/Berlin"))
        // 1:30, 2:00, 2:30, 3:00, 3:30, 4:00 on the clock.
        #expect(times.map(\.description) == ["00:30", "01:00", "01:30", "02:00"].map { "2026-03-29T\($0):00Z" })
    }

    @Test func `UNTIL in UTC cuts within a gap and a fold`() throws {
        func last(_ rule: String, from start: String) throws -> String? {
            let times = try RecurrenceRule(parsing: rule).occurrences(startingAt: civil(start), in: zone("Europe/Berlin"))
            return times.map(\.description).last
        }
        #expect(try last("FREQ=DAILY;UNTIL=20260329T013000Z", from: "2026-03-27T02:30") == "2026-03-29T01:30:00Z")
        #expect(try last("FREQ=DAILY;UNTIL=20260329T012959Z", from: "2026-03-27T02:30") == "2026-03-28T01:30:00Z")
        #expect(try last("FREQ=DAILY;UNTIL=20261025T003000Z", from: "2026-10-24T02:30") == "2026-10-25T00:30:00Z")
        #expect(try last("FREQ=MINUTELY;INTERVAL=25;UNTIL=20260329T011000Z", from: "2026-03-29T01:50") == "2026-03-29T01:05:00Z")
    }
}

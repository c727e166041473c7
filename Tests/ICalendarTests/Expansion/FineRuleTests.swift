import CivilTime
import ICalendar
import Testing

/// Rules that repeat within a day, and rules that would never end.
@Suite struct FineRuleTests {
    private let hour = Cast.span("2026-06-01T12:00:00Z", "2026-06-01T13:00:00Z")

    @Test func `a rule by the minute gives its times, and none before the window is counted`() throws {
        let context = ExpansionContext(zones: Cast.context.zones, floatingZone: Cast.berlin, maximumOccurrences: 10)
        let event = Cast.event("DTSTART:20260101T000000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY;INTERVAL=10")
        let expanded = try Cast.expand(event, in: hour, context: context)
        #expect(expanded.starts.count == 6 && expanded.findings.isEmpty)
        #expect(expanded.starts.first == "2026-06-01T12:00:00Z")
    }

    @Test func `hours by BYHOUR are followed`() throws {
        let day = Cast.span("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR=9,15;BYMINUTE=0,30"), in: day)
        #expect(expanded.starts.map { $0.dropFirst(11).prefix(5) } == ["09:00", "09:30", "15:00", "15:30"])
    }

    @Test func `every second for centuries closes the rest of the window and says so`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20000101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY"))
        #expect(expanded.occurrences.count == 501)
        #expect(expanded.busySpans.last == "2026-01-01T00:08:20Z/2027-01-01T00:00:00Z")
        #expect(expanded.findings.count == 1)
    }

    @Test func `long occurrences of a fine rule cost bounded work`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:19000101T000000Z\nDURATION:P100000D\nRRULE:FREQ=SECONDLY"), in: hour)
        #expect(SpanSet(expanded.occurrences.map(\.span)).contains(hour))
        #expect(!expanded.findings.isEmpty)
    }

    @Test(arguments: ["FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;INTERVAL=24;BYHOUR=5"])
    func `a rule that never matches leaves the start alone`(rule: String) throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20260601T120000Z\nDURATION:PT1H\nRRULE:\(rule)"))
        #expect(expanded.starts == ["2026-06-01T12:00:00Z"])
    }

    @Test func `exception rules take away as they go`() throws {
        let event = Cast.event(
            "DTSTART:20260601T120000Z\nDURATION:PT1M\nRRULE:FREQ=MINUTELY\nEXRULE:FREQ=MINUTELY;INTERVAL=2\nEXDATE:20260601T120300Z")
        let expanded = try Cast.expand(event, in: Cast.span("2026-06-01T12:00:00Z", "2026-06-01T12:08:00Z"))
        #expect(expanded.starts.map { $0.dropFirst(14).prefix(2) } == ["00", "01", "05", "07"])
    }

    @Test func `a period that began long before the window reaches into it`() throws {
        let event = Cast.event("DTSTART:20260101T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20260201T000000Z/P200D")
        #expect(try Cast.expand(event, in: hour).starts == ["2026-02-01T00:00:00Z"])
    }

    @Test func `a period keeps its length after a change of all following occurrences`() throws {
        let series = Cast.event("DTSTART:20260101T090000Z\nDURATION:PT1H\nRRULE:FREQ=YEARLY\nRDATE;VALUE=PERIOD:20260601T090000Z/PT5H")
        let change = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T090000Z\nDTSTART:20260101T120000Z\nDURATION:PT30M")
        #expect(try Cast.expand(series + "\n" + change, in: hour).spans == ["2026-06-01T12:00:00Z/2026-06-01T17:00:00Z"])
    }

    @Test(arguments: ["DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=HOURLY", "DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;BYHOUR=9"])
    func `hours mean nothing to whole days`(lines: String) throws {
        let expanded = try Cast.expand(Cast.event(lines), in: hour)
        #expect(expanded.busySpans.contains { $0.hasPrefix("2026-05-31T22:00:00Z") })
    }
}

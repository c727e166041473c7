import CivilTime
import ICalendar
import Testing

/// Unknown means busy.
@Suite struct NotUnderstoodTests {
    private let week = Cast.span("2026-06-01T00:00:00Z", "2026-06-08T00:00:00Z")

    @Test func `a rule that is not understood closes the event's hours on every day`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20260603T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYFULLMOON=1"), in: week)
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-06-03", "2026-06-04", "2026-06-05", "2026-06-06", "2026-06-07"])
        #expect(expanded.occurrences.first?.meaning == .busy(.opaque))
        #expect(expanded.occurrences.dropFirst().allSatisfy { $0.meaning == .busy(.notUnderstood) })
        #expect(expanded.findings.count == 1 && expanded.findings[0].contains("BYFULLMOON"))
    }

    @Test func `why a rule is not understood is told on its line`() throws {
        let calendar = try Cast.document(Cast.event("DTSTART;VALUE=DATE:20260605\nRRULE:RSCALE=CHINESE;FREQ=YEARLY"))
        let assumptions = calendar.occurrences(in: week, context: Cast.context).assumptions
        #expect(assumptions.map(\.line) == [8])
        #expect(assumptions.first?.message.contains("is not understood (it uses RSCALE=CHINESE); the hours of the event") == true)
    }

    @Test(arguments: ["FREQ=FORTNIGHTLY", "garbage", "FREQ=DAILY;INTERVAL=0", "FREQ=WEEKLY;BYDAY=XX"])
    func `a damaged rule does the same`(rule: String) throws {
        let expanded = try Cast.expand(Cast.event("DTSTART;VALUE=DATE:20260605\nRRULE:\(rule)"), in: week)
        #expect(expanded.busySpans.count == 4, "5 to 8 June, which begins before the window ends")
        #expect(!expanded.findings.isEmpty)
    }

    @Test func `it ends where UNTIL can be read, and exceptions still count`() throws {
        let expanded = try Cast.expand(
            Cast.event(
                "DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYFULLMOON=1;UNTIL=20260604T090000Z\nEXDATE:20260603T090000Z"),
            in: week
        )
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-06-01", "2026-06-02", "2026-06-04"])
    }

    @Test(arguments: ["FREQ=HOURLY;BYFULLMOON=1", "FREQ=DAILY;BYHOUR=9,15;BYFULLMOON=1"])
    func `a rule that may mean other hours closes all time from its start on`(rule: String) throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20260603T090000Z\nDURATION:PT1H\nRRULE:\(rule)"), in: week)
        #expect(expanded.busySpans.contains("2026-06-03T09:00:00Z/2026-06-08T00:00:00Z"))
        let ended = try Cast.expand(Cast.event("DTSTART:20260603T090000Z\nDURATION:PT1H\nRRULE:\(rule);UNTIL=20260604"), in: week)
        #expect(ended.busySpans.contains("2026-06-03T09:00:00Z/2026-06-05T00:00:00Z"))
    }

    @Test func `a free event with a rule that is not understood closes nothing`() throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260603T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT\nRRULE:FREQ=HOURLY;BYFULLMOON=1"), in: week)
        #expect(expanded.busySpans.isEmpty)
        #expect(expanded.occurrences.count == 1)
    }

    @Test func `a series with too many occurrences closes the rest of the window`() throws {
        let context = ExpansionContext(zones: Cast.context.zones, floatingZone: Cast.berlin, maximumOccurrences: 3)
        let expanded = try Cast.expand(Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"), in: week, context: context)
        #expect(expanded.findings.contains { $0.contains("more than 3 occurrences") })
        let closed = SpanSet(expanded.occurrences.filter(\.meaning.isBusy).map(\.span))
        for day in 1...7 { #expect(closed.contains(Cast.span("2026-06-0\(day)T09:00:00Z", "2026-06-0\(day)T10:00:00Z"))) }
        #expect(expanded.occurrences.count <= 4)
    }

    @Test func `too many dates close the rest of the window`() throws {
        let context = ExpansionContext(zones: Cast.context.zones, floatingZone: Cast.berlin, maximumOccurrences: 3)
        let dates = (1...7).map { "2026060\($0)T120000Z" }.joined(separator: ",")
        let expanded = try Cast.expand(Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRDATE:\(dates)"), in: week, context: context)
        #expect(expanded.busySpans.last == "2026-06-03T12:00:00Z/2026-06-08T00:00:00Z")
    }

    @Test func `more rules than any calendar has close all time from the start on`() throws {
        let rules = String(repeating: "\nRRULE:FREQ=YEARLY", count: 9)
        let expanded = try Cast.expand(Cast.event("DTSTART:20260603T090000Z\nDURATION:PT1H\(rules)"), in: week)
        #expect(expanded.busySpans.contains("2026-06-03T09:00:00Z/2026-06-08T00:00:00Z"))
    }

    @Test func `a time in an unknown zone closes every time that it may be`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART;TZID=Moon/Base:20260603T090000\nDTEND;TZID=Moon/Base:20260603T100000"), in: week)
        #expect(expanded.spans == ["2026-06-02T19:00:00Z/2026-06-04T00:00:00Z"])
        #expect(expanded.occurrences[0].meaning == .busy(.notUnderstood))
        #expect(expanded.findings.contains { $0.contains("Moon/Base") })
    }

    @Test func `an unknown zone of the end alone pads the event too`() throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20260603T090000Z\nDTEND;TZID=Moon/Base:20260603T100000"), in: week)
        #expect(expanded.spans == ["2026-06-02T19:00:00Z/2026-06-04T00:00:00Z"])
    }

    @Test func `a broken event is set aside and the others are read`() throws {
        let expanded = try Cast.expand(
            Cast.event("SUMMARY:broken") + "\nBEGIN:VEVENT\nUID:2\nDTSTART:20260603T090000Z\nEND:VEVENT", in: week)
        #expect(expanded.occurrences.map(\.uid) == ["2"])
        #expect(expanded.setAside.map(\.uid) == ["meeting"])
        #expect(expanded.setAside[0].reason == "The event has no start (DTSTART).")
        #expect(expanded.setAside[0].readableSpan(in: Cast.context) == nil)
    }

    @Test func `a change of an unreadable occurrence is set aside with the time that it closes`() throws {
        let setAside = try Cast.expand(Cast.event("RECURRENCE-ID:x\nDTSTART:20260603T090000Z\nDURATION:PT1H"), in: week).setAside
        #expect(setAside[0].readableSpan(in: Cast.context) == Cast.span("2026-06-03T09:00:00Z", "2026-06-03T10:00:00Z"))
        let free = try Cast.expand(Cast.event("RECURRENCE-ID:x\nDTSTART:20260603T090000Z\nTRANSP:TRANSPARENT"), in: week).setAside
        #expect(free[0].readableSpan(in: Cast.context) == nil)
    }
}

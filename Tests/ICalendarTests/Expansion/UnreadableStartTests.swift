import CivilTime
import ICalendar
import Testing

/// As long as any time of an event can be read, it closes that.
@Suite struct UnreadableStartTests {
    private func occurrences(_ lines: String) throws -> Expansion {
        try Cast.document(Cast.event(lines)).occurrences(in: Cast.year, context: Cast.context)
    }

    private func spans(_ lines: String) throws -> [String] {
        try occurrences(lines).occurrences.filter(\.meaning.isBusy).map { "\($0.span.start)/\($0.span.end)" }
    }

    @Test func `the first start that can be read counts`() throws {
        let lines = "DTSTART:garbage\nDTSTART;TZID=Europe/Berlin:20260302T090000\nDTEND;TZID=Europe/Berlin:20260302T100000"
        #expect(try spans(lines) == ["2026-03-02T08:00:00Z/2026-03-02T09:00:00Z"])
        #expect(try occurrences(lines).findings.contains { $0.hasPrefix("DTSTART is “garbage”") })
    }

    @Test(arguments: [
        ("DTEND:20260302T100000Z", "2026-03-02T00:00:00Z/2026-03-02T10:00:00Z"),
        ("DTSTART:garbage\nDTEND;TZID=Europe/Berlin:20260302T100000", "2026-03-01T23:00:00Z/2026-03-02T09:00:00Z"),
        ("DTEND:20260302T000000", "2026-02-28T23:00:00Z/2026-03-01T23:00:00Z"),
        ("DTEND;VALUE=DATE:20260303", "2026-03-01T23:00:00Z/2026-03-02T23:00:00Z"),
    ])
    func `an end alone closes its day up to there`(lines: String, expected: String) throws {
        #expect(try spans(lines) == [expected])
        #expect(try occurrences(lines).findings.contains { $0.contains("DTSTART") })
    }

    @Test func `a changed occurrence is where it was`() throws {
        let series = Cast.event("DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2")
        let change = Cast.event("RECURRENCE-ID:20260303T090000Z\nDTSTART:garbage\nDTEND:20260303T190000Z")
        let expanded = try Cast.expand(series + "\n" + change)
        #expect(expanded.spans == ["2026-03-02T09:00:00Z/2026-03-02T10:00:00Z", "2026-03-03T09:00:00Z/2026-03-03T19:00:00Z"])
        #expect(expanded.findings.contains { $0.contains("RECURRENCE-ID is taken for it") })
    }

    @Test func `an empty rule is none, and that is told`() throws {
        let expansion = try occurrences("DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:")
        #expect(expansion.occurrences.count == 1 && expansion.findings == ["RRULE is empty; it is left out"])
    }

    @Test(arguments: [
        ("DTSTART:garbage\nDTEND;TZID=Europe/Berlin:20260302T100000\nRRULE:FREQ=WEEKLY;COUNT=3", ["03-02", "03-09", "03-16"]),
        (
            "DTSTART:garbage\nDTEND;TZID=Europe/Berlin:20260302T100000\nRDATE:20260305T090000Z,20260306T090000Z",
            ["03-02", "03-05", "03-06"]
        ),
        ("DTSTART:garbage\nDURATION:PT1H\nRDATE:20260302T090000Z,20260306T090000Z", ["03-02", "03-06"]),
        ("RECURRENCE-ID:garbage\nDTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2", ["03-02", "03-03"]),
    ])
    func `what repeats is closed as far as can be told`(lines: String, days: [String]) throws {
        let found = try occurrences(lines)
        #expect(found.occurrences.map { "\(($0.span.end - .seconds(1)))".dropFirst(5).prefix(5) } == days.map { $0[...] })
        #expect(found.occurrences.allSatisfy { $0.meaning == .busy(.notUnderstood) })
        #expect(found.findings.contains { $0.hasSuffix("what can be read of it is closed, and so is every time at which that repeats") })
    }

    @Test func `a start that cannot be read is told in one way`() throws {
        var check = CalendarCheck(zones: Cast.context.zones)
        let findings =
            try check.push(Cast.calendar(Cast.event("DTSTART:garbage\nDTSTART:20260302T090000Z\nDURATION:PT1H"))) + check.finish()
        #expect(findings.contains { $0.message == "DTSTART stands more than once in its event; the first one that can be read counts" })
        #expect(findings.contains { $0.message.hasSuffix("the next one counts") })
    }

    @Test func `a rule of semicolons alone is none`() throws {
        let lines = "DTSTART:20260302T090000Z\nDURATION:PT1H\nRRULE:;"
        #expect(try occurrences(lines).findings == ["RRULE is empty; it is left out"])
        var check = CalendarCheck(zones: Cast.context.zones)
        let findings = try check.push(Cast.calendar(Cast.event(lines))) + check.finish()
        #expect(findings.count { $0.message.contains("RRULE") } == 1)
    }
}

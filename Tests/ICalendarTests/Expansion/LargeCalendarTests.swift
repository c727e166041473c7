import CivilTime
import ICalendar
import Testing

/// Ordinary calendars of many years: however many series they hold that are old, counted or long ended, each is followed exactly.
@Suite struct LargeCalendarTests {
    private let week = Cast.span("2026-04-06T00:00:00Z", "2026-04-13T00:00:00Z")

    private func expansion(of rule: String, start: String, count: Int) throws -> Expansion {
        let events = (0..<count).map { "BEGIN:VEVENT\nUID:\($0)\nDTSTART\(start)\nRRULE:\(rule)\nEND:VEVENT" }
        return try Cast.document(events.joined(separator: "\n")).occurrences(in: week, context: Cast.context)
    }

    @Test(arguments: [
        ("FREQ=MONTHLY;COUNT=12;BYDAY=MO;BYSETPOS=1", ":20160104T090000Z\nDURATION:PT1H"),
        ("FREQ=YEARLY;COUNT=50", ";VALUE=DATE:19500408"),
        ("FREQ=DAILY;COUNT=5", ":20250407T090000Z\nDURATION:PT1H"),
        ("FREQ=HOURLY;BYHOUR=9;BYDAY=MO;COUNT=10", ":20160104T090000Z\nDURATION:PT1H"),
        ("FREQ=WEEKLY;COUNT=400", ";TZID=Europe/Berlin:19990104T090000\nDURATION:PT1H"),
    ])
    func `ten thousand series that ended long ago take no time`(rule: String, start: String) throws {
        let expansion = try expansion(of: rule, start: start, count: 10_000)
        #expect(expansion.occurrences.isEmpty && expansion.findings.isEmpty)
    }

    @Test(arguments: [
        ("FREQ=YEARLY;COUNT=99", ";VALUE=DATE:19500408", "2026-04-07T22:00:00Z"),
        ("FREQ=MONTHLY;COUNT=999;BYDAY=MO;BYSETPOS=2", ":19900108T090000Z\nDURATION:PT1H", ""),
        ("FREQ=MONTHLY;COUNT=999;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5", ":19900105T090000Z\nDURATION:PT1H", "2026-04-07T09:00:00Z"),
        ("FREQ=WEEKLY;COUNT=9999", ";TZID=Europe/Berlin:19500103T090000\nDURATION:PT1H", "2026-04-07T07:00:00Z"),
        ("FREQ=MONTHLY;COUNT=9999;BYMONTHDAY=7", ";VALUE=DATE:19500107", "2026-04-06T22:00:00Z"),
    ])
    func `ten thousand old series that go on are where they should be`(rule: String, start: String, expected: String) throws {
        let expansion = try expansion(of: rule, start: start, count: 10_000)
        #expect(expansion.findings.isEmpty)
        guard !expected.isEmpty else { return #expect(expansion.occurrences.isEmpty) }
        #expect(expansion.occurrences.count == 10_000)
        #expect(expansion.occurrences.allSatisfy { "\($0.span.start)" == expected && $0.meaning == .busy(.opaque) })
    }

    @Test(arguments: [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYSETPOS=1,2,3",
        "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
    ])
    func `counting from the beginning of the calendar on is bounded, and what is left open is busy`(rule: String) throws {
        let expansion = try expansion(of: rule + ";COUNT=9999", start: ":00010101T000000Z\nDURATION:PT1H", count: 500)
        #expect(expansion.findings.contains { $0.contains("costs too much to follow") })
        #expect(expansion.occurrences.allSatisfy { $0.span == week && $0.meaning == .busy(.notUnderstood) })
    }
}

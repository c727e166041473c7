import CivilTime
import ICalendar
import Testing

/// What a calendar may cost as a whole: in proportion to its length, whatever it says.
@Suite struct WorkBoundTests {
    private func event(_ uid: Int, _ lines: String) -> String { "BEGIN:VEVENT\nUID:\(uid)\n\(lines)\nEND:VEVENT\n" }

    private func expansion(_ body: String, in window: Span = Cast.year) throws -> Expansion {
        try Cast.document(body).occurrences(in: window, context: ExpansionContext(zones: Cast.context.zones, floatingZone: Cast.berlin))
    }

    @Test(arguments: ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=MINUTELY\nEXRULE:FREQ=MINUTELY"])
    func `the occurrences of all series together are bounded, and the time of all stays closed`(rule: String) throws {
        let body = (0..<600).map { event($0, "DTSTART:20000101T000000Z\nDURATION:PT1S\n\(rule)") }.joined()
        let found = try expansion(body)
        #expect(found.occurrences.count <= 40_000 + body.utf8.count / 2 + 1_200)
        #expect(found.findings.contains { $0.contains("than are listed of one so long") })
        #expect(Set(found.occurrences.filter { $0.span.end == Cast.year.end }.map(\.uid)).count == 600)
    }

    @Test func `an ordinary series behind many that are hostile is listed`() throws {
        let hostile = (0..<600).map { event($0, "DTSTART:20000101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY") }.joined()
        let weekly = event(
            1_000,
            "DTSTART:20200106T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY\n"
                + "DESCRIPTION:The team meets in the large hall on the ground floor")
        let found = try expansion(hostile + weekly).occurrences.filter { $0.uid == "1000" }
        #expect(found.count == 52 && found.allSatisfy { $0.meaning == .busy(.opaque) })
    }

    @Test func `a hundred daily series over two years are all listed`() throws {
        let body = (0..<100).map { event($0, "DTSTART:20200101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY") }.joined()
        let found = try expansion(body, in: Cast.span("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z"))
        #expect(found.occurrences.count == 18_100 && found.findings.isEmpty)
    }

    @Test func `days that never come are searched for only so long`() throws {
        let never = (0..<600).map { event($0, "DTSTART:00010101T000000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") }.joined()
        let found = try expansion(never, in: Cast.span("2026-01-01T00:00:00Z", "9999-11-01T00:00:00Z"))
        #expect(found.findings.contains { $0.contains("costs too much to follow") })
        #expect(try expansion(never).findings.isEmpty)
    }

    @Test func `a leap day is found as long as there are years`() throws {
        let found = try expansion(
            event(1, "DTSTART;VALUE=DATE:20000229\nRRULE:FREQ=YEARLY"), in: Cast.span("2001-01-01T00:00:00Z", "9999-11-01T00:00:00Z"))
        #expect(found.occurrences.count == 1_939 && found.findings.isEmpty)
    }

    @Test func `thousands of revisions of one occurrence, and of one event`() throws {
        let series = event(1, "DTSTART:20260101T000000Z\nDURATION:PT1S\nRRULE:FREQ=DAILY;COUNT=1")
        let changes = (0..<6_000).map { number in
            let clock = String(1_000_000 + number / 3_600 * 10_000 + number / 60 % 60 * 100 + number % 60).dropFirst()
            return event(1, "RECURRENCE-ID:20260101T000000Z\nDURATION:PT1S\nDTSTART:20260101T\(clock)Z")
        }
        #expect(try expansion(series + changes.joined()).occurrences.count == 6_000)
        let events = (0..<6_000).map { event(1, "DTSTART:20260101T000000Z\nDURATION:PT1S\nATTENDEE:mailto:\($0)@example.org") }
        #expect(try expansion(events.joined()).occurrences.count == 6_000)
    }

    @Test(arguments: ["a", "\u{7F}", "UID:\\q"]) func `of thousands of the same mistakes some are told, and how many there are`(
        line: String
    ) throws {
        let text = Cast.calendar(
            "BEGIN:VEVENT\nDTSTART:20260101T000000Z\nUID:1\n" + String(repeating: line + "\n", count: 20_000) + "END:VEVENT")
        for chunk in [7, 4_096, text.count] {
            var check = CalendarCheck(zones: Cast.context.zones)
            var findings: [Finding] = []
            for start in stride(from: 0, to: text.count, by: chunk) {
                findings += try check.push(Array(text[start..<min(start + chunk, text.count)]))
            }
            findings += try check.finish()
            #expect(findings.count < 2_000 + 2 * text.count / 32)
            let rest = findings.filter { $0.message.hasPrefix("There is more wrong") }
            #expect(!rest.isEmpty)
        }
    }
}

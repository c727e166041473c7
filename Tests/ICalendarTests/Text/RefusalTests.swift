import ICalendar
import Testing

@Suite struct RefusalTests {
    @Test func `a web page is not a calendar, and the refusal shows how it begins`() {
        let page = Array("<!doctype html><html><body>Sign in</body></html>".utf8)
        #expect(throws: CalendarParseFailure.notACalendar(firstLine: "<!doctype html><html><body>Sign in</body></html>")) {
            try CalendarDocument.parse(page)
        }
    }

    @Test func `an empty answer is not a calendar`() {
        #expect(throws: CalendarParseFailure.notACalendar(firstLine: "")) { try CalendarDocument.parse([]) }
        #expect(CalendarParseFailure.notACalendar(firstLine: "").sentence.contains("empty"))
        #expect(throws: CalendarParseFailure.notACalendar(firstLine: "")) { try CalendarDocument.parse(Array("\r\n\r\n".utf8)) }
    }

    @Test func `control characters alone are shown, not called empty`() {
        #expect(throws: CalendarParseFailure.notACalendar(firstLine: "␀␀␀␀␁")) { try CalendarDocument.parse([0, 0, 0, 0, 1]) }
    }

    @Test func `what is wrong before a calendar waits until there is one`() throws {
        var reader = ComponentReader()
        for _ in 0..<50 { #expect(try reader.push(Array("nothing at all\nnor this\nnor that\n".utf8)).isEmpty) }
        let found = try reader.push(Cast.calendar("BEGIN:VEVENT\nEND:VEVENT"))
        let lines = found.compactMap { if case .finding(let finding) = $0 { finding.line } else { nil } }
        #expect(lines.count == 100 && lines.prefix(3) == [1, 1, 2], "what came first, and no more than that")
        #expect(found.contains { if case .component = $0 { true } else { false } })
    }

    @Test func `an event without a calendar around it is not a calendar`() {
        #expect(throws: CalendarParseFailure.notACalendar(firstLine: "BEGIN:VEVENT")) {
            try CalendarDocument.parse(Array("BEGIN:VEVENT\nUID:1\nEND:VEVENT".utf8))
        }
    }

    @Test func `each limit refuses what is beyond it and reads what is at it`() throws {
        let text = Cast.calendar("BEGIN:VEVENT\nSUMMARY:abcdefghij\nEND:VEVENT")
        let exact = CalendarLimits(
            maximumBytes: text.count, maximumLineBytes: 20, maximumDepth: 2, maximumComponents: 2, maximumProperties: 3)
        #expect(try CalendarDocument.parse(text, limits: exact).isComplete)

        var limits = exact
        limits.maximumBytes -= 1
        #expect(throws: CalendarParseFailure.tooLarge(limit: text.count - 1)) { try CalendarDocument.parse(text, limits: limits) }
        limits = exact
        limits.maximumLineBytes = 17
        #expect(throws: CalendarParseFailure.lineTooLong(line: 3, limit: 17)) { try CalendarDocument.parse(text, limits: limits) }
        limits = exact
        limits.maximumDepth = 1
        #expect(throws: CalendarParseFailure.tooDeep(line: 4, limit: 1)) { try CalendarDocument.parse(text, limits: limits) }
        limits = exact
        limits.maximumComponents = 1
        #expect(throws: CalendarParseFailure.tooManyComponents(limit: 1)) { try CalendarDocument.parse(text, limits: limits) }
        limits = exact
        limits.maximumProperties = 2
        #expect(throws: CalendarParseFailure.tooManyProperties(limit: 2)) { try CalendarDocument.parse(text, limits: limits) }
    }

    @Test func `a folded line counts as one`() {
        let folded = Cast.calendar("X-LONG:" + String(repeating: "abcdefghi\n ", count: 20))
        let limits = CalendarLimits(maximumLineBytes: 100)
        #expect(throws: CalendarParseFailure.lineTooLong(line: 4, limit: 100)) { try CalendarDocument.parse(folded, limits: limits) }
    }

    /// What stands behind END:VCALENDAR is written within the calendar, and has to be readable there.
    @Test(arguments: ["", "END:VCALENDAR\n"])
    func `components within components have one limit, also behind the calendar`(end: String) throws {
        func text(depth: Int) -> [UInt8] {
            let begin = String(repeating: "BEGIN:A\n", count: depth)
            return Array(("BEGIN:VCALENDAR\n" + end + begin + String(repeating: "END:A\n", count: depth)).utf8)
        }
        let deepest = try CalendarDocument.parse(text(depth: 15)).components[0]
        #expect(try CalendarDocument.parse(deepest.serialized()).components == [deepest])
        #expect(throws: CalendarParseFailure.self) { try CalendarDocument.parse(text(depth: 16)) }
    }

    @Test func `every refusal has a sentence that names the remedy`() {
        let failures: [CalendarParseFailure] = [
            .tooLarge(limit: 1 << 20), .lineTooLong(line: 7, limit: 1 << 20),
            .componentTooLarge(line: 7, limit: 1 << 20), .tooDeep(line: 7, limit: 16), .tooManyComponents(limit: 5),
            .tooManyProperties(limit: 5), .notACalendar(firstLine: "<html>"),
        ]
        for failure in failures { #expect(failure.sentence.hasSuffix(".") && failure.sentence.count > 40) }
    }
}

import ICalendar
import Testing

/// One row for each liberty that real producers take.
@Suite struct ForgivingReadingTests {
    struct Liberty: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let summary: String
        var isNoted = false
        var isComplete = true
    }

    static let liberties = [
        Liberty(testDescription: "CRLF as the standard wants", text: "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", summary: "A"),
        Liberty(testDescription: "bare LF", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A"),
        Liberty(testDescription: "bare CR", text: "BEGIN:VCALENDAR\rBEGIN:VEVENT\rSUMMARY:A\rEND:VEVENT\rEND:VCALENDAR\r", summary: "A"),
        Liberty(testDescription: "CR CR LF", text: "BEGIN:VCALENDAR\r\r\nBEGIN:VEVENT\r\r\nSUMMARY:A\r\r\n b\r\r\nEND:VEVENT\r\r\nEND:VCALENDAR", summary: "Ab"),
        Liberty(testDescription: "byte order mark", text: "\u{FEFF}BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A"),
        Liberty(testDescription: "blank lines", text: "\n\nBEGIN:VCALENDAR\n\nBEGIN:VEVENT\nSUMMARY:A\n\n\nEND:VEVENT\nEND:VCALENDAR\n\n", summary: "A"),
        Liberty(testDescription: "fold with a space", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMM\n ARY:A\n  b\nEND:VEVENT\nEND:VCALENDAR", summary: "A b"),
        Liberty(testDescription: "fold with a tab", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\n\tb\nEND:VEVENT\nEND:VCALENDAR", summary: "Ab"),
        Liberty(testDescription: "lower-case names", text: "begin:vcalendar\nbegin:vevent\nsummary:A\nend:vevent\nend:vcalendar", summary: "A"),
        Liberty(testDescription: "spaces around names", text: "BEGIN: VCALENDAR\nBEGIN:VEVENT \nSUMMARY :A\nEND:VEVENT\nEND:VCALENDAR", summary: "A"),
        Liberty(testDescription: "control characters", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:\u{0}A\u{7}\u{1F}\u{7F}b\nEND:VEVENT\nEND:VCALENDAR", summary: "Ab"),
        Liberty(testDescription: "an escape that does not exist", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\\qb\\\nEND:VEVENT\nEND:VCALENDAR", summary: "a\\qb\\"),
        Liberty(testDescription: "escaped colon and quotation mark", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a\\:b\\\"\nEND:VEVENT\nEND:VCALENDAR", summary: "a:b\""),
        Liberty(testDescription: "a line of garbage", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nno colon here\n;:x\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "a property twice", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nSUMMARY:B\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "a quotation mark that is not closed", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;X=\"y:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "a parameter without a value", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;QUOTED:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "END of the event missing", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "END missing before the next event", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nBEGIN:VEVENT\nSUMMARY:B\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "END without BEGIN", text: "BEGIN:VCALENDAR\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty(testDescription: "END of the calendar missing", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n", summary: "A", isNoted: true, isComplete: false),
        Liberty(testDescription: "cut off in a line", text: "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTA", summary: "A", isNoted: true, isComplete: false),
        Liberty(testDescription: "an event after the end of the calendar", text: "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT", summary: "A", isNoted: true),
        Liberty(testDescription: "lines before the calendar", text: "HTTP: 200\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A", isNoted: true),
    ]

    @Test(arguments: liberties) func `a calendar with a liberty is read`(_ liberty: Liberty) throws {
        let document = try CalendarDocument.parse(Array(liberty.text.utf8))
        #expect(document.components[0].components[0].first("SUMMARY")?.text == liberty.summary)
        #expect(document.findings.isEmpty == !liberty.isNoted)
        #expect(document.isComplete == liberty.isComplete)
    }

    @Test func `a fold inside a character is healed`() throws {
        let bytes = Array("BEGIN:VCALENDAR\nX-NAME:Gr".utf8) + [0xC3, 0x0D, 0x0A, 0x20, 0xBC] + Array("n\nEND:VCALENDAR".utf8)
        #expect(try CalendarDocument.parse(bytes).components[0].first("X-NAME")?.text == "Grün")
    }

    @Test func `a text in UTF-16 is read`() throws {
        let units = Array("BEGIN:VCALENDAR\r\nX-NAME:Gr\r\n ün\r\nEND:VCALENDAR\r\n".utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { unit in [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { unit in [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] }
        for bytes in [little, big] { #expect(try CalendarDocument.parse(bytes).components[0].first("X-NAME")?.text == "Grün") }
    }

    @Test func `bytes that are not UTF-8 are read with replacement characters`() throws {
        let bytes = Array("BEGIN:VCALENDAR\nX-NAME:Gr".utf8) + [0xFC] + Array("n\nEND:VCALENDAR".utf8)
        #expect(try CalendarDocument.parse(bytes).components[0].first("X-NAME")?.text == "Gr\u{FFFD}n")
    }

    @Test func `a finding names its line and the rule`() throws {
        let document = try CalendarDocument.parse(Array("BEGIN:VCALENDAR\nVERSION:2.0\ngarbage\nEND:VCALENDAR".utf8))
        #expect(document.findings.map(\.line) == [3])
        #expect(document.findings[0].description.contains("RFC 5545 section 3.1"))
    }

    @Test func `the list of findings ends at a thousand`() throws {
        let document = try CalendarDocument.parse(Cast.calendar(String(repeating: "garbage\n", count: 5_000)))
        #expect(document.findings.count == 1_000)
        #expect(document.findings.last?.message == "there are more findings than are listed")
    }

    @Test func `two calendars in one text are both read`() throws {
        let document = try CalendarDocument.parse(Cast.calendar("X-A:1") + Cast.calendar("X-B:2"))
        #expect(document.components.map { $0.properties.last?.name } == ["X-A", "X-B"])
        #expect(document.isComplete)
    }

    @Test func `name and zone of a calendar are found in both spellings`() throws {
        #expect(try Cast.document("NAME:Work\nTIMEZONE-ID:Europe/Berlin").zoneName == "Europe/Berlin")
        #expect(try Cast.document("X-WR-CALNAME:A\\, B").name == "A, B")
        #expect(try Cast.document("X-WR-TIMEZONE:Asia/Tokyo").zoneName == "Asia/Tokyo")
        #expect(try Cast.document("").name == nil)
    }
}

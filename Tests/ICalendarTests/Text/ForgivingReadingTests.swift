import ICalendar
import Testing

/// One row for each liberty that real producers take.
@Suite struct ForgivingReadingTests {
    struct Liberty: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let text: String
        let summary: String
        let isNoted: Bool
        let isComplete: Bool

        init(_ name: String, _ text: String, summary: String, isNoted: Bool = false, isComplete: Bool = true) {
            (testDescription, self.text, self.summary, self.isNoted, self.isComplete) = (name, text, summary, isNoted, isComplete)
        }

        init(_ name: String, event: String, summary: String, isNoted: Bool = false) {
            self.init(name, "BEGIN:VCALENDAR\nBEGIN:VEVENT\n\(event)\nEND:VEVENT\nEND:VCALENDAR", summary: summary, isNoted: isNoted)
        }
    }

    static let liberties = [
        Liberty(
            "CRLF as the standard wants", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:A\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", summary: "A"),
        Liberty("bare LF", event: "SUMMARY:A", summary: "A"),
        Liberty("bare CR", "BEGIN:VCALENDAR\rBEGIN:VEVENT\rSUMMARY:A\rEND:VEVENT\rEND:VCALENDAR\r", summary: "A"),
        Liberty("CR CR LF", "BEGIN:VCALENDAR\r\r\nBEGIN:VEVENT\r\r\nSUMMARY:A\r\r\n b\r\r\nEND:VEVENT\r\r\nEND:VCALENDAR", summary: "Ab"),
        Liberty("byte order mark", "\u{FEFF}BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A"),
        Liberty("blank lines", "\n\nBEGIN:VCALENDAR\n\nBEGIN:VEVENT\nSUMMARY:A\n\n\nEND:VEVENT\nEND:VCALENDAR\n\n", summary: "A"),
        Liberty("fold with a space", event: "SUMM\n ARY:A\n  b", summary: "A b"),
        Liberty("fold with a tab", event: "SUMMARY:A\n\tb", summary: "Ab"),
        Liberty("lower-case names", "begin:vcalendar\nbegin:vevent\nsummary:A\nend:vevent\nend:vcalendar", summary: "A"),
        Liberty("spaces around names", "BEGIN: VCALENDAR\nBEGIN:VEVENT \nSUMMARY :A\nEND:VEVENT\nEND:VCALENDAR", summary: "A"),
        Liberty("control characters", event: "SUMMARY:\u{0}A\u{7}\u{1F}\u{7F}b", summary: "Ab"),
        Liberty("an escape that does not exist", event: "SUMMARY:a\\qb\\", summary: "a\\qb\\"),
        Liberty("escaped colon and quotation mark", event: "SUMMARY:a\\:b\\\"", summary: "a:b\""),
        Liberty("a line of garbage", event: "SUMMARY:A\nno colon here\n;:x", summary: "A", isNoted: true),
        Liberty("a property twice", event: "SUMMARY:A\nSUMMARY:B", summary: "A", isNoted: true),
        Liberty("a quotation mark that is not closed", event: "SUMMARY;X=\"y:A", summary: "A", isNoted: true),
        Liberty("a parameter without a value", event: "SUMMARY;QUOTED:A", summary: "A", isNoted: true),
        Liberty("END of the event missing", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VCALENDAR", summary: "A", isNoted: true),
        Liberty("END missing before the next event", event: "SUMMARY:A\nBEGIN:VEVENT\nSUMMARY:B", summary: "A", isNoted: true),
        Liberty(
            "END without BEGIN", "BEGIN:VCALENDAR\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A",
            isNoted: true),
        Liberty(
            "END of the calendar missing", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n", summary: "A", isNoted: true,
            isComplete: false),
        Liberty("cut off in a line", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTA", summary: "A", isNoted: true, isComplete: false),
        Liberty(
            "an event after the end of the calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT", summary: "A",
            isNoted: true),
        Liberty(
            "lines before the calendar", "HTTP: 200\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR", summary: "A",
            isNoted: true),
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

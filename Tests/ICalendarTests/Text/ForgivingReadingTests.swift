import ICalendar
import Testing

/// One row for each liberty that real producers take, with the finding that it gives.
@Suite struct ForgivingReadingTests {
    struct Liberty: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let summary: String
        /// `line: the start of the message (section)`, nil for what the standard allows.
        let finding: String?
        let isComplete: Bool

        init(_ name: String, _ text: String, summary: String = "A", finding: String? = nil, isComplete: Bool = true) {
            // The tests write LF for readability; what is about line ends writes them as they are.
            let text = text.utf8.contains(UInt8(ascii: "\r")) ? Array(text.utf8) : text.utf8.flatMap { $0 == 10 ? [13, 10] : [$0] }
            (testDescription, bytes, self.summary, self.finding, self.isComplete) = (name, text, summary, finding, isComplete)
        }

        /// The lines of the event begin on line 3.
        init(_ name: String, event: String, summary: String = "A", finding: String? = nil) {
            self.init(
                name, "BEGIN:VCALENDAR\nBEGIN:VEVENT\n\(event)\nEND:VEVENT\nEND:VCALENDAR\n", summary: summary, finding: finding)
        }
    }

    static let liberties = [
        Liberty("CRLF as the standard wants", event: "SUMMARY:A"),
        Liberty(
            "bare LF", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR\n",
            finding: "2: Lines end with LF alone (3.1)"),
        Liberty(
            "bare CR", "BEGIN:VCALENDAR\rBEGIN:VEVENT\rSUMMARY:A\rEND:VEVENT\rEND:VCALENDAR\r",
            finding: "1: Lines end with CR alone (3.1)"),
        Liberty(
            "CR CR LF", "BEGIN:VCALENDAR\r\r\nBEGIN:VEVENT\r\r\nSUMMARY:A\r\r\n b\r\r\nEND:VEVENT\r\r\nEND:VCALENDAR", summary: "Ab",
            finding: "1: Lines end with CR alone (3.1)"),
        Liberty(
            "byte order mark", "\u{FEFF}BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR",
            finding: "1: The calendar begins with a byte order mark (3.1)"),
        Liberty("blank lines", "\n\nBEGIN:VCALENDAR\n\nBEGIN:VEVENT\nSUMMARY:A\n\n\nEND:VEVENT\nEND:VCALENDAR\n\n"),
        Liberty("no line end after the last line", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR"),
        Liberty("fold with a space", event: "SUMM\n ARY:A\n  b", summary: "A b"),
        Liberty("fold with a tab", event: "SUMMARY:A\n\tb", summary: "Ab"),
        Liberty(
            "a long line without folding", event: "X-A:b\nSUMMARY:" + String(repeating: "x", count: 68),
            summary: String(repeating: "x", count: 68), finding: "4: The line has 76 octets (3.1)"),
        Liberty("lower-case names, which RFC 5545 section 2 allows", "begin:vcalendar\nbegin:vevent\nsummary:A\nend:vevent\nend:vcalendar"),
        Liberty("a blank before the colon", event: "SUMMARY :A", finding: "3: A blank stands beside the name SUMMARY (3.1)"),
        Liberty("control characters", event: "SUMMARY:\u{0}A\u{7}\u{1F}\u{7F}b", summary: "Ab", finding: "3: The line holds control (3.1)"),
        Liberty("an escape that does not exist", event: "SUMMARY:a\\qb\\", summary: "a\\qb\\"),
        Liberty("escaped colon and quotation mark", event: "SUMMARY:a\\:b\\\"", summary: "a:b\""),
        Liberty("a line of garbage", event: "SUMMARY:A\nno colon here", finding: "4: This is not a name, a colon and a value (3.1)"),
        Liberty("a line without a name", event: "SUMMARY:A\n;:x", finding: "4: This is not a name, a colon and a value (3.1)"),
        Liberty("a property twice", event: "SUMMARY:A\nSUMMARY:B", finding: "4: SUMMARY stands more than once (3.6.1)"),
        Liberty("a quotation mark that is not closed", event: "SUMMARY;X=\"y:A", finding: "3: A quotation mark is not closed (3.2)"),
        Liberty("a parameter without a value", event: "SUMMARY;QUOTED:A", finding: "3: A parameter has no value (3.2)"),
        Liberty("a parameter without a name", event: "SUMMARY;=x:A", finding: "3: A parameter has no name that can be read (3.2)"),
        Liberty(
            "END of the event missing", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VCALENDAR",
            finding: "2: END:VEVENT is missing before END:VCALENDAR (3.6)"),
        Liberty(
            "END missing before the next event", event: "SUMMARY:A\nBEGIN:VEVENT\nSUMMARY:B",
            finding: "2: END:VEVENT is missing before the next VEVENT (3.6)"),
        Liberty(
            "END of the alarm missing", event: "SUMMARY:A\nBEGIN:VALARM\nACTION:AUDIO",
            finding: "4: END:VALARM is missing before END:VEVENT (3.6)"),
        Liberty(
            "END without BEGIN", "BEGIN:VCALENDAR\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR",
            finding: "2: END:VTODO has no BEGIN (3.6)"),
        Liberty("BEGIN of nothing", event: "SUMMARY:A\nBEGIN:", finding: "4: BEGIN names no component (3.6)"),
        Liberty(
            "END of the calendar missing", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n",
            finding: "1: END:VCALENDAR is missing (3.4)", isComplete: false),
        Liberty(
            "cut off in an event", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nDTSTART:20",
            finding: "2: END:VEVENT is missing; the calendar may have been cut off (3.6)", isComplete: false),
        Liberty(
            "an event after the end of the calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT",
            finding: "3: VEVENT stands outside a calendar (3.4)"),
        Liberty(
            "lines before the calendar", "HTTP: 200\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR",
            finding: "1: HTTP stands outside a calendar (3.4)"),
        Liberty(
            "text after the end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nEND:VCALENDAR\nX-A:b",
            finding: "6: X-A stands outside a calendar (3.4)"),
    ]

    @Test(arguments: liberties) func `a calendar with a liberty is read and says so`(_ liberty: Liberty) throws {
        let document = try CalendarDocument.parse(liberty.bytes)
        #expect(document.components[0].components[0].first("SUMMARY")?.text == liberty.summary)
        #expect(document.isComplete == liberty.isComplete)
        guard let expected = liberty.finding else {
            #expect(document.findings.isEmpty)
            return
        }
        let finding = try #require(document.findings.first)
        let message = expected.prefix { $0 != "(" }.dropLast()
        #expect("\(finding.line): \(finding.message)".hasPrefix(message))
        #expect(expected.hasSuffix("(\(finding.rule?.section ?? ""))"))
    }

    @Test func `a fold inside a character is healed`() throws {
        let bytes = Array("BEGIN:VCALENDAR\r\nX-NAME:Gr".utf8) + [0xC3, 0x0D, 0x0A, 0x20, 0xBC] + Array("n\r\nEND:VCALENDAR".utf8)
        let document = try CalendarDocument.parse(bytes)
        #expect(document.components[0].first("X-NAME")?.text == "Grün")
        #expect(document.findings.map(\.description).first?.hasPrefix("Line 2: The line is folded inside a character") == true)
    }

    @Test func `a text in UTF-16 is read`() throws {
        let units = Array("BEGIN:VCALENDAR\r\nX-NAME:Gr\r\n ün 🎉\r\nEND:VCALENDAR\r\n".utf16)
        let little: [UInt8] = [0xFF, 0xFE] + units.flatMap { unit in [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] }
        let big: [UInt8] = [0xFE, 0xFF] + units.flatMap { unit in [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] }
        for bytes in [little, big] {
            let document = try CalendarDocument.parse(bytes)
            #expect(document.components[0].first("X-NAME")?.text == "Grün 🎉")
            #expect(document.findings.map(\.rule?.section) == ["3.1.4"])
        }
        #expect(try CalendarDocument.parse(little + [0x41]).components[0].first("X-NAME")?.text == "Grün 🎉", "half a character at the end")
    }

    @Test func `bytes that are not UTF-8 are read with replacement characters`() throws {
        let bytes = Array("BEGIN:VCALENDAR\r\nX-NAME:Gr".utf8) + [0xFC] + Array("n\r\nEND:VCALENDAR".utf8)
        let document = try CalendarDocument.parse(bytes)
        #expect(document.components[0].first("X-NAME")?.text == "Gr\u{FFFD}n")
        #expect(
            document.findings.map(\.description) == [
                "Line 2: The line holds bytes that are not UTF-8; they are read as U+FFFD (RFC 5545 section 3.1.4)."
            ])
    }

    @Test(
        arguments: [
            ([0xC3, 0xBC], true), ([0xC0, 0x80], false), ([0xE0, 0x80, 0x80], false), ([0xED, 0xA0, 0x80], false),
            ([0xEF, 0xBF, 0xBD], true),
            ([0xF0, 0x9F, 0x8E, 0x89], true), ([0xF4, 0x90, 0x80, 0x80], false), ([0xE2, 0x82], false), ([0x80], false), ([0xFF], false),
            ([0xE2, 0x82, 0x41], false),
        ] as [([UInt8], Bool)]) func `what is UTF-8 is known exactly`(bytes: [UInt8], isValid: Bool) throws
    {
        let document = try CalendarDocument.parse(Array("BEGIN:VCALENDAR\r\nX-A:".utf8) + bytes + Array("\r\nEND:VCALENDAR".utf8))
        #expect(document.findings.isEmpty == isValid)
        #expect((String(validating: bytes, as: UTF8.self) != nil) == isValid)
    }

    @Test func `the list of findings ends at a thousand`() throws {
        let document = try CalendarDocument.parse(Cast.calendar(String(repeating: "garbage\n", count: 5_000)))
        #expect(document.findings.count == 1_000)
        #expect(document.findings.last?.message == "There are more findings than are listed")
    }

    @Test func `two calendars in one text are both read`() throws {
        let document = try CalendarDocument.parse(Cast.calendar("X-A:1") + Cast.calendar("X-B:2"))
        #expect(document.components.map { $0.properties.last?.name } == ["X-A", "X-B"])
        #expect(document.isComplete)
    }

    @Test func `a calendar within a calendar is one of its own`() throws {
        let document = try CalendarDocument.parse(Cast.calendar("BEGIN:VEVENT\nUID:1\nBEGIN:VCALENDAR\nX-B:2\nEND:VCALENDAR"))
        #expect(document.components.count == 2 && !document.isComplete)
        #expect(document.components[0].components.map(\.name) == ["VEVENT"])
    }

    @Test func `name and zone of a calendar are found in both spellings`() throws {
        #expect(try Cast.document("NAME:Work\nTIMEZONE-ID:Europe/Berlin").zoneName == "Europe/Berlin")
        #expect(try Cast.document("X-WR-CALNAME:A\\, B").name == "A, B")
        #expect(try Cast.document("X-WR-TIMEZONE:Asia/Tokyo").zoneName == "Asia/Tokyo")
        #expect(try Cast.document("").name == nil)
    }

    @Test func `lines of the source stay with what was read and play no part in equality`() throws {
        let document = try Cast.document("BEGIN:VEVENT\nUID:1\nSUMMARY:a\n b\nBEGIN:VALARM\nACTION:AUDIO\nEND:VALARM\nEND:VEVENT")
        let event = document.components[0].components[0]
        #expect(event.sourceLine == 4 && event.properties.map(\.sourceLine) == [5, 6])
        #expect(event.components[0].sourceLine == 8 && event.components[0].first("ACTION")?.sourceLine == 9)
        let made = Component(
            "VEVENT", properties: [Property("UID", text: "1"), Property("SUMMARY", text: "ab")],
            components: [Component("VALARM", properties: [Property("ACTION", text: "AUDIO")])])
        #expect(made == event && made.hashValue == event.hashValue && made.sourceLine == nil)
    }
}

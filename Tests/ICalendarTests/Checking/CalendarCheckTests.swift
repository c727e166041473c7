import CivilTime
import Host
import ICalendar
import Testing

/// One row for each thing that a check finds.
@Suite struct CalendarCheckTests {
    private static func findings(_ text: String, chunk: Int = .max) throws -> [Finding] {
        let bytes = text.utf8.flatMap { $0 == 10 ? [13, 10] : [$0] }
        var check = CalendarCheck(zones: SystemZones.database)
        var findings: [Finding] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            findings += try check.push(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        }
        return findings + (try check.finish())
    }

    private static let berlin = """
        BEGIN:VTIMEZONE\nTZID:Europe/Berlin
        BEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD
        BEGIN:DAYLIGHT\nDTSTART:19700329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT
        END:VTIMEZONE

        """

    /// A calendar with an event whose further lines begin on line 7.
    private static func event(_ lines: String, before: String = "") -> String {
        """
        BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n\(before)BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z
        \(lines)\nEND:VEVENT\nEND:VCALENDAR

        """
    }

    @Test(arguments: [
        "DTSTART;VALUE=DATE:20261121\nRECURRENCE-ID:20261121T090000Z",
        "DTSTART:20261121T090000Z\nDTEND:20261121T100000Z\nSUMMARY:a\\, b\\; c\\\\d\\n", "DTSTART;VALUE=DATE:20261121",
        "DTSTART:20261121T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261201T090000",
        "DTSTART;VALUE=DATE:20261121\nRRULE:FREQ=DAILY;UNTIL=20261201\nEXDATE;VALUE=DATE:20261122,20261123",
        "DTSTART:20261121T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20261122T090000Z/PT1H\nSEQUENCE:3\nPRIORITY:5\nCLASS:x-own",
        "DTSTART:20261121T090000Z\nDURATION:PT1H\nATTENDEE:mailto:a@b.example\nSTATUS:tentative\nTRANSP:TRANSPARENT",
        "DTSTART;TZID=/registry/2026/Europe/Berlin:20261121T090000\nDURATION:PT1H",
        "RECURRENCE-ID:20261121T090000Z\nDTSTART:20261122T090000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT5M\nEND:VALARM",
    ]) func `a calendar as the standard wants it has no findings`(lines: String) throws {
        #expect(try Self.findings(Self.event(lines)) == [])
    }

    @Test func `a zone with its description has no findings`() throws {
        let lines = "DTSTART;TZID=Europe/Berlin:20261121T090000\nDTEND;TZID=Europe/Berlin:20261121T100000"
        #expect(try Self.findings(Self.event(lines, before: Self.berlin)) == [])
    }

    @Test(arguments: [
        ("SUMMARY:x", 4, "The event has no start (DTSTART)", "3.6.1"),
        ("DTSTART:soon", 7, "The start of the event (DTSTART) is “soon”", "3.8.2.4"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nRECURRENCE-ID:x", 9, "The event changes one of a series", "3.8.4.4"),
        ("DTSTART:20261121T090000Z", 4, "The event says no end (DTEND or DURATION)", "3.6.1"),
        ("DTSTART:20261121T090000Z\nDTEND:20261121T080000Z", 8, "DTEND is not later than DTSTART", "3.8.2.2"),
        ("DTSTART:20261121T090000Z\nDTEND:20261121T090000Z", 8, "DTEND is not later than DTSTART", "3.8.2.2"),
        ("DTSTART;VALUE=DATE:20261121\nDTEND;VALUE=DATE:20261121", 8, "DTEND is not later than DTSTART", "3.8.2.2"),
        ("DTSTART:20261121T090000\nDTEND:20261121T080000", 8, "DTEND is not later than DTSTART", "3.8.2.2"),
        ("DTSTART:20261121T090000Z\nDTEND;VALUE=DATE:20261122", 8, "DTEND and DTSTART are not both dates or both times", "3.8.2.2"),
        ("DTSTART:20261121T090000Z\nDTEND:20261121T100000", 8, "DTEND and DTSTART are not both on a local clock", "3.8.2.2"),
        ("DTSTART:20261121T090000Z\nDTEND:20261121T100000Z\nDURATION:PT1H", 9, "DTEND and DURATION both stand", "3.6.1"),
        ("DTSTART:20261121T090000Z\nDURATION:-PT1H", 8, "DURATION is negative", "3.8.2.5"),
        ("DTSTART:20261121T090000Z\nDURATION:1H", 8, "DURATION is “1H”, which is not a length of time", "3.3.6"),
        ("DTSTART:20261121T090000Z\nDURATION:P1W2D", 8, "DURATION is “P1W2D”, which does not have its parts", "3.3.6"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H30S", 8, "DURATION is “PT1H30S”, which does not have its parts", "3.3.6"),
        ("DTSTART:20261121T090000Z\nDURATION:P99999999999999999999D", 8, "DURATION is “P99999999999999999999D”, which is longer", "3.3.6"),
        ("DTSTART:20261121T240000Z\nDURATION:PT1H", 7, "DTSTART is “20261121T240000Z”, not written as", "3.3.5"),
        ("DTSTART:20261121T0900Z\nDURATION:PT1H", 7, "DTSTART is “20261121T0900Z”, not written as", "3.3.5"),
        ("DTSTART:20261121T090000Z \nDURATION:PT1H", 7, "DTSTART is “20261121T090000Z ”, not written as", "3.3.5"),
        ("DTSTART;TZID=UTC:20261121T090000\nDTEND:20261121T100000", 8, "DTEND and DTSTART do not both name a time zone", "3.8.2.2"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nRRULE:", 9, "RRULE is empty; it is left out", "3.3.10"),
        ("DTSTART:20261121T090000Z\nDTEND:late", 8, "DTEND is “late”, which is not a date or time", "3.3.5"),
        ("DTSTART:20261121", 7, "DTSTART is a date where a time belongs", "3.2.20"),
        ("DTSTART;VALUE=DATE:20261121T090000\nDURATION:PT1H", 7, "DTSTART is a time though VALUE=DATE", "3.2.20"),
        ("DTSTART:2026-11-21T09:00:00Z\nDURATION:PT1H", 7, "DTSTART is “2026-11-21T09:00:00Z”, not written as", "3.3.5"),
        ("DTSTART:20261121T090000+0100\nDURATION:PT1H", 7, "DTSTART is “20261121T090000+0100”, not written as", "3.3.5"),
        ("DTSTART;TZID=UTC:20261121T090000Z\nDURATION:PT1H", 7, "DTSTART is in UTC and names a TZID", "3.2.19"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nCREATED:20261121T090000", 9, "CREATED has to be a time in UTC", "3.8.7.1"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nLAST-MODIFIED:x", 9, "LAST-MODIFIED is “x”, which is not a date or time", "3.3.5"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nEXDATE:never", 9, "EXDATE holds “never”", "3.3.5"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nEXDATE;VALUE=DATE:20261121", 9, "EXDATE and DTSTART are not both dates", "3.8.5.1"),
        ("DTSTART;VALUE=DATE:20261121\nRDATE:20261121T090000Z", 8, "RDATE and DTSTART are not both dates", "3.8.5.2"),
        (
            "DTSTART:20261121T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;BYDAY=XX", 9, "RRULE “FREQ=WEEKLY;BYDAY=XX” is not understood",
            "3.3.10"
        ),
        (
            "DTSTART:20261121T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2;UNTIL=20261201T090000Z", 9, "RRULE holds COUNT and UNTIL",
            "3.3.10"
        ),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261201", 9, "UNTIL is a date and DTSTART is a time", "3.3.10"),
        ("DTSTART;VALUE=DATE:20261121\nRRULE:FREQ=DAILY;UNTIL=20261201T000000Z", 8, "UNTIL is a time and DTSTART is a date", "3.3.10"),
        ("DTSTART:20261121T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261201T000000Z", 9, "UNTIL has to be without a zone", "3.3.10"),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261201T000000", 9, "UNTIL has to be in UTC", "3.3.10"),
        ("DTSTART;VALUE=DATE:20261121\nRRULE:FREQ=HOURLY", 8, "RRULE repeats whole days by the HOURLY unit", "3.3.10"),
        (
            "DTSTART:20261121T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", 10, "The event has more than one RRULE",
            "3.8.5.3"
        ),
        ("DTSTART:20261121T090000Z\nDURATION:PT1H\nEXRULE:FREQ=DAILY", 9, "EXRULE is no longer part of the standard", "A.3"),
        (
            "RECURRENCE-ID:20261121T090000Z\nDTSTART:20261121T090000Z\nRRULE:FREQ=DAILY", 9, "An event with a RECURRENCE-ID has a rule",
            "3.8.4.4"
        ),
        ("DTSTART;VALUE=DATE:20261121\nSUMMARY:a\\qb", 8, "SUMMARY holds “\\q”, which is no escape", "3.3.11"),
        ("DTSTART;VALUE=DATE:20261121\nLOCATION:a\\", 8, "LOCATION holds “\\”, which is no escape", "3.3.11"),
        ("DTSTART;VALUE=DATE:20261121\nSEQUENCE:one", 8, "SEQUENCE is “one”", "3.8.7.4"),
        ("DTSTART;VALUE=DATE:20261121\nPRIORITY:10", 8, "PRIORITY is “10”", "3.8.1.9"),
        ("DTSTART;VALUE=DATE:20261121\nATTENDEE:Ana", 8, "ATTENDEE is “Ana”, which is not an address", "3.3.3"),
        ("DTSTART;VALUE=DATE:20261121\nSTATUS:DONE", 8, "STATUS is “DONE”, which is none of CANCELLED, CONFIRMED, TENTATIVE", "3.8.1.11"),
        ("DTSTART;VALUE=DATE:20261121\nTRANSP:yes", 8, "TRANSP is “yes”", "3.8.2.7"),
        ("DTSTART;VALUE=DATE:20261121\nCLASS:SECRET", 8, "CLASS is “SECRET”", "3.8.1.3"),
        ("DTSTART;VALUE=DATE:20261121\nBEGIN:VALARM\nTRIGGER:later\nACTION:AUDIO\nEND:VALARM", 9, "TRIGGER is “later”", "3.8.6.3"),
        ("DTSTART;VALUE=DATE:20261121\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM", 8, "ACTION is missing in the VALARM", "3.6.6"),
        ("DTSTART;TZID=Moon/Base:20261121T090000\nDURATION:PT1H", 7, "The time zone “Moon/Base” is not known", "3.2.19"),
        ("DTSTART;TZID=Europe/Berlin:20261121T090000\nDURATION:PT1H", 7, "The calendar has no VTIMEZONE for “Europe/Berlin”", "3.2.19"),
        ("DTSTART;TZID=Europe/Berlin:20261121T090000\nDTEND;TZID=Europe/Berlin:20261121T080000", 8, "DTEND is not later", "3.8.2.2"),
    ]) func `an event that goes against the standard is found by its line`(lines: String, line: Int, message: String, section: String)
        throws
    {
        let finding = try #require(try Self.findings(Self.event(lines)).first)
        #expect(
            finding.line == line && finding.message.hasPrefix(message) && finding.rule == Rule(rfc: 5_545, section: section), "\(finding)")
    }

    @Test func `a rule of another calendar names its own standard`() throws {
        let lines = "DTSTART;VALUE=DATE:20261121\nRRULE:RSCALE=HEBREW;FREQ=YEARLY"
        #expect(try Self.findings(Self.event(lines)).first?.rule?.rfc == 7_529)
    }

    @Test(arguments: [
        ("PRODID:x\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\nEND:VTODO", 1, "VERSION is missing", 5_545, "3.7.4"),
        ("VERSION:2.0\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\nEND:VTODO", 1, "PRODID is missing", 5_545, "3.7.3"),
        ("VERSION:1.0\nPRODID:x\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\nEND:VTODO", 2, "VERSION is “1.0”", 5_545, "3.7.4"),
        ("VERSION:2.0\nPRODID:x\nCALSCALE:JULIAN\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\nEND:VTODO", 4, "CALSCALE", 5_545, "3.7.1"),
        ("VERSION:2.0\nPRODID:x\nMETHOD:SHOUT\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\nEND:VTODO", 4, "METHOD is", 5_546, "1.4"),
        ("VERSION:2.0\nPRODID:x\nPRODID:y\nBEGIN:VTODO\nUID:1\nDTSTAMP:20260101T000000Z\nEND:VTODO", 4, "PRODID stands more", 5_545, "3.6"),
        ("VERSION:2.0\nPRODID:x", 1, "The calendar holds no component", 5_545, "3.6"),
        ("VERSION:2.0\nPRODID:x\nBEGIN:VTODO\nUID:1\nEND:VTODO", 4, "DTSTAMP is missing in the VTODO", 5_545, "3.6.2"),
        (
            "VERSION:2.0\nPRODID:x\nBEGIN:VJOURNAL\nDTSTAMP:20260101T000000Z\nEND:VJOURNAL", 4, "UID is missing in the VJOURNAL", 5_545,
            "3.6.3"
        ),
        (
            "VERSION:2.0\nPRODID:x\nBEGIN:VFREEBUSY\nUID:1\nDTSTAMP:20260101T000000Z\nFREEBUSY:x\nEND:VFREEBUSY", 7, "FREEBUSY holds “x”",
            5_545, "3.8.2.6"
        ),
        ("VERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE", 4, "The VTIMEZONE holds neither", 5_545, "3.6.5"),
        (
            "VERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:1\nTZOFFSETTO:+0100\n"
                + "END:STANDARD\nEND:VTIMEZONE", 8, "TZOFFSETFROM is “1”", 5_545, "3.3.14"
        ),
    ]) func `a calendar that goes against the standard is found`(body: String, line: Int, message: String, rfc: Int, section: String) throws
    {
        let finding = try #require(try Self.findings("BEGIN:VCALENDAR\n\(body)\nEND:VCALENDAR\n").first)
        #expect(
            finding.line == line && finding.message.hasPrefix(message) && finding.rule == Rule(rfc: rfc, section: section), "\(finding)")
    }

    @Test func `a zone that is described otherwise than in the tz database is found`() throws {
        let wrong = Self.berlin.split(separator: "BYMONTH=3").joined(separator: "BYMONTH=4")
        let lines = "DTSTART;TZID=Europe/Berlin:20260121T090000\nDURATION:PT1H"
        #expect(try Self.findings(Self.event(lines, before: wrong)).isEmpty, "in January both say the same")
        let finding = try #require(try Self.findings(Self.event(lines + "\nRRULE:FREQ=DAILY", before: wrong)).first)
        #expect(finding.line == 4 && finding.message.contains("differ from the tz database at 2026-03-29T01:00:00Z"))
    }

    @Test func `a zone of its own that cannot be followed is found, and one that can is not`() throws {
        let own = Self.berlin.split(separator: "Europe/Berlin").joined(separator: "Our Office")
        let lines = "DTSTART;TZID=Our Office:20260121T090000\nDURATION:PT1H"
        #expect(try Self.findings(Self.event(lines, before: own)) == [])
        let broken = own.split(separator: "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3").joined(separator: "FREQ=NOW")
        #expect(try Self.findings(Self.event(lines, before: broken)).contains { $0.message.hasPrefix("The VTIMEZONE “Our Office” cannot") })
    }

    @Test func `a UID that two events share is found, and changed occurrences are none`() throws {
        let one = "BEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nDTSTART;VALUE=DATE:20261121\nEND:VEVENT\n"
        let changed = one.split(separator: "UID:1").joined(separator: "UID:1\nRECURRENCE-ID;VALUE=DATE:20261121")
        let text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\(one)\(changed)\(one)END:VCALENDAR\n"
        #expect(
            try Self.findings(text).map(\.description) == [
                "Line 16: The UID stands in another event as well, on line 5 (RFC 5545 section 3.8.4.7)."
            ])
    }

    @Test func `a check in small pieces finds the same`() throws {
        let text = Self.event("DTSTART:20261121\nSUMMARY:a\\q\nRRULE:FREQ=NOW\nATTENDEE:Ana")
        let whole = try Self.findings(text)
        #expect(whole.count == 4)
        for chunk in [1, 2, 7, 64] { #expect(try Self.findings(text, chunk: chunk) == whole) }
    }

    @Test func `what is not a calendar is refused`() throws {
        #expect(throws: CalendarParseFailure.notACalendar(firstLine: "<html>")) { try Self.findings("<html>\n") }
    }

    @Test func `the calendar's own zone, where nobody knows it, is told as far as a time is on its clock`() throws {
        let unknown = "X-WR-TIMEZONE:Foo\n"
        let message = "The time zone of the calendar, “Foo”, is not known; the owner’s is taken for it"
        #expect(try Self.findings(Self.event("DTSTART:20261121T090000\nDURATION:PT1H", before: unknown)).map(\.message) == [message])
        #expect(try Self.findings(Self.event("DTSTART:20261121T090000Z\nDURATION:PT1H", before: unknown)).isEmpty)
    }

    @Test func `changed occurrences that contradict one another are told`() throws {
        func text(_ changes: [String]) -> String {
            let events = changes.map { "BEGIN:VEVENT\nUID:1\n\($0)\nDURATION:PT1H\nEND:VEVENT\n" }.joined()
            return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\(events)END:VCALENDAR\n"
        }
        let old = "DTSTAMP:20260101T000000Z\nRECURRENCE-ID:20261130T080000Z\nDTSTART:20261130T100000Z"
        let other =
            "DTSTAMP:20260101T000000Z\nRECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20261130T090000\nDTSTART:20261130T140000Z"
        func contradictions(_ changes: [String]) throws -> Int {
            try Self.findings(text(changes)).count { $0.message.hasPrefix("Two revisions") }
        }
        #expect(try contradictions([old, other]) == 1 && contradictions([other, old]) == 1)
        #expect(try contradictions([old, old]) == 0 && contradictions([old, other + "\nSEQUENCE:1"]) == 0)
        #expect(try contradictions([old, other, old + "\nSEQUENCE:1"]) == 0)
        #expect(try contradictions([old, other.replacing(#/DTSTAMP:20260101T000000Z\n/#, with: "")]) == 1)
    }
}

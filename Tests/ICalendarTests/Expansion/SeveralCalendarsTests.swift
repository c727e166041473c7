import CivilTime
import ICalendar
import Testing

/// Several calendars in one text, and what a calendar says behind its events: the same whether it is read at once or as it arrives.
@Suite struct SeveralCalendarsTests {
    private func zone(_ offset: String) -> String {
        """
        BEGIN:VTIMEZONE\nTZID:My Zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:\(offset)\nTZOFFSETTO:\(offset)
        END:STANDARD\nEND:VTIMEZONE
        """
    }

    private func event(_ uid: String, _ lines: String) -> String { "BEGIN:VEVENT\nUID:\(uid)\n\(lines)\nDURATION:PT1H\nEND:VEVENT" }

    /// What the calendars amount to, read at once and in small pieces.
    private func expansions(of calendars: String...) throws -> [Expansion] {
        let bytes = Array(calendars.map { "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n\($0)\nEND:VCALENDAR\n" }.joined().utf8)
        var reader = ContentsReader(zones: Cast.context.zones)
        for start in stride(from: 0, to: bytes.count, by: 40) { _ = try reader.push(Array(bytes[start..<min(start + 40, bytes.count)])) }
        let streamed = try reader.finish().contents
        let whole = try CalendarDocument.parse(bytes)
        return [
            whole.occurrences(in: Cast.year, context: Cast.context), streamed.occurrences(in: Cast.year, context: Cast.context),
        ]
    }

    private func starts(_ expansion: Expansion) -> [String] { expansion.occurrences.map { "\($0.span.start)" } }

    @Test func `one name may be two zones in two calendars`() throws {
        let time = "DTSTART;TZID=My Zone:20260302T090000"
        for expansion in try expansions(of: zone("+0000") + "\n" + event("1", time), zone("+0800") + "\n" + event("2", time)) {
            #expect(starts(expansion) == ["2026-03-02T09:00:00Z", "2026-03-02T01:00:00Z"] && expansion.findings.isEmpty)
        }
    }

    @Test func `calendars that agree hold one series together`() throws {
        let master = event("1", "DTSTART;TZID=My Zone:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2")
        let change = event("1", "RECURRENCE-ID;TZID=My Zone:20260303T090000\nDTSTART;TZID=My Zone:20260303T120000")
        for expansion in try expansions(of: zone("+0800") + "\n" + master, zone("+0800") + "\n" + change) {
            #expect(starts(expansion) == ["2026-03-02T01:00:00Z", "2026-03-03T04:00:00Z"])
        }
    }

    @Test func `two rules for one name in one calendar are told`() throws {
        let body = zone("+0100") + "\n" + zone("+0900") + "\n" + event("1", "DTSTART;TZID=My Zone:20260302T090000")
        for expansion in try expansions(of: body) {
            #expect(starts(expansion) == ["2026-03-02T08:00:00Z"])
            #expect(expansion.remarks.map(\.rule) == [Rule(rfc: 5_545, section: "3.6.5")])
        }
        var check = CalendarCheck(zones: Cast.context.zones)
        let found = try check.push(Cast.calendar(body)) + check.finish()
        #expect(found.contains { $0.message.contains("another VTIMEZONE “My Zone”") && $0.line == 12 })
    }

    @Test func `what a calendar says of all its events may stand behind them`() throws {
        let floating = event("1", "DTSTART:20260302T090000")
        for expansion in try expansions(of: floating + "\nX-WR-TIMEZONE:America/New_York") {
            #expect(starts(expansion) == ["2026-03-02T14:00:00Z"])
        }
        for expansion in try expansions(of: floating + "\nMETHOD:CANCEL", floating.replacing("UID:1", with: "UID:2")) {
            #expect(expansion.occurrences.map(\.meaning) == [.free(.cancelled), .busy(.opaque)])
        }
        var reader = ContentsReader()
        let findings = try reader.push(Cast.calendar(floating + "\nX-WR-TIMEZONE:America/New_York"))
        #expect(findings.last.map(\.message) == "X-WR-TIMEZONE stands behind the components of the calendar; it counts for all of them")
    }

    private func berlin(_ extra: String) -> String {
        """
        BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:20251026T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100
        END:STANDARD\n\(extra)END:VTIMEZONE
        """
    }

    @Test(arguments: [
        ("", "LAST-MODIFIED:20260101T000000Z\n"),
        ("", "BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n"),
    ])
    func `a known zone that is described differently keeps no series apart`(first: String, second: String) throws {
        let master = event("1", "DTSTART;TZID=Europe/Berlin:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2")
        let change = event("1", "RECURRENCE-ID;TZID=Europe/Berlin:20260303T090000\nDTSTART;TZID=Europe/Berlin:20260303T120000")
        for cancel in ["", "\nMETHOD:CANCEL"] {
            for expansion in try expansions(of: berlin(first) + "\n" + master, berlin(second) + "\n" + change + cancel) {
                let busy = expansion.occurrences.filter(\.meaning.isBusy).map { "\($0.span.start)" }
                #expect(busy == ["2026-03-02T08:00:00Z"] + (cancel.isEmpty ? ["2026-03-03T11:00:00Z"] : []))
            }
        }
    }

    @Test func `an own zone that says the same in other words keeps no series apart`() throws {
        let master = event("1", "DTSTART;TZID=My Zone:20260302T090000\nRRULE:FREQ=DAILY;COUNT=2")
        let change = event("1", "RECURRENCE-ID;TZID=My Zone:20260303T090000\nDTSTART;TZID=My Zone:20260303T120000")
        let named = zone("+0800").replacing(#/END:STANDARD/#, with: "TZNAME:MZ\nEND:STANDARD")
        for expansion in try expansions(of: zone("+0800") + "\n" + master, named + "\n" + change) {
            #expect(starts(expansion) == ["2026-03-02T01:00:00Z", "2026-03-03T04:00:00Z"])
        }
    }

    @Test func `the zone of a calendar whose times all name theirs keeps no series apart`() throws {
        let master = event("1", "DTSTART:20260302T090000Z\nRRULE:FREQ=DAILY;COUNT=2")
        let change = event("1", "RECURRENCE-ID:20260303T090000Z\nDTSTART:20260303T120000Z")
        let floating = event("2", "DTSTART:20260302T090000")
        for expansion in try expansions(of: "X-WR-TIMEZONE:America/New_York\n" + master, change + "\n" + floating) {
            #expect(starts(expansion) == ["2026-03-02T09:00:00Z", "2026-03-03T12:00:00Z", "2026-03-02T08:00:00Z"])
        }
        for expansion in try expansions(of: "X-WR-TIMEZONE:America/New_York\n" + floating, floating.replacing(#/UID:2/#, with: "UID:3")) {
            #expect(starts(expansion) == ["2026-03-02T14:00:00Z", "2026-03-02T08:00:00Z"])
        }
    }
}

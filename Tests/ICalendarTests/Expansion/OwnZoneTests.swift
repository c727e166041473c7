import CivilTime
import ICalendar
import Testing

/// A calendar's own zone is worked out once, and no series takes it from the others.
@Suite struct OwnZoneTests {
    private func zone(_ autumn: String = "BYMONTH=10;BYDAY=-1SU", _ spring: String = "BYMONTH=3;BYDAY=-1SU", name: String = "Own") -> String
    {
        """
        BEGIN:VTIMEZONE\nTZID:\(name)
        BEGIN:STANDARD\nDTSTART:16011028T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;\(autumn)\nEND:STANDARD
        BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;\(spring)\nEND:DAYLIGHT
        END:VTIMEZONE

        """
    }

    private func event(_ uid: Int, _ lines: String) -> String { "BEGIN:VEVENT\nUID:\(uid)\n\(lines)\nDURATION:PT1H\nEND:VEVENT\n" }

    private func expansion(_ body: String, in window: Span = Cast.year) throws -> Expansion {
        try Cast.document(body).occurrences(in: window, context: Cast.context)
    }

    /// Rules as most calendars have them, and some that no footer of a time zone can say.
    private static let rules = [
        ("BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"), ("BYMONTH=10;BYDAY=SU;BYMONTHDAY=25,26,27,28,29,30,31", "BYMONTH=3;BYDAY=-1SU"),
    ]

    @Test(arguments: rules, [1604, 1900, 1930])
    func `a thousand old series stay exact`(rules: (String, String), year: Int) throws {
        let old = (0..<1_000).map { event($0, "DTSTART;TZID=Own:\(year)0101T180000\nRRULE:FREQ=YEARLY") }.joined()
        let summer = event(5_000, "DTSTART;TZID=Own:20260701T090000")
        let found = try expansion(zone(rules.0, rules.1) + old + summer)
        #expect(found.findings.isEmpty && found.occurrences.count == 1_001)
        #expect(found.occurrences.last?.span == Cast.span("2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z"))
        #expect(found.occurrences.dropLast().allSatisfy { $0.span.start == Cast.instant("2026-01-01T17:00:00Z") })
    }

    @Test func `a hostile series does not make the zone unknown to those behind it`() throws {
        let hostile = event(1, "DTSTART:20000101T000000Z\nRRULE:FREQ=MINUTELY\nEXRULE:FREQ=MINUTELY")
        let found = try expansion(zone() + hostile + event(2, "DTSTART;TZID=Own:20260701T090000"))
        #expect(found.occurrences.last?.span == Cast.span("2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z"))
        #expect(!found.findings.contains { $0.contains("is not known") })
    }

    @Test func `a hundred zones that cost much leave an ordinary one known`() throws {
        let costly = (0..<100).map { index in
            zone("BYDAY=1MO,2MO,3MO", "BYDAY=-1MO,-2MO", name: "Z\(index)") + event(index, "DTSTART;TZID=Z\(index):99990101T090000")
        }
        let found = try expansion(costly.joined() + zone() + event(2_000, "DTSTART;TZID=Own:20260701T090000"))
        #expect(found.occurrences.map(\.span) == [Cast.span("2026-07-01T07:00:00Z", "2026-07-01T08:00:00Z")])
    }

    @Test(arguments: ["2027", "3000", "9999"]) func `windows of any length`(year: String) throws {
        let body = zone() + event(1, "DTSTART;TZID=Own:20260701T090000") + event(2, "DTSTART;TZID=Own:\(year)0701T090000")
        let found = try expansion(body, in: Cast.span("2026-01-01T00:00:00Z", "\(year)-12-01T00:00:00Z"))
        #expect(found.findings.isEmpty)
        #expect(found.occurrences.map { "\($0.span.start)" } == ["2026-07-01T07:00:00Z", "\(year)-07-01T07:00:00Z"])
        var check = CalendarCheck(zones: Cast.context.zones)
        let findings = try check.push(Cast.calendar(body)) + check.finish()
        #expect(!findings.contains { $0.message.contains("cannot be followed") })
    }

    @Test(arguments: [
        ("BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU", "America/New_York", "-0400", "-0500"),
        ("BYMONTH=4;BYDAY=1SU", "BYMONTH=10;BYDAY=1SU", "Australia/Lord_Howe", "+1100", "+1030"),
    ])
    func `rules without an end are the same clock as the tz database's for thousands of years`(
        autumn: String, spring: String, name: String, summer: String, winter: String
    ) throws {
        let own = """
            BEGIN:VTIMEZONE\nTZID:Own
            BEGIN:DAYLIGHT\nDTSTART:20120101T020000\nTZOFFSETFROM:\(winter)\nTZOFFSETTO:\(summer)\nRRULE:FREQ=YEARLY;\(spring)\nEND:DAYLIGHT
            BEGIN:STANDARD\nDTSTART:20120101T020000\nTZOFFSETFROM:\(summer)\nTZOFFSETTO:\(winter)\nRRULE:FREQ=YEARLY;\(autumn)\nEND:STANDARD
            END:VTIMEZONE

            """
        let window = Cast.span("2026-01-01T00:00:00Z", "4026-01-01T00:00:00Z")
        let series = "DTSTART;TZID=Own:20260101T013000\nRRULE:FREQ=DAILY;INTERVAL=11"
        let found = try Cast.document(own + event(1, series)).occurrences(
            in: window, context: ExpansionContext(zones: Cast.context.zones, floatingZone: .utc, maximumOccurrences: .max))
        let known = try Cast.document(event(1, series.split(separator: "Own").joined(separator: name))).occurrences(
            in: window, context: ExpansionContext(zones: Cast.context.zones, floatingZone: .utc, maximumOccurrences: .max))
        #expect(found.occurrences.map(\.span) == known.occurrences.map(\.span) && found.occurrences.count > 60_000)
    }

    @Test func `a difference from the tz database is remarked only where an event lies`() throws {
        let berlin = """
            BEGIN:VTIMEZONE\nTZID:Europe/Berlin
            BEGIN:STANDARD\nDTSTART:19961027T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD
            BEGIN:DAYLIGHT\nDTSTART:19810329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT
            END:VTIMEZONE

            """
        let window = Cast.span("1970-01-01T00:00:00Z", "2030-01-01T00:00:00Z")
        let away = event(1, "DTSTART;TZID=Europe/Berlin:20261123T090000") + event(2, "DTSTART;TZID=Europe/Berlin:19750601T090000")
        #expect(try expansion(berlin + away, in: window).remarks.isEmpty)
        let within = event(3, "DTSTART;TZID=Europe/Berlin:19800601T090000")
        #expect(try expansion(berlin + away + within, in: window).remarks.map(\.rule) == [Rule(rfc: 5_545, section: "3.6.5")])
        for (body, count) in [(berlin + away, 0), (berlin + away + within, 1)] {
            var check = CalendarCheck(zones: Cast.context.zones)
            let findings = try check.push(Cast.calendar(body)) + check.finish()
            #expect(findings.count { $0.message.contains("differ from the tz database") } == count)
        }
    }
}

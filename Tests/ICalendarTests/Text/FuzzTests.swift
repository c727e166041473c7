import CivilTime
import Host
import ICalendar
import Testing

/// No bytes may stop the process, and work is bounded by the size of the text and the limits, never by what the text says.
@Suite struct FuzzTests {
    private static let seedTexts = [
        """
        BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:DAYLIGHT\r\nDTSTART:19810329T020000\r\nTZOFFSETFROM:+0100\r
        TZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:19961027T030000\r
        TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nRDATE:19950924T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r
        BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;TZID=Own:20260105T090000\r\nDURATION:P1DT2H30M\r
        RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T235959Z\r\nEXDATE;TZID=Own:20260107T090000,20260112T090000\r
        RDATE;VALUE=PERIOD:20260301T090000Z/PT5H,20260401T090000Z/20260401T120000Z\r\nEND:VEVENT\r
        BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Own:20260601T090000\r\nDTSTART;TZID=Own:20260602T100000\r
        DTEND;TZID=Own:20260602T110000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
        """,
        """
        BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:20260228\nDTEND;VALUE=DATE:20260302
        RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=9
        EXDATE;VALUE=DATE:20260331\nATTENDEE;CN="A; b";PARTSTAT=DECLINED:mailto:ana@example.org\nEND:VEVENT
        BEGIN:VFREEBUSY\nFREEBUSY;FBTYPE=BUSY:20260101T000000Z/PT1H\nEND:VFREEBUSY
        BEGIN:VEVENT\nUID:3\nDTSTART:99991231T235959\nDURATION:P9999999999W\nRRULE:FREQ=DAILY;INTERVAL=999999999\nEND:VEVENT\nEND:VCALENDAR
        """,
    ]

    /// Pieces that change the meaning of what they land in.
    private static let pieces = [
        "\n ", "\r", "\"", ":", ";", ",", "=", "^", "\\", "/", "0", "9", "-", "+", "Z", "T", "P", "00010101", "99991231", "T240000",
        "99999999999999999999",
        "BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:VCALENDAR\n", "RRULE:FREQ=SECONDLY\n", "RRULE:FREQ=DAILY\n",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n",
        "DTSTART:00010101T000000\n", "DTEND:00010101\n", "DURATION:-P1W\n", "RECURRENCE-ID:00010101T000000Z\n", "TZOFFSETTO:-2359\n",
        "TZID=Nowhere/Else",
    ]

    private static func expandAll(_ bytes: [UInt8]) throws {
        let document = try CalendarDocument.parse(bytes)
        let (series, setAside) = CalendarSeries.series(in: document)
        let context = ExpansionContext(zones: SystemZones.database, floatingZone: Cast.berlin)
        for one in series {
            let expansion = one.occurrences(in: Cast.year, context: context)
            #expect(expansion.occurrences.allSatisfy { $0.span.isEmpty ? Cast.year.contains($0.span.start) : Cast.year.overlaps($0.span) })
            _ = one.occurrences(in: Cast.span("0001-01-01T00:00:00Z", "0001-03-01T00:00:00Z"), context: context)
            _ = one.occurrences(in: Cast.span("9999-11-01T00:00:00Z", "9999-12-31T23:59:59Z"), context: context)
        }
        for item in setAside { _ = item.readableSpan(in: context) }
        for component in document.components {
            #expect(try CalendarDocument.parse(component.serialized()).components == [component])
        }
    }

    @Test(arguments: 0..<UInt64(8)) func `no change of a valid calendar stops the process`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            var bytes = Array(Self.seedTexts[Int.random(in: 0..<Self.seedTexts.count, using: &generator)].utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) { Self.mutate(&bytes, using: &generator) }
            do {
                try Self.expandAll(bytes)
            } catch {
                #expect(error is CalendarParseFailure)
            }
        }
    }

    @Test func `no random bytes stop the process`() {
        var generator = SeededGenerator(seed: 4791)
        for length in 0..<600 {
            let noise = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(throws: CalendarParseFailure.self) { try Self.expandAll(noise) }
            #expect(throws: Never.self) { try Self.expandAll(Array("BEGIN:VCALENDAR\nBEGIN:VEVENT\n".utf8) + noise) }
        }
    }

    private static func mutate(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        guard bytes.count > 10 else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &generator)))
        case 2: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)].utf8, at: place)
        case 3:
            bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 60)], at: Int.random(in: 0..<bytes.count, using: &generator))
        case 4: bytes.removeSubrange(place...)
        default: bytes[place] = UInt8(ascii: "0") + UInt8.random(in: 0...9, using: &generator)
        }
    }
}

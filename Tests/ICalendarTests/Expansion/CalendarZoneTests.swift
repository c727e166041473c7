import CivilTime
import Host
import ICalendar
import Testing

/// Calendars whose zone names are known to nobody but themselves.
@Suite struct CalendarZoneTests {
    private static func zone(_ extra: String = "") -> String {
        """
        BEGIN:VTIMEZONE\nTZID:Our Office\(extra)
        BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD
        BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT
        END:VTIMEZONE

        """
    }

    private static let daily = Cast.event(
        "DTSTART;TZID=Our Office:20260101T090000\nDTEND;TZID=Our Office:20260101T100000\nRRULE:FREQ=DAILY")

    @Test func `rules of the calendar's own zone are followed through the clock changes`() throws {
        let berlin = try Cast.expand(Self.daily.replacing("Our Office", with: "Europe/Berlin"))
        let own = try Cast.expand(Self.zone() + Self.daily)
        #expect(own.spans == berlin.spans)
        #expect(own.spans.count == 365 && own.findings.isEmpty)
    }

    @Test func `single dates of clock changes are followed`() throws {
        let zone = """
            BEGIN:VTIMEZONE\nTZID:Our Office
            BEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nRDATE:20261025T030000\nEND:STANDARD
            BEGIN:DAYLIGHT\nDTSTART:20260329T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE

            """
        let expanded = try Cast.expand(zone + Self.daily)
        let summer = expanded.starts.filter { $0.hasSuffix("07:00:00Z") }
        #expect(summer.first == "2026-03-29T07:00:00Z")
        #expect(summer.count == 210, "29 March to 24 October")
    }

    @Test func `a zone whose rules ended long ago keeps its last offset`() throws {
        let zone = """
            BEGIN:VTIMEZONE\nTZID:Our Office\nBEGIN:DAYLIGHT\nDTSTART:19800406T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200
            RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=19900401T010000Z\nEND:DAYLIGHT
            BEGIN:STANDARD\nDTSTART:19801001T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300
            RRULE:FREQ=YEARLY;COUNT=11\nEND:STANDARD\nEND:VTIMEZONE

            """
        #expect(try Cast.expand(zone + Self.daily).starts.allSatisfy { $0.hasSuffix("06:00:00Z") })
    }

    @Test func `a place that the zone names is preferred to its rules`() throws {
        let expanded = try Cast.expand(Self.zone("\nX-LIC-LOCATION:Asia/Tokyo") + Self.daily)
        #expect(expanded.starts.first == "2026-01-01T00:00:00Z")
    }

    @Test func `a known name is preferred to the rules beside it`() throws {
        let body = Self.zone() + Self.daily
        #expect(try Cast.expand(body.replacing("Our Office", with: "Asia/Tokyo")).starts.first == "2026-01-01T00:00:00Z")
    }

    @Test(arguments: ["TZOFFSETTO:+0200", "DTSTART:16010101T020000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"])
    func `half a zone is no zone`(part: String) throws {
        let expanded = try Cast.expand(Self.zone().replacing(part, with: "FREQ=X") + Self.daily)
        #expect(expanded.occurrences.first?.meaning == .busy(.notUnderstood))
        #expect(expanded.findings.contains { $0.contains("Our Office") })
    }

    @Test func `every system zone that is written as rules gives the same instants`() throws {
        for name in ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "America/Sao_Paulo"] {
            let zone = Cast.zone(name)
            let definition = Self.observances(of: zone, named: "Written")
            let written = Self.daily.replacing("Our Office", with: "Written")
            #expect(try Cast.expand(definition + written).spans == Cast.expand(written.replacing("Written", with: name)).spans)
        }
    }

    /// The transitions of a zone as observances with one date each.
    private static func observances(of zone: Zone, named name: String) -> String {
        let years = Cast.span("2024-01-01T00:00:00Z", "2028-01-01T00:00:00Z")
        let first = observance(from: years.start, to: years.start, onset: "20000101T000000", in: zone)
        let others = zone.transitions(in: years).map { transition in
            let before = transition - .seconds(1)
            let onset = CivilTime.Zone.fixed(offset: zone.offset(at: before)).civil(at: transition).calendarText
            return observance(from: before, to: transition, onset: onset, in: zone)
        }
        return "BEGIN:VTIMEZONE\nTZID:\(name)\n" + first + others.joined() + "END:VTIMEZONE\n"
    }

    private static func observance(from: Instant, to: Instant, onset: String, in zone: Zone) -> String {
        "BEGIN:DAYLIGHT\nDTSTART:\(onset)\nTZOFFSETFROM:\(offset(zone, from))\nTZOFFSETTO:\(offset(zone, to))\nEND:DAYLIGHT\n"
    }

    private static func offset(_ zone: Zone, _ instant: Instant) -> String {
        let minutes = abs(zone.offset(at: instant)) / 60
        let digits = String(10_000 + minutes / 60 * 100 + minutes % 60).dropFirst()
        return (zone.offset(at: instant) < 0 ? "-" : "+") + digits
    }
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        var (result, rest) = ("", self[...])
        while let range = rest.firstRange(of: part) {
            result += rest[..<range.lowerBound] + other
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}

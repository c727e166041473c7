import CivilTime
import ICalendar
import Testing

/// Calendars that ask for much work and little result, most of them found by `scripts/fuzz`: they end, tell what holds, and close what they leave
/// open.
@Suite struct HostileCalendarTests {
    private let day = Cast.span("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
    /// Four times 42 hours are a week, so that these hours hardly ever come.
    private let costly = "RRULE:FREQ=HOURLY;INTERVAL=42;BYDAY=FR,SA,TU;BYHOUR=9,10,12"

    @Test func `this and following may move a series by two thousand years`() throws {
        let series = Cast.event("DTSTART:20260302T090000Z\nDTEND:20260302T100000Z\nRRULE:FREQ=DAILY")
        let change = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260401T090000Z\nDTSTART:40520802T080000Z\nDTEND:40520802T083000Z")
        let expanded = try Cast.expand(series + "\n" + change)
        #expect(expanded.occurrences.count == 30 && expanded.findings.isEmpty)
        #expect(expanded.spans.last == "2026-03-31T09:00:00Z/2026-03-31T10:00:00Z")
        let later = try Cast.expand(series + "\n" + change, in: Cast.span("4052-08-01T00:00:00Z", "4052-08-04T00:00:00Z"))
        #expect(later.spans == ["4052-08-02T08:00:00Z/4052-08-02T08:30:00Z", "4052-08-03T08:00:00Z/4052-08-03T08:30:00Z"])
        #expect(later.findings.isEmpty)
    }

    @Test func `this and following may move a series back and forth`() throws {
        let series = Cast.event("DTSTART:20200106T090000Z\nDTEND:20200106T100000Z\nRRULE:FREQ=WEEKLY")
        let back = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20300107T090000Z\nDTSTART:20260101T090000Z\nDURATION:PT1H")
        let forth = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20300121T090000Z\nDTSTART:20400101T090000Z\nDURATION:PT1H")
        let expanded = try Cast.expand(
            [series, back, forth].joined(separator: "\n"), in: Cast.span("2026-01-01T00:00:00Z", "2026-01-20T00:00:00Z"))
        #expect(
            expanded.starts == [
                "2026-01-01T09:00:00Z", "2026-01-05T09:00:00Z", "2026-01-08T09:00:00Z", "2026-01-12T09:00:00Z", "2026-01-19T09:00:00Z",
            ])
    }

    @Test func `more occurrences than are listed close the time also where a change moves them back`() throws {
        let series = Cast.event("DTSTART:20300101T000000Z\nDURATION:PT30S\nRRULE:FREQ=MINUTELY")
        let back = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20300101T000000Z\nDTSTART:20260101T000000Z\nDURATION:PT30S")
        let busy = try Cast.expand(series + "\n" + back, in: day).occurrences.filter(\.meaning.isBusy).map(\.span)
        #expect(SpanSet(busy).contains(day))
    }

    @Test func `a period keeps its length however far a change moves it`() throws {
        let series = Cast.event("DTSTART:20200101T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20200105T090000Z/P90D\nRRULE:FREQ=YEARLY")
        let change = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:20200101T090000Z\nDTSTART:20260401T090000Z\nDURATION:PT1H")
        #expect(try Cast.expand(series + "\n" + change, in: day).spans == ["2026-04-05T09:00:00Z/2026-07-04T09:00:00Z"])
    }

    @Test func `a changed occurrence that lasts for millennia does not make the others long`() throws {
        let series = Cast.event("DTSTART:00010101T000000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;INTERVAL=12")
        let change = Cast.event("RECURRENCE-ID:00020101T000000Z\nDTSTART:00020101T000000Z\nDURATION:P999999W")
        let expanded = try Cast.expand(series + "\n" + change, in: day)
        #expect(expanded.starts == ["0002-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-06-01T12:00:00Z"])
        #expect(expanded.findings.isEmpty)
    }

    @Test(arguments: ["EXRULE:FREQ=SECONDLY", "EXRULE:FREQ=SECONDLY;COUNT=999999999"])
    func `an exception rule that takes every second away closes the time`(exception: String) throws {
        let expanded = try Cast.expand(Cast.event("DTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY\n\(exception)"))
        #expect(expanded.busySpans.last?.hasSuffix("/2027-01-01T00:00:00Z") == true)
        #expect(expanded.findings.contains { $0.contains("costs too much to follow") })
    }

    @Test(arguments: [("FREQ=SECONDLY;BYSECOND=1,2,3", 12), ("FREQ=SECONDLY;BYMONTH=3,4", 10), ("FREQ=MINUTELY;COUNT=100000", 10)])
    func `an exception rule may be much finer than the rule`(exception: String, left: Int) throws {
        let expanded = try Cast.expand(
            Cast.event("DTSTART:20260101T000000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY\nEXRULE:\(exception)"))
        #expect(expanded.occurrences.count == left && expanded.findings.isEmpty)
    }

    @Test func `a calendar full of costly rules closes their time, and the ordinary series among them are followed`() throws {
        let hostile = (0..<300).map { "BEGIN:VEVENT\nUID:\($0)\nDTSTART:00030108T090000Z\nDURATION:PT1H\n\(costly);COUNT=99\nEND:VEVENT" }
        let weekly = Cast.event("DTSTART:20200106T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY")
        let document = try Cast.document((hostile + [weekly]).joined(separator: "\n"))
        let occurrences = document.occurrences(in: day, context: Cast.context).occurrences
        #expect(occurrences.count > 290)
        #expect(occurrences.dropLast().allSatisfy { $0.span == day && $0.meaning == .busy(.notUnderstood) })
        #expect(occurrences.last.map { "\($0.span.start)" } == "2026-06-01T09:00:00Z")
        #expect(occurrences.last?.meaning == .busy(.opaque))
    }

    @Test(arguments: ["EXDATE", "EXDATE;VALUE=DATE"])
    func `what the text takes away one by one costs a hostile calendar's neighbours nothing`(name: String) throws {
        let hostile = (0..<30).map { "BEGIN:VEVENT\nUID:\($0)\nDTSTART:00030108T090000Z\nDURATION:PT1H\n\(costly);COUNT=99\nEND:VEVENT" }
        let days = (0..<300).map { Cast.date("2026-01-01").adding(days: $0).calendarText }
        let excluded = days.map { name == "EXDATE" ? $0 + "T090000Z" : $0 }.joined(separator: ",")
        let daily = Cast.event("DTSTART:20260101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n\(name):\(excluded)")
        let document = try Cast.document((hostile + [daily]).joined(separator: "\n"))
        let occurrences = document.occurrences(in: Cast.year, context: Cast.context).occurrences.filter { $0.uid == "meeting" }
        #expect(occurrences.count == 65 && occurrences.allSatisfy { $0.meaning == .busy(.opaque) })
    }

    @Test func `a costly rule whose occurrences are moved back closes the time before it was left`() throws {
        let series = Cast.event("DTSTART:00030108T090000Z\nDURATION:PT1H\n\(costly)")
        let change = Cast.event("RECURRENCE-ID;RANGE=THISANDFUTURE:00030108T090000Z\nDTSTART:00030101T090000Z\nDURATION:PT1H")
        let window = Cast.span("0003-01-02T00:00:00Z", "9000-01-01T00:00:00Z")
        let expanded = try Cast.expand(series + "\n" + change, in: window)
        #expect(SpanSet(expanded.occurrences.filter(\.meaning.isBusy).map(\.span)).contains(window))
    }

    @Test(arguments: ["FREQ=SECONDLY", "FREQ=DAILY;UNTIL=99991231T000000Z"])
    func `a zone whose clock changes more than clocks do is not known`(rule: String) throws {
        let zone = """
            BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:\(rule)
            END:STANDARD\nEND:VTIMEZONE
            """
        let expanded = try Cast.expand(zone + "\n" + Cast.event("DTSTART;TZID=Own:20260601T120000\nDURATION:PT1H"), in: day)
        #expect(expanded.spans == ["2026-05-31T22:00:00Z/2026-06-02T03:00:00Z"])
        #expect(expanded.findings.contains { $0.contains("is not known") })
    }
}

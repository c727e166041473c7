import CivilTime
import ICalendar
import Testing

@Suite struct ChangedOccurrenceTests {
    private let daily = Cast.event("DTSTART;TZID=Europe/Berlin:20260601T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4")
    private let window = Cast.span("2026-06-01T00:00:00Z", "2026-06-10T00:00:00Z")

    private func expand(_ change: String, of series: String? = nil, in span: Span? = nil) throws -> Expanded {
        try Cast.expand((series ?? daily) + "\n" + Cast.event(change), in: span ?? window)
    }

    @Test func `a cancelled occurrence is gone`() throws {
        let expanded = try expand("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T070000Z\nSTATUS:CANCELLED")
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-06-01", "2026-06-03", "2026-06-04"])
    }

    @Test func `an occurrence that becomes free is free and the others stay busy`() throws {
        let expanded = try expand("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T070000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT")
        #expect(expanded.occurrences.map(\.meaning.isBusy) == [true, false, true, true])
    }

    @Test func `an occurrence that was moved out of the window is not in it`() throws {
        let expanded = try expand("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260901T070000Z\nDURATION:PT1H")
        #expect(expanded.starts.map { $0.prefix(10) } == ["2026-06-01", "2026-06-03", "2026-06-04"])
    }

    @Test func `an occurrence that was moved into the window is in it`() throws {
        let september = Cast.span("2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z")
        let expanded = try expand("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260901T070000Z\nDURATION:PT1H", in: september)
        #expect(expanded.spans == ["2026-09-01T07:00:00Z/2026-09-01T08:00:00Z"])
        #expect(expanded.occurrences[0].recurrenceID == "20260602T070000Z")
    }

    @Test func `a changed occurrence may be named by its date alone`() throws {
        let expanded = try expand("RECURRENCE-ID;VALUE=DATE:20260602\nDTSTART:20260602T150000Z\nDURATION:PT1H")
        #expect(expanded.starts == ["2026-06-01T07:00:00Z", "2026-06-02T15:00:00Z", "2026-06-03T07:00:00Z", "2026-06-04T07:00:00Z"])
        #expect(expanded.occurrences[1].recurrenceID == "20260602T070000Z")
    }

    @Test func `a changed occurrence of a whole-day series may be named by a time`() throws {
        let series = Cast.event("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=2")
        let expanded = try expand("RECURRENCE-ID:20260602T000000Z\nDTSTART:20260602T150000Z\nDURATION:PT1H", of: series)
        #expect(expanded.spans == ["2026-05-31T22:00:00Z/2026-06-01T22:00:00Z", "2026-06-02T15:00:00Z/2026-06-02T16:00:00Z"])
    }

    @Test func `a change that the rule does not know is busy all the same`() throws {
        let expanded = try expand("RECURRENCE-ID:20260605T070000Z\nDTSTART:20260605T100000Z\nDURATION:PT1H")
        #expect(expanded.starts.last == "2026-06-05T10:00:00Z")
        #expect(expanded.occurrences.count == 5)
    }

    @Test func `a change without a length keeps that of the series`() throws {
        let expanded = try expand("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T100000Z")
        #expect(expanded.spans[1] == "2026-06-02T10:00:00Z/2026-06-02T11:00:00Z")
    }

    @Test func `of two changes of one occurrence the later revision counts`() throws {
        let older = Cast.event("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T100000Z\nSEQUENCE:1")
        let expanded = try expand("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T120000Z\nSEQUENCE:2", of: daily + "\n" + older)
        #expect(expanded.starts[1] == "2026-06-02T12:00:00Z")
        #expect(expanded.occurrences.count == 4)
    }

    @Test func `this and following moves the later occurrences too`() throws {
        let expanded = try expand(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260603T070000Z\nDTSTART;TZID=Europe/Berlin:20260604T110000\nDURATION:PT2H"
        )
        #expect(
            expanded.spans == [
                "2026-06-01T07:00:00Z/2026-06-01T08:00:00Z", "2026-06-02T07:00:00Z/2026-06-02T08:00:00Z",
                "2026-06-04T09:00:00Z/2026-06-04T11:00:00Z",
                "2026-06-05T09:00:00Z/2026-06-05T11:00:00Z",
            ]
        )
    }

    @Test func `this and following moves occurrences into a window that they were not in`() throws {
        let endless = Cast.event("DTSTART:20260601T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3")
        let change = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260608T090000Z\nDTSTART:20261208T090000Z\nDURATION:PT1H"
        let expanded = try expand(change, of: endless, in: Cast.span("2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z"))
        #expect(expanded.starts == ["2026-12-08T09:00:00Z", "2026-12-15T09:00:00Z"])
    }

    @Test func `this and following can end a series and can make it whole-day`() throws {
        let cancelled = try expand("RECURRENCE-ID;RANGE=THISANDFUTURE:20260603T070000Z\nDTSTART:20260603T070000Z\nSTATUS:CANCELLED")
        #expect(cancelled.occurrences.count == 2)
        let days = try expand("RECURRENCE-ID;RANGE=THISANDFUTURE:20260603T070000Z\nDTSTART;VALUE=DATE:20260603")
        #expect(days.occurrences.map(\.isAllDay) == [false, false, true, true])
        #expect(days.spans.last == "2026-06-03T22:00:00Z/2026-06-04T22:00:00Z")
    }

    @Test func `this and following with a rule of its own closes old and new times`() throws {
        let expanded = try expand(
            "RECURRENCE-ID;RANGE=THISANDFUTURE:20260603T070000Z\nDTSTART:20260603T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
        )
        #expect(expanded.starts.suffix(2) == ["2026-06-04T07:00:00Z", "2026-06-04T12:00:00Z"])
        #expect(expanded.occurrences.last?.meaning == .busy(.notUnderstood))
        #expect(expanded.findings.contains { $0.contains("both busy") })
    }

    @Test func `occurrences without their master are events of their own`() throws {
        let first = Cast.event("RECURRENCE-ID:20260602T070000Z\nDTSTART:20260602T100000Z\nDURATION:PT1H")
        let second = Cast.event("RECURRENCE-ID;VALUE=DATE:20260603\nDTSTART;VALUE=DATE:20260603")
        let expanded = try Cast.expand(first + "\n" + second)
        #expect(expanded.spans == ["2026-06-02T10:00:00Z/2026-06-02T11:00:00Z", "2026-06-02T22:00:00Z/2026-06-03T22:00:00Z"])
        #expect(expanded.occurrences.map(\.recurrenceID) == ["20260602T070000Z", "20260603"])
    }
}

import CalendarSync
import CivilTime
import Host
import Outbound
import Testing

@testable import CalDAV

struct MappingTests {
    private func expand(_ ics: String) throws -> ItemExpansion {
        Cast.provider(ScriptedServer()).expand(try Cast.item(ics), in: Cast.november, for: Cast.berlin)
    }

    @Test func `what we write reads back as it was meant`() throws {
        let item = try Cast.item(String(decoding: Cast.event.object(), as: UTF8.self))
        #expect(item.uid == Cast.event.uid)
        #expect(item.marker == Cast.event.marker)
        #expect(item.fields?.normalized == Cast.event.fields.normalized)
    }

    @Test func `a zoned event is read in its zone, a whole day from midnight to midnight`() throws {
        let zoned = Cast.ics("x").replacing("DTSTART:20261124T090000Z", with: "DTSTART;TZID=W. Europe Standard Time:20261124T100000")
        #expect(try Cast.item(zoned).fields?.span == Span(start: Cast.nine, duration: .hours(1)))
        let day = Cast.ics("x").replacing("DTSTART:20261124T090000Z", with: "DTSTART;VALUE=DATE:20261124")
            .replacing("DTEND:20261124T100000Z", with: "DTEND;VALUE=DATE:20261125")
        let fields = try #require(try Cast.item(day).fields)
        #expect(fields.isAllDay)
        #expect(fields.span == Span(start: Cast.nine - .hours(9), duration: .days(1)))
    }

    @Test(arguments: ["RRULE:FREQ=WEEKLY", "RECURRENCE-ID:20261124T090000Z"])
    func `a series has no fields of a single event`(line: String) throws { #expect(try Cast.item(Cast.ics("x", line)).fields == nil) }

    @Test(arguments: [true, false]) func `of an event no more is kept than laying it out again needs`(keepsTitle: Bool) throws {
        let ics = Cast.ics(
            "x", "LOCATION:Clinic\r\nDESCRIPTION:Scan\r\nRRULE:FREQ=DAILY\r\nATTENDEE;CN=Dr. No:mailto:no@example.org")
        var item = try Cast.item(ics)
        let whole = try expand(ics)
        let provider = Cast.provider(ScriptedServer())
        let origin = provider.origin(of: item, ownAddresses: [])
        item.payload = provider.keptPayload(of: item, keepsTitle: keepsTitle, ownAddresses: [])
        for word in ["Clinic", "Scan", "no@example.org", "Dr. No"] { #expect(!item.payload.contains(word)) }
        #expect(item.payload.contains("SUMMARY") == (keepsTitle && ics.contains("SUMMARY")))
        let again = provider.expand(item, in: Cast.november, for: Cast.berlin)
        #expect(!whole.occurrences.isEmpty && again.occurrences.map(\.span) == whole.occurrences.map(\.span))
        #expect(again.occurrences.map(\.title) == whole.occurrences.map { keepsTitle ? $0.title : nil })
        #expect(provider.origin(of: item, ownAddresses: []) == origin && origin.involvesOthers == true)
        #expect(provider.keptPayload(of: item, keepsTitle: keepsTitle, ownAddresses: []) == item.payload)
    }

    @Test func `a private event keeps its time and loses its words, in the item and in its data`() throws {
        let item = try Cast.item(
            Cast.ics(
                "x",
                "CLASS:CONFIDENTIAL\r\nSUMMARY:Surgery\r\nLOCATION:Clinic\r\nATTENDEE;CN=Dr. No;PARTSTAT=ACCEPTED:mailto:no@example.org"))
        #expect(item.fields?.title == "")
        for word in ["Surgery", "Clinic", "no@example.org", "Dr. No"] { #expect(!item.payload.contains(word)) }
        let occurrence = try #require(Cast.provider(ScriptedServer()).expand(item, in: Cast.november, for: Cast.berlin).occurrences.first)
        #expect(occurrence.isBusy)
        #expect(occurrence.title == nil)
        #expect(occurrence.span == Span(start: Cast.nine, duration: .hours(1)))
    }

    @Test func `a private invitation that its owner declined is free all the same`() throws {
        let declined = Cast.ics("x", "CLASS:PRIVATE\r\nSUMMARY:Surgery\r\nATTENDEE;CN=Ana;PARTSTAT=DECLINED:mailto:ana@example.org")
        #expect(try expand(declined).occurrences.map(\.isBusy) == [false])
    }

    @Test func `our own event made private keeps its words`() throws {
        let item = try Cast.item(Cast.ics("x", "CLASS:PRIVATE\r\nSUMMARY:Haircut\r\nX-KALENDS-APPOINTMENT:a1/2"))
        #expect(item.fields?.title == "Haircut")
        #expect(item.marker == EventMarker(appointment: "a1", generation: 2))
    }

    @Test func `an event that was called off says so`() throws {
        #expect(try Cast.item(Cast.ics("x", "SUMMARY:Haircut\r\nSTATUS:CANCELLED")).fields?.isCancelled == true)
        #expect(try Cast.item(Cast.ics("x", "SUMMARY:Haircut\r\nSTATUS:TENTATIVE")).fields?.isCancelled == false)
    }

    @Test func `a series takes each of its times, and says why`() throws {
        let expansion = try expand(Cast.ics("x", "SUMMARY:Team\r\nRRULE:FREQ=WEEKLY;COUNT=2"))
        #expect(expansion.occurrences.map(\.span.start) == [Cast.nine])
        #expect(expansion.occurrences.first?.title == "Team")
        #expect(expansion.occurrences.first?.reason == "The event is shown as busy.")
    }

    @Test func `a free event is listed and leaves its time open`() throws {
        #expect(try expand(Cast.ics("x", "TRANSP:TRANSPARENT")).occurrences.map(\.isBusy) == [false])
    }

    @Test func `a whole day is the owner's day`() throws {
        let day = Cast.ics("x").replacing("DTSTART:20261124T090000Z", with: "DTSTART;VALUE=DATE:20261124").replacing(
            "DTEND:20261124T100000Z\r\n", with: "")
        #expect(try expand(day).occurrences.map(\.span) == [Span(start: Cast.nine - .hours(10), duration: .days(1))])
    }

    @Test func `an event without a readable time is reported, one with a readable time closes it`() throws {
        let unreadable = Cast.ics("x").replacing("DTSTART:20261124T090000Z", with: "DTSTART:soon")
        let nothing = try expand(unreadable.replacing("DTEND:20261124T100000Z", with: "DTEND:later"))
        #expect(nothing.occurrences.isEmpty)
        #expect(nothing.findings.count == 1)
        let something = try expand(Cast.ics("x", "RECURRENCE-ID:sometime"))
        #expect(something.occurrences.map(\.isBusy) == [true])
        #expect(something.findings.count == 1)
    }

    @Test func `a task is an item that takes no time`() throws {
        let item = try Cast.item("BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:task\nDTSTART:20261124T090000Z\nEND:VTODO\nEND:VCALENDAR\n")
        #expect(item.uid == "task")
        #expect(Cast.provider(ScriptedServer()).expand(item, in: Cast.november, for: Cast.berlin) == ItemExpansion())
    }

    @Test func `texts with every sign survive being written and read, control characters aside`() throws {
        var event = Cast.event
        event.fields.notes = "a;b,c\\d\nline\r\nlast \u{07}"
        event.fields.title = String(repeating: "ü", count: 200)
        let item = try Cast.item(String(decoding: event.object(), as: UTF8.self))
        #expect(item.fields?.title == event.fields.title)
        #expect(item.fields?.notes == "a;b,c\\d\nline\nlast ")
    }

    @Test func `failures of the connection keep their meaning`() {
        let kinds: [(OutboundFailure, ProviderFailure.Kind)] = [
            (.timedOut(afterSeconds: 30), .unreachable), (.unresolvable(host: "x"), .unreachable), (.tlsFailed(reason: "x"), .unreachable),
            (.addressRefused(host: "x", address: "10.0.0.1"), .addressRefused), (.responseTooLarge(limit: 1), .tooLarge),
            (.tooManyRedirects, .invalidAnswer),
        ]
        for (failure, kind) in kinds {
            #expect(ProviderFailure(failure).kind == kind)
            #expect(ProviderFailure(failure).sentence == failure.sentence)
        }
    }

    @Test func `a changed occurrence of a private series is as private as the series, unless it says so itself`() throws {
        func series(_ own: String) -> String {
            """
            BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:s\r\nDTSTAMP:20260101T000000Z\r\nCLASS:PRIVATE\r\n\
            DTSTART:20261201T090000Z\r\nDTEND:20261201T100000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Surgery\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nUID:s\r\nDTSTAMP:20260101T000000Z\r\n\(own)RECURRENCE-ID:20261202T090000Z\r\n\
            DTSTART:20261202T110000Z\r\nDTEND:20261202T120000Z\r\nSUMMARY:Moved surgery\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
            """
        }
        let hidden = try Cast.item(series(""))
        #expect(!hidden.payload.contains("surgery") && !hidden.payload.contains("Surgery") && hidden.payload.contains("20261202T110000Z"))
        let shown = try Cast.item(series("CLASS:PUBLIC\r\n"))
        #expect(shown.payload.contains("Moved surgery") && !shown.payload.contains("SUMMARY:Surgery"))
    }
}

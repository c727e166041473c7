import CivilTime
import ICalendar
import Testing

/// Revisions of a changed occurrence, however RECURRENCE-ID is written and in whichever order they stand.
@Suite struct RevisionFormTests {
    private let series = Cast.event("DTSTART;TZID=Europe/Berlin:20261123T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4")

    private func change(_ id: String, hour: Int, _ extra: String = "") -> String {
        Cast.event("RECURRENCE-ID\(id)\nDTSTART;TZID=Europe/Berlin:20261130T\(hour)0000\nDURATION:PT1H\n\(extra)")
    }

    private func busy(_ events: [String]) throws -> [String] {
        try Cast.expand(events.joined(separator: "\n")).busySpans.map { String($0.dropFirst(5).prefix(8)) }
    }

    @Test(arguments: [":20261130T080000Z", ";TZID=America/New_York:20261130T030000", ";VALUE=DATE:20261130"])
    func `the newer one counts in whichever form it names its occurrence`(form: String) throws {
        let here = ";TZID=Europe/Berlin:20261130T090000"
        for (old, new) in [(here, form), (form, here)] {
            let changes = [change(old, hour: 11, "SEQUENCE:1"), change(new, hour: 15, "SEQUENCE:2")]
            for order in [changes, changes.reversed()] {
                #expect(try busy([series] + order) == ["11-23T08", "11-30T14", "12-07T08", "12-14T08"])
            }
            let cancelled = [change(old, hour: 11, "SEQUENCE:1"), change(new, hour: 15, "SEQUENCE:2\nSTATUS:CANCELLED")]
            #expect(try busy([series] + cancelled) == ["11-23T08", "12-07T08", "12-14T08"])
        }
    }

    @Test func `of whole days as well`() throws {
        let days = Cast.event("DTSTART;VALUE=DATE:20261123\nRRULE:FREQ=WEEKLY;COUNT=2")
        let ids = [";VALUE=DATE:20261130", ":20261130", ":20261130T000000"]
        let changes = ids.enumerated().map { Cast.event("RECURRENCE-ID\($1)\nDTSTART;VALUE=DATE:2026120\($0 + 1)\nSEQUENCE:\($0)") }
        #expect(try busy([days] + changes.reversed()) == ["11-22T23", "12-02T23"])
    }

    @Test func `this and following in another form is a revision too`() throws {
        let changes = [
            change(";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261130T090000", hour: 11, "SEQUENCE:2"),
            change(";RANGE=THISANDFUTURE:20261130T080000Z", hour: 15, "SEQUENCE:1"),
        ]
        #expect(try busy([series] + changes) == ["11-23T08", "11-30T10", "12-07T10", "12-14T10"])
    }

    @Test(arguments: [("", "11-30T14"), ("STATUS:CANCELLED", nil)])
    func `a newer change of one occurrence leaves the following ones as they were changed`(extra: String, named: String?) throws {
        let changes = [
            change(";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261130T090000", hour: 11, "SEQUENCE:1"),
            change(";TZID=Europe/Berlin:20261130T090000", hour: 15, "SEQUENCE:2\n\(extra)"),
        ]
        for order in [changes, changes.reversed()] {
            #expect(try Set(busy([series] + order)) == Set(["11-23T08", "12-07T10", "12-14T10"] + (named.map { [$0] } ?? [])))
        }
    }

    @Test func `an older change of one occurrence gives way to this and following`() throws {
        let changes = [
            change(";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261130T090000", hour: 11, "SEQUENCE:2"),
            change(";TZID=Europe/Berlin:20261130T090000", hour: 15, "SEQUENCE:1"),
        ]
        #expect(try busy([series] + changes) == ["11-23T08", "11-30T10", "12-07T10", "12-14T10"])
    }

    @Test func `of both kinds without an order, both are busy and that is told`() throws {
        let changes = [
            change(";RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261130T090000", hour: 11),
            change(";TZID=Europe/Berlin:20261130T090000", hour: 15),
        ]
        let expanded = try Cast.expand(([series] + changes).joined(separator: "\n"))
        #expect(
            expanded.busySpans.map { String($0.dropFirst(5).prefix(8)) } == ["11-23T08", "11-30T10", "11-30T14", "12-07T10", "12-14T10"])
        #expect(expanded.findings.count == 1 && expanded.findings[0].contains("of neither that it is newer"))
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `which revisions count does not depend on their order`(order: [Int]) throws {
        let changes = [("DTSTAMP:20260101T000000Z\n", 11), ("", 15), ("DTSTAMP:20260201T000000Z\n", 19)].map { stamp, hour in
            "BEGIN:VEVENT\nUID:meeting\n\(stamp)RECURRENCE-ID:20261130T080000Z\nDTSTART:20261130T\(hour)0000Z\nDURATION:PT1H\nEND:VEVENT"
        }
        let expanded = try Cast.expand(([series] + order.map { changes[$0] }).joined(separator: "\n"))
        let onDay = expanded.starts.filter { $0.hasPrefix("2026-11-30") }
        #expect(onDay == ["2026-11-30T15:00:00Z", "2026-11-30T19:00:00Z"])
        #expect(expanded.findings.count == 1)
    }

    @Test func `changed occurrences without their series have revisions as well`() throws {
        let changes = [
            change(";TZID=Europe/Berlin:20261130T090000", hour: 11, "SEQUENCE:1"), change(":20261130T080000Z", hour: 15, "SEQUENCE:2"),
        ]
        #expect(try busy(changes) == ["11-30T14"])
    }

    @Test func `a changed occurrence without an end is as long as its series`() throws {
        let change = Cast.event("RECURRENCE-ID:20261130T080000Z\nDTSTART:20261130T100000Z")
        #expect(try Cast.expand(series + "\n" + change).spans.contains("2026-11-30T10:00:00Z/2026-11-30T11:00:00Z"))
    }
}

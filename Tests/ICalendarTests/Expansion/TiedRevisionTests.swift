import CivilTime
import ICalendar
import Testing

/// Revisions of which nothing says which is newer: what is busy in either is busy.
@Suite struct TiedRevisionTests {
    private let once = "DTSTART:20260302T090000Z\nDURATION:PT1H"

    @Test(arguments: ["TRANSP:TRANSPARENT", "STATUS:CANCELLED"])
    func `a busy one counts beside a free one, in either order`(free: String) throws {
        let events = [Cast.event(once), Cast.event(once + "\n" + free)]
        for order in [events, events.reversed()] {
            let expanded = try Cast.expand(order.joined(separator: "\n"))
            #expect(expanded.busySpans == ["2026-03-02T09:00:00Z/2026-03-02T10:00:00Z"])
            #expect(expanded.findings.count == 1 && expanded.findings[0].contains("of neither that it is newer"))
        }
    }

    @Test func `changed occurrences that lie at two times are both busy`() throws {
        let series = Cast.event(once + "\nRRULE:FREQ=DAILY;COUNT=3")
        let changes = ["11", "15"].map { Cast.event("RECURRENCE-ID:20260303T090000Z\nDTSTART:20260303T\($0)0000Z\nDURATION:PT1H") }
        let expanded = try Cast.expand(([series] + changes).joined(separator: "\n"))
        #expect(
            expanded.starts == ["2026-03-02T09:00:00Z", "2026-03-03T11:00:00Z", "2026-03-03T15:00:00Z", "2026-03-04T09:00:00Z"])
        #expect(expanded.findings.count == 1)
    }

    @Test func `changed occurrences of which one is cancelled stay busy`() throws {
        let series = Cast.event(once + "\nRRULE:FREQ=DAILY;COUNT=2")
        let changed = "RECURRENCE-ID:20260303T090000Z\nDTSTART:20260303T110000Z\nDURATION:PT1H"
        let changes = ["", "\nSTATUS:CANCELLED"].map { Cast.event(changed + $0) }
        #expect(try Cast.expand(([series] + changes).joined(separator: "\n")).starts == ["2026-03-02T09:00:00Z", "2026-03-03T11:00:00Z"])
    }

    @Test func `two rules are both followed, with the changed occurrences`() throws {
        let events = [
            Cast.event(once + "\nRRULE:FREQ=DAILY;COUNT=2"), Cast.event(once + "\nRRULE:FREQ=WEEKLY;COUNT=2"),
            Cast.event("RECURRENCE-ID:20260302T090000Z\nDTSTART:20260302T150000Z\nDURATION:PT1H"),
        ]
        let starts = try Cast.expand(events.joined(separator: "\n")).starts
        #expect(Set(starts) == ["2026-03-02T15:00:00Z", "2026-03-03T09:00:00Z", "2026-03-09T09:00:00Z"])
    }

    @Test func `where only texts differ, the last one counts silently`() throws {
        let expanded = try Cast.expand(Cast.event(once + "\nSUMMARY:old") + "\n" + Cast.event(once + "\nSUMMARY:new"))
        #expect(expanded.occurrences.map(\.summary) == ["new"] && expanded.findings.isEmpty)
    }
}

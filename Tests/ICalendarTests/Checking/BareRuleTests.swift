import CivilTime
import Host
import ICalendar
import Testing

@Suite struct BareRuleTests {
    private func starts(_ rule: BareRule, in window: Span? = nil, limit: Int = 5) -> [String] {
        rule.occurrences(in: window, limit: limit, context: Cast.context).occurrences.map(\.span.start.description)
    }

    private func bare(_ rule: String, _ start: String, _ tzid: String? = nil) throws -> BareRule {
        try BareRule(rule: rule, start: start, tzid: tzid, zones: SystemZones.database)
    }

    @Test func `a rule in a zone keeps its hour on the clock`() throws {
        let rule = try bare("RRULE:FREQ=WEEKLY", "20260322T090000", "Europe/Berlin")
        #expect(starts(rule, limit: 2) == ["2026-03-22T08:00:00Z", "2026-03-29T07:00:00Z"])
    }

    @Test func `without a window the first ones are listed, and that there are more`() throws {
        let found = try bare("FREQ=DAILY", "20260322T090000Z").occurrences(in: nil, limit: 3, context: Cast.context)
        #expect(found.occurrences.count == 3 && found.hasMore)
        let all = try bare("FREQ=DAILY;COUNT=3", "20260322T090000Z").occurrences(in: nil, limit: 3, context: Cast.context)
        #expect(all.occurrences.count == 3 && !all.hasMore && all.assumptions.isEmpty)
    }

    @Test func `a window far from the start is answered`() throws {
        let minutely = try bare("FREQ=MINUTELY", "20000101T000000Z")
        let window = Cast.span("2026-06-01T12:00:00Z", "2026-06-01T12:03:00Z")
        #expect(starts(minutely, in: window) == ["2026-06-01T12:00:00Z", "2026-06-01T12:01:00Z", "2026-06-01T12:02:00Z"])
    }

    @Test func `a date starts whole days, and ISO 8601 is understood too`() throws {
        let found = try bare("FREQ=DAILY;COUNT=2", "2026-03-22").occurrences(in: nil, limit: 5, context: Cast.context).occurrences
        #expect(found.map(\.isAllDay) == [true, true] && found.map(\.recurrenceID) == ["20260322", "20260323"])
    }

    @Test func `what is not understood is refused and named`() {
        let zones = SystemZones.database
        func failure(_ rule: String, _ start: String, _ tzid: String?) -> BareRule.Failure? {
            do throws(BareRule.Failure) {
                _ = try BareRule(rule: rule, start: start, tzid: tzid, zones: zones)
                return nil
            } catch {
                return error
            }
        }
        #expect(failure("FREQ=DAILY", "soon", nil) == .start(text: "soon"))
        #expect(failure("FREQ=DAILY", "20260101T090000", "Moon/Base") == .zone(name: "Moon/Base"))
        #expect(failure("FREQ=DAILY", "20260101T090000Z", "Europe/Berlin") == .zoneNotNeeded(start: "20260101T090000Z"))
        guard case .rule(let text, let reason)? = failure("FREQ=NOW", "20260101", nil) else {
            Issue.record("FREQ=NOW was understood")
            return
        }
        #expect(text == "FREQ=NOW" && !reason.isEmpty)
        for one in [BareRule.Failure.start(text: "x"), .zone(name: "x"), .zoneNotNeeded(start: "x"), .rule(text: "x", reason: "y.")] {
            #expect(one.sentence.contains("“x”") && one.sentence.hasSuffix("."))
        }
    }
}

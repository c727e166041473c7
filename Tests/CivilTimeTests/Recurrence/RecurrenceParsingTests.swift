import CivilTime
import Testing

struct RecurrenceParsingTests {
    typealias Failure = RecurrenceRule.Failure

    @Test func `every part is read`() throws {
        let rule = try RecurrenceRule(
            parsing: "FREQ=YEARLY;INTERVAL=2;COUNT=7;BYDAY=MO,-1SU,+2TU,MO;BYMONTHDAY=1,-31;BYMONTH=3,12;BYSETPOS=1,-1;WKST=SU")
        #expect(rule.frequency == .yearly && rule.interval == 2 && rule.count == 7 && rule.until == nil)
        #expect(rule.byDay == [.init(.monday), .init(.sunday, ordinal: -1), .init(.tuesday, ordinal: 2)])
        #expect(rule.byMonthDay == [1, -31] && rule.byMonth == [3, 12] && rule.bySetPosition == [1, -1])
        #expect(rule.weekStart == .sunday)
    }

    @Test func `what is left out has the defaults of the RFC`() throws {
        let rule = try RecurrenceRule(parsing: "freq=daily;")
        #expect(rule.frequency == .daily && rule.interval == 1 && rule.count == nil && rule.weekStart == .monday)
        #expect(rule.byDay.isEmpty && rule.byMonthDay.isEmpty && rule.byMonth.isEmpty && rule.bySetPosition.isEmpty)
    }

    @Test func `UNTIL has three forms`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261224").until == .date(date("2026-12-24")))
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261224T090000").until == .local(civil("2026-12-24T09:00")))
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261224T090000Z").until == .instant(instant("2026-12-24T09:00:00Z")))
    }

    @Test(arguments: [
        "FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;BYMINUTE=0", "FREQ=DAILY;BYSECOND=0",
        "FREQ=YEARLY;BYYEARDAY=1",
        "FREQ=YEARLY;BYWEEKNO=20", "RSCALE=CHINESE;FREQ=YEARLY", "FREQ=MONTHLY;SKIP=FORWARD", "FREQ=DAILY;X-PART=1",
    ])
    func `parts of a later version are told apart from damage`(text: String) {
        let failure = #expect(throws: Failure.self) { try RecurrenceRule(parsing: text) }
        guard case .notUnderstood = failure else {
            Issue.record("\(text) gave \(String(describing: failure))")
            return
        }
    }

    @Test(arguments: [
        "", "DAILY", "COUNT=5", "FREQ=", "FREQ=FORTNIGHTLY", "FREQ=DAILY;FREQ=DAILY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=x", "FREQ=DAILY;COUNT=99999999999999999999", "FREQ=DAILY;UNTIL=2026-12-24", "FREQ=DAILY;UNTIL=20261324",
        "FREQ=DAILY;UNTIL=20261224T09",
        "FREQ=DAILY;UNTIL=20261224T090000+01", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=MO,",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=54MO", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYMONTH=13",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=WEEKLY;WKST=1",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=DAILY;BYDAY=-1MO", "FREQ=WEEKLY;BYMONTHDAY=5", "FREQ=DAILY;COUNT",
    ])
    func `damage is refused`(text: String) {
        let failure = #expect(throws: Failure.self) { try RecurrenceRule(parsing: text) }
        guard case .malformed = failure else {
            Issue.record("\(text) gave \(String(describing: failure))")
            return
        }
    }

    @Test func `any text is refused or gives dates in order`() throws {
        let start = try date("2026-01-01")
        let through = try date("2030-01-01")
        let pieces = [
            "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", ";", ";", ";", "BYDAY=MO", ",", "-1SU", "COUNT=", "9",
            "UNTIL=20260909", "T", "Z", "é", "BYSETPOS=-1", "BYMONTH=9", "BYMONTHDAY=9",
        ]
        for seed in UInt64(0)..<20_000 {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let rule = try? RecurrenceRule(parsing: text) else { continue }
            let dates = try rule.dates(startingAt: start, from: start, through: through, limit: 2_000)
            #expect(zip(dates, dates.dropFirst()).allSatisfy { $0 < $1 } && dates.allSatisfy { $0 >= start }, "\(text)")
        }
    }
}

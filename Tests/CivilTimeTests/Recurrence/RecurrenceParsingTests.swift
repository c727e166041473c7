import CivilTime
import Testing

struct RecurrenceParsingTests {
    typealias Failure = RecurrenceRule.Failure

    @Test func `every part is read`() throws {
        let rule = try RecurrenceRule(
            parsing: "FREQ=YEARLY;INTERVAL=2;COUNT=7;BYDAY=MO,-1SU,+2TU,MO;BYMONTHDAY=1,-31;BYMONTH=3,12;BYSETPOS=1,-1;WKST=SU")
        #expect(rule.frequency == .yearly && rule.interval == 2 && rule.count == 7 && rule.until == nil)
        #expect(rule.byDay == [.init(.sunday, ordinal: -1), .init(.tuesday, ordinal: 2), .init(.monday)])
        #expect(rule.byMonthDay == [-31, 1] && rule.byMonth == [3, 12] && rule.bySetPosition == [-1, 1])
        #expect(rule.weekStart == .sunday && rule.skip == .omit && !rule.namesCalendar)
        let fine = try RecurrenceRule(
            parsing: "RSCALE=GREGORIAN;FREQ=SECONDLY;BYYEARDAY=-366,366,1;BYHOUR=23,0;BYMINUTE=59,0;BYSECOND=60,0;SKIP=FORWARD")
        #expect(fine.byYearDay == [-366, 1, 366] && fine.byHour == [0, 23] && fine.byMinute == [0, 59] && fine.bySecond == [0, 60])
        #expect(fine.namesCalendar && fine.skip == .forward)
        #expect(try RecurrenceRule(parsing: "FREQ=YEARLY;BYWEEKNO=53,-53,20").byWeekNumber == [-53, 20, 53])
    }

    @Test(arguments: [
        ("SECONDLY", RecurrenceRule.Frequency.secondly), ("MINUTELY", .minutely), ("HOURLY", .hourly), ("DAILY", .daily),
        ("WEEKLY", .weekly), ("MONTHLY", .monthly), ("YEARLY", .yearly),
    ])
    func `every frequency is read`(name: String, frequency: RecurrenceRule.Frequency) throws {
        #expect(try RecurrenceRule(parsing: "FREQ=" + name).frequency == frequency)
        #expect(frequency.isSubDaily == ["SECONDLY", "MINUTELY", "HOURLY"].contains(name))
    }

    @Test func `what is left out has the defaults of the RFC`() throws {
        let rule = try RecurrenceRule(parsing: "freq=daily;")
        #expect(rule.frequency == .daily && rule.interval == 1 && rule.count == nil && rule.weekStart == .monday)
        #expect(rule.byDay.isEmpty && rule.byMonthDay.isEmpty && rule.byMonth.isEmpty && rule.bySetPosition.isEmpty)
        #expect(
            rule.byHour.isEmpty && rule.byMinute.isEmpty && rule.bySecond.isEmpty && rule.byYearDay.isEmpty && rule.byWeekNumber.isEmpty)
    }

    @Test func `rules that say the same in another order are equal`() throws {
        let one = try RecurrenceRule(parsing: "FREQ=MONTHLY;BYDAY=TU,1MO,FR;BYMONTHDAY=3,-1,2")
        #expect(try one == RecurrenceRule(parsing: "BYMONTHDAY=2,3,-1,2;byday=FR,+1MO,TU;freq=monthly"))
    }

    @Test func `UNTIL has three forms`() throws {
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261224").until == .date(date("2026-12-24")))
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261224T090000").until == .local(civil("2026-12-24T09:00")))
        #expect(try RecurrenceRule(parsing: "FREQ=DAILY;UNTIL=20261224T090000Z").until == .instant(instant("2026-12-24T09:00:00Z")))
    }

    @Test(arguments: ["FREQ=DAILY;X-PART=1", "FREQ=DAILY;BYEASTER=1", "FREQ=DAILY;EXTRAORDINARILYLONGNAME=1", "FREQ=YEARLY;BYMONTH=5L"])
    func `unknown parts are told apart from damage`(text: String) {
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
        "FREQ=HOURLY;BYDAY=1MO", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "FREQ=MONTHLY;BYWEEKNO=20", "FREQ=DAILY;BYWEEKNO=20",
        "FREQ=HOURLY;BYWEEKNO=20", "FREQ=DAILY;BYYEARDAY=1", "FREQ=WEEKLY;BYYEARDAY=1", "FREQ=MONTHLY;BYYEARDAY=1", "FREQ=DAILY;BYHOUR=24",
        "FREQ=DAILY;BYHOUR=-1", "FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYSECOND=61", "FREQ=YEARLY;BYWEEKNO=0", "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=YEARLY;BYYEARDAY=0", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=YEARLY;SKIP=FORWARD", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=BOTH",
        "FREQ=MONTHLY;BYDAY=1", "FREQ=MONTHLY;BYDAY=M", "FREQ=MONTHLY;BYDAY=111MO", "FREQ=DAILY;=5", "FREQ=DAILY;BYHOUR=9;BYHOUR=10",
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
            "UNTIL=20260909", "T", "Z", "é", "BYSETPOS=-1", "BYMONTH=9", "BYMONTHDAY=9", "BYHOUR=7", "BYWEEKNO=9", "BYYEARDAY=-9",
        ]
        for seed in UInt64(0)..<20_000 {
            var random = SeededGenerator(seed: seed)
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard let rule = try? RecurrenceRule(parsing: text) else { continue }
            let dates = try rule.dates(startingAt: start, from: start, through: through, limit: 2_000)
            #expect(try RecurrenceRule(parsing: rule.description) == rule, "\(text)")
            #expect(zip(dates, dates.dropFirst()).allSatisfy { $0 < $1 } && dates.allSatisfy { $0 >= start }, "\(text)")
        }
    }
}

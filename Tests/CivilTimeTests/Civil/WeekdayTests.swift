import CivilTime
import Testing

struct WeekdayTests {
    @Test func `numbers follow ISO 8601`() throws {
        #expect(Weekday.monday.rawValue == 1)
        #expect(Weekday.sunday.rawValue == 7)
        #expect(try date("2026-11-21").weekday == .saturday)
        #expect(try date("1969-12-31").weekday == .wednesday)
    }

    @Test func `adding and counting days agree`() {
        for from in Weekday.allCases {
            for days in -20...20 {
                #expect(from.days(until: from.adding(days: days)) == (days % 7 + 7) % 7)
            }
        }
    }
}

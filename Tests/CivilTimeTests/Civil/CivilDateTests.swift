import CivilTime
import Testing

struct CivilDateTests {
    @Test func `every day of the years 1 to 9999 follows the one before`() throws {
        var (number, weekday) = (try date("0001-01-01").dayNumber, Weekday.monday)
        for year in 1...9_999 {
            for month in 1...12 {
                for day in 1...CivilDate.daysInMonth(year: year, month: month) {
                    let date = CivilDate(year: year, month: month, day: day)
                    guard let date, date.dayNumber == number, CivilDate(dayNumber: number) == date, date.weekday == weekday else {
                        Issue.record("\(year)-\(month)-\(day) is not day \(number), a \(weekday)")
                        return
                    }
                    number += 1
                    weekday = weekday.adding(days: 1)
                }
            }
        }
        #expect(number == 2_932_897)
    }

    @Test(arguments: ["2000-02-29", "2024-02-29", "2400-02-29"])
    func `leap days exist`(text: String) throws {
        #expect(try date(text).adding(days: 1).description.hasSuffix("03-01"))
    }

    @Test(arguments: [
        "1900-02-29", "2100-02-29", "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "2026-1-1",
        "20260101",
        "2026-11-21 ", "+026-11-21", "",
    ])
    func `what is no date is refused`(text: String) {
        #expect(CivilDate(iso8601: text) == nil)
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"), ("2026-11-21", 2, "2027-01-21"),
        ("2026-01-15", -1, "2025-12-15"), ("2024-02-29", 12, "2025-02-28"), ("0001-01-15", -1, "0001-01-01"),
        ("9999-12-05", 1, "9999-12-31"),
        ("2026-01-01", Int.max, "9999-12-31"), ("2026-01-01", Int.min, "0001-01-01"),
    ])
    func `months are added with the day kept within the month`(start: String, months: Int, result: String) throws {
        #expect(try date(start).adding(months: months) == date(result))
    }

    @Test func `day arithmetic stops at the ends of the calendar`() throws {
        #expect(try date("9999-12-31").adding(days: 1) == .last)
        #expect(try date("2026-01-01").adding(days: .max) == .last)
        #expect(try date("2026-01-01").adding(days: .min) == .first)
        #expect(CivilDate(dayNumber: .min) == .first)
    }

    @Test func `dates sort by time and travel as text`() throws {
        let sorted = try ["2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01"].map(date)
        #expect(sorted.reversed().sorted() == sorted)
        #expect(try json(date("2026-11-21")) == #""2026-11-21""#)
        #expect(try value(CivilDate.self, json: #""2026-11-21""#) == date("2026-11-21"))
        #expect(throws: DecodingError.self) { try value(CivilDate.self, json: #""2026-02-30""#) }
    }
}

import CivilTime
import Testing

@testable import BookingPages

/// A month in weeks from Monday to Sunday, with the openings of each day.
struct MonthGridTests {
    private func date(_ text: String) -> CivilDate { CivilDate(iso8601: text)! }

    @Test func `November 2026 begins on a Sunday and fills six weeks`() {
        let grid = MonthGrid(monthOf: date("2026-11-24"), openings: [:])
        #expect(grid.month == date("2026-11-01"))
        #expect(grid.weeks.count == 6)
        #expect(grid.weeks[0].map { $0?.date.day } == [nil, nil, nil, nil, nil, nil, 1])
        #expect(grid.weeks[5].map { $0?.date.day } == [30, nil, nil, nil, nil, nil, nil])
    }

    @Test func `a February of four whole weeks fills four rows`() {
        #expect(MonthGrid(monthOf: date("2027-02-10"), openings: [:]).weeks.count == 4)
    }

    @Test func `every day of every month of 400 years stands under its weekday once`() {
        var month = date("1900-01-01")
        while month < date("2300-01-01") {
            let grid = MonthGrid(monthOf: month, openings: [:])
            let days = grid.weeks.joined().compactMap { $0?.date }
            #expect(days.count == CivilDate.daysInMonth(year: month.year, month: month.month))
            #expect(zip(days, days.dropFirst()).allSatisfy { $1 == $0.adding(days: 1) })
            let isRight = grid.weeks.allSatisfy { week in
                week.count == 7 && week.enumerated().allSatisfy { $0.element == nil || $0.element?.date.weekday.rawValue == $0.offset + 1 }
            }
            #expect(isRight, "\(month)")
            month = month.adding(months: 1)
        }
    }

    @Test func `openings stand on their days and the first is found`() {
        let grid = MonthGrid(monthOf: date("2026-11-01"), openings: [date("2026-11-24"): 5, date("2026-11-26"): 1, date("2026-12-01"): 9])
        #expect(grid.firstOpenDay == date("2026-11-24"))
        #expect(!grid.isEmpty)
        #expect(grid.weeks.joined().compactMap { $0 }.filter { $0.openings > 0 }.map(\.openings) == [5, 1])
    }

    @Test func `a month without openings is empty`() {
        let grid = MonthGrid(monthOf: date("2026-11-01"), openings: [date("2026-11-24"): 0])
        #expect(grid.isEmpty && grid.firstOpenDay == nil)
    }
}

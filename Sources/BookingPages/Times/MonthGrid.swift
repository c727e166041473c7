import CivilTime

/// A month as a page shows it: weeks from Monday to Sunday, with the number of openings of each day.
struct MonthGrid: Hashable, Sendable {
    struct Day: Hashable, Sendable {
        let date: CivilDate
        let openings: Int
    }

    /// The first of the month.
    let month: CivilDate
    /// Seven places each; `nil` where another month's day would stand.
    let weeks: [[Day?]]

    init(monthOf date: CivilDate, openings: [CivilDate: Int]) {
        let first = date.firstOfMonth
        month = first
        let length = CivilDate.daysInMonth(year: first.year, month: first.month)
        var places: [Day?] = Array(repeating: nil, count: first.weekday.rawValue - 1)
        for offset in 0..<length {
            let day = first.adding(days: offset)
            places.append(Day(date: day, openings: openings[day] ?? 0))
        }
        while !places.count.isMultiple(of: 7) { places.append(nil) }
        weeks = stride(from: 0, to: places.count, by: 7).map { Array(places[$0..<$0 + 7]) }
    }

    var isEmpty: Bool { !weeks.joined().contains { ($0?.openings ?? 0) > 0 } }

    /// The first day of the month with an opening.
    var firstOpenDay: CivilDate? { weeks.joined().compactMap { $0 }.first { $0.openings > 0 }?.date }
}

extension CivilDate {
    var firstOfMonth: CivilDate { adding(days: 1 - day) }
}

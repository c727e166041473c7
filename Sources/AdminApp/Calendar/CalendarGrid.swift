/// The rows of the calendar: five minutes each, told to the style sheet as classes because the page allows no inline styles.
struct CalendarGrid: Hashable {
    static let minutesPerRow = 5
    static let mostLanes = 8

    /// The first hour shown, 0...23.
    let firstHour: Int
    /// The hour at which the day ends, 1...24.
    let lastHour: Int

    /// The hours that hold every given range of minutes of a day, with half an hour around them; at least 8 hours.
    init(showing ranges: [Range<Int>]) {
        let first = ranges.map(\.lowerBound).min() ?? 9 * 60
        let last = ranges.map(\.upperBound).max() ?? 17 * 60
        let from = max(0, (first - 30) / 60)
        let until = min(24, (last + 30 + 59) / 60)
        firstHour = min(from, max(0, until - 8))
        lastHour = max(until, min(24, firstHour + 8))
    }

    static let wholeDay = CalendarGrid(showing: [0..<1440])

    var hourCount: Int { lastHour - firstHour }

    /// The classes that place a range of minutes of a day, cut to the hours shown; `nil` when nothing of it is.
    func placement(of minutes: Range<Int>) -> String? {
        let first = max(minutes.lowerBound, firstHour * 60)
        let last = min(max(minutes.upperBound, minutes.lowerBound + Self.minutesPerRow), lastHour * 60)
        guard first < last else { return nil }
        let row = (first - firstHour * 60) / Self.minutesPerRow
        let end = (last - firstHour * 60 + Self.minutesPerRow - 1) / Self.minutesPerRow
        return "at-\(row) for-\(end - row)"
    }
}

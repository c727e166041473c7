/// A day of the week in ISO numbering: Monday is 1, Sunday is 7.
public enum Weekday: Int, CaseIterable, Codable, Sendable {
    /// The first day of the ISO week.
    case monday = 1
    /// The others, in order.
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday so many days later, or earlier when negative.
    public func adding(days: Int) -> Weekday {
        let index = (rawValue - 1 + days % 7 + 7) % 7
        return Weekday.allCases[index]
    }

    /// Days from this weekday forward to the other, 0–6.
    public func days(until other: Weekday) -> Int {
        (other.rawValue - rawValue + 7) % 7
    }
}

extension Weekday: Comparable {
    /// Monday is the least, Sunday the greatest.
    public static func < (lhs: Weekday, rhs: Weekday) -> Bool { lhs.rawValue < rhs.rawValue }
}

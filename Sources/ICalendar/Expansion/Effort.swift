import CivilTime

/// How much work a calendar may cause that leads to no occurrence, so that no text costs more than its length allows: starts that are excepted
/// or moved away, searches for a rule's next time, the clock changes of own zones. A unit is some tens of nanoseconds.
///
/// Starts that the text takes away or changes one by one cost nothing here: there are no more of them than the text is long.
///
/// All series of a calendar share it. Where it is spent, what would need more is not followed, and what is not followed counts as busy.
struct Effort {
    private(set) var left = 60_000

    /// What a start costs that becomes no occurrence, and what looking at one more time of an exception rule costs.
    static let start = 40
    static let exception = 20
    /// What a clock change of a calendar's own zone costs.
    static let onset = 3
    /// How many hours, minutes or seconds a rule may look at in vain for one unit.
    static let stepsPerUnit = 5

    /// What an ordinary series needs is left for each, whatever those before it cost.
    private static let ofSeries = 500

    var isSpent: Bool { left == 0 }

    /// Exceptions are given up before what they take away from.
    var isNearlySpent: Bool { left < Self.ofSeries / 2 }

    mutating func beginSeries() {
        left = max(left, Self.ofSeries)
    }

    mutating func spend(_ units: Int) {
        left = max(0, left - units)
    }

    /// What counting a rule's times over so long costs at most: a unit for each month, more where positions are picked of whole intervals.
    static func counting(_ rule: RecurrenceRule, from start: CivilDate, to end: CivilDate) -> Int {
        max(0, (end.year - start.year + 1) * (rule.bySetPosition.isEmpty ? 12 : 60))
    }
}

import CivilTime

/// How much work a calendar may cause that leads to no occurrence, so that no text costs more than its length allows: starts that are excepted
/// or moved away, searches for a rule's next time, the counting of what COUNT has used up, the clock changes of own zones. A unit is some tens of
/// nanoseconds.
///
/// Starts that the text takes away or changes one by one cost nothing here: there are no more of them than the text is long.
///
/// All series of a calendar share it, and each adds what an ordinary one needs, so that it grows with the text. Where it is spent, what would need
/// more is not followed, and what is not followed counts as busy.
struct Effort {
    private(set) var left = 40_000

    /// What a start costs that becomes no occurrence, and what looking at one more time of an exception rule costs.
    static let start = 40
    static let exception = 20
    /// What a clock change of a calendar's own zone costs.
    static let onset = 3
    /// How many steps of a rule (see `Occurrences.effort`) are one unit; steps by the hour or finer are the longer ones.
    static func stepsPerUnit(of frequency: RecurrenceRule.Frequency) -> Int { frequency.isSubDaily ? 2 : 5 }

    /// What each series adds, whatever those before it cost: enough for eighty years of months, counted one by one.
    private static let ofSeries = 800

    var isSpent: Bool { left == 0 }

    /// Exceptions are given up before what they take away from.
    var isNearlySpent: Bool { left < Self.ofSeries / 4 }

    mutating func beginSeries() {
        left += Self.ofSeries
    }

    mutating func spend(_ units: Int) {
        left = max(0, left - units)
    }

    /// What the rule of an own zone costs at most for the years that it is looked through, its clock changes aside.
    static func searching(_ rule: RecurrenceRule, from start: CivilDate, to end: CivilDate) -> Int {
        max(0, (end.year - start.year + 1) * (rule.bySetPosition.isEmpty ? 3 : 15))
    }
}

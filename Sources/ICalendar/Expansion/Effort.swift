import CivilTime

/// How much a calendar may cost: starts that become occurrences, and work that leads to no occurrence, such as starts that are excepted or moved
/// away, searches for a rule's next time, the counting of what COUNT has used up. A unit of work is some tens of nanoseconds.
///
/// Starts that the text takes away or changes one by one cost nothing here: there are no more of them than the text is long. What the calendar's
/// own zones cost is `ZoneWork`, so that no series can spend what they need.
///
/// All series of a calendar share it, and each adds what an ordinary one needs, so that it grows with the text. Where it is spent, what would need
/// more is not followed, and what is not followed counts as busy.
struct Effort {
    private(set) var left = 40_000
    /// How many starts may still become occurrences.
    private(set) var occurrences: Int

    /// What a start costs that becomes no occurrence, and what looking at one more time of an exception rule costs.
    static let start = 40
    static let exception = 20
    /// How many steps of a rule (see `Occurrences.effort`) are one unit; steps by the hour or finer are the longer ones.
    static func stepsPerUnit(of frequency: RecurrenceRule.Frequency) -> Int { frequency.isSubDaily ? 2 : 5 }

    /// What each series adds, whatever those before it cost: enough for eighty years of months, counted one by one.
    private static let ofSeries = 800

    /// The occurrences that the context allows a calendar however short it is.
    init(_ context: ExpansionContext) {
        occurrences = context.maximumInCalendar
    }

    var isSpent: Bool { left == 0 }

    /// Exceptions are given up before what they take away from.
    var isNearlySpent: Bool { left < Self.ofSeries / 4 }

    /// Every two bytes of a series allow an occurrence, whatever those before it had.
    mutating func beginSeries(bytes: Int) {
        left += Self.ofSeries
        occurrences += min(bytes / 2, .max - occurrences)
    }

    mutating func spend(_ units: Int) {
        left = max(0, left - units)
    }

    /// Whether one more start may become an occurrence.
    mutating func takeOccurrence() -> Bool {
        guard occurrences > 0 else { return false }
        occurrences -= 1
        return true
    }
}

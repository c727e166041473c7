import CivilTime

/// How much the own zones of a calendar may cost, apart from its series: no event can make a zone unknown to the others. A unit is some tens of
/// nanoseconds.
struct ZoneWork {
    /// For all zones together, whoever comes first.
    private var shared = 60_000
    /// For the comparison with the tz database, a remark only.
    private var comparison = 60_000

    /// What each zone has for itself: enough for its clock changes of two hundred years.
    static let ofZone = 5_000
    /// What a clock change costs.
    static let onset = 3
    /// What looking for the next clock change of two zones costs.
    private static let comparedChange = 6

    /// Takes the units from what the zone has for itself, then from what all share. False where that is not enough.
    mutating func spend(_ units: Int, own: inout Int) -> Bool {
        let fromOwn = min(own, units)
        guard units - fromOwn <= shared else { return false }
        own -= fromOwn
        shared -= units - fromOwn
        return true
    }

    mutating func compareChange() -> Bool {
        comparison -= Self.comparedChange
        return comparison > 0
    }

    /// What the rule of a zone costs at most for the years that it is looked through, its clock changes aside.
    static func searching(_ rule: RecurrenceRule, years: Int) -> Int {
        max(0, years * (rule.bySetPosition.isEmpty ? 3 : 15))
    }
}

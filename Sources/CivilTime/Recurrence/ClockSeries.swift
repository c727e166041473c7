/// The times of a series on its clock, in seconds since 1970 there: the start first, then what the rule adds, to COUNT and UNTIL.
struct ClockSeries {
    /// One of the two, changed in place.
    private var days: DayTimes?
    private var steps: ClockSteps?
    private let isSubDaily: Bool
    private let start: Int
    /// The last time that UNTIL, as far as it is on the clock, and the end of the calendar allow.
    private let last: Int
    private var remaining: Int
    private var givesStart: Bool

    /// The times to `last`, inclusive, for as much work.
    init(_ rule: RecurrenceRule, start: CivilDateTime, last: CivilDateTime, effort: Int = .max) {
        self.start = Int(start.secondsAsUTC)
        self.last = Int(last.secondsAsUTC)
        remaining = (rule.count ?? .max) - 1
        givesStart = start <= last
        isSubDaily = rule.frequency.isSubDaily
        if isSubDaily {
            steps = ClockSteps(rule, start: start, through: last.date, effort: effort)
        } else {
            days = DayTimes(rule, start: start, through: last.date, effort: effort)
        }
        if !givesStart { remaining = 0 }
    }

    /// How many hours, minutes or seconds were looked at in vain, and how much was counted that comes before a window.
    var effort: Int { isSubDaily ? steps!.effort : days!.work }

    /// Passes over what comes before the time; some of its day may remain.
    mutating func skip(to time: Int) throws(RecurrenceRule.Failure) {
        guard time > start, remaining > 0 else { return }
        givesStart = false
        let limit = remaining == .max - 1 ? nil : remaining
        if let passed = try days?.skip(to: time.floorDivided(by: 86_400), counting: limit), limit != nil { remaining -= passed }
        if let passed = try steps?.skip(to: time, counting: limit), limit != nil { remaining -= passed }
    }

    mutating func next() throws(RecurrenceRule.Failure) -> Int? {
        if givesStart {
            givesStart = false
            return start
        }
        guard remaining > 0 else { return nil }
        remaining -= 1
        // One of them is there; unwrapping by force changes it in place, where a chain would copy it out and in.
        guard let time = isSubDaily ? try steps!.next() : try days!.next(), time <= last else {
            remaining = 0
            return nil
        }
        return time
    }
}

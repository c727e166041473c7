import CivilTime

/// Original starts in order, one at a time: those of a rule, or a list.
struct StartSource {
    /// The next start; nil at the end, and where a rule is too costly to follow any further.
    private(set) var head: OccurrenceKey?
    /// The last start before ``head``.
    private(set) var last: OccurrenceKey?
    /// Whether the starts stand for a rule that is not understood.
    let isGuess: Bool
    /// The rule as it is shown to people; empty for a list.
    let ruleText: String
    /// The last date that the rule allows, if it says one.
    let lastDate: CivilDate?
    private let followed: (rule: RecurrenceRule, shape: EventShape, end: Instant)?
    /// One of the three, changed in place: cases of an enum would be copied out and in at each start.
    private var instants: Occurrences?
    private var dates: OccurrenceDates?
    private var list: ArraySlice<OccurrenceKey> = []
    private var isGivenUp = false
    private var chargedSteps = 0
    private var stepsPerUnit = 1

    /// A list in any order.
    init(_ keys: some Sequence<OccurrenceKey>) {
        (isGuess, ruleText, lastDate, followed) = (false, "", nil, nil)
        var keys = keys.sorted()[...]
        head = keys.popFirst()
        list = keys
    }

    /// The starts of a rule for the shape within the range. Throws for a rule that cannot be read.
    init(
        _ rule: RuleText, shown: String, shape: EventShape, within range: Span, isGuess: Bool = false, spending effort: inout Effort
    ) throws(RecurrenceRule.Failure) {
        let parsed = try RecurrenceRule(parsing: rule.text)
        if case .days = shape.form, parsed.frequency.isSubDaily { throw .malformed("FREQ") }
        self.isGuess = isGuess
        ruleText = shown
        lastDate = rule.lastDate(in: shape.zone)
        followed = (parsed, shape, range.end)
        begin(at: range.start, spending: &effort)
    }

    /// Passes over the starts before the instant; those of a list remain.
    mutating func seek(to instant: Instant, spending effort: inout Effort) {
        guard let followed, let head, head.start(in: followed.shape.dayZone) < instant else { return }
        begin(at: instant, spending: &effort)
    }

    /// Moves on to the key or past it: step by step where it is near, else at once.
    mutating func catchUp(with key: OccurrenceKey, spending effort: inout Effort) {
        var steps = 0
        while let head, head < key {
            guard !effort.isNearlySpent else { return giveUp() }
            effort.spend(Effort.exception)
            steps += 1
            if steps == Self.nearSteps, let followed {
                begin(at: key.start(in: followed.shape.dayZone), spending: &effort)
            } else {
                advance(spending: &effort)
            }
        }
    }

    private static let nearSteps = 32

    private mutating func begin(at instant: Instant, spending effort: inout Effort) {
        guard let (rule, shape, end) = followed else { return }
        chargedSteps = 0
        stepsPerUnit = Effort.stepsPerUnit(of: rule.frequency)
        let steps = effort.left * stepsPerUnit
        switch shape.form {
        case .days(let start, _):
            let (first, last) = (shape.dayZone.date(at: instant), shape.dayZone.date(at: end))
            dates = rule.dates(startingAt: start, from: first, through: last, effort: steps)
        case .clock(let start, let zone, _):
            instants = rule.occurrences(startingAt: start, in: zone, from: instant, before: end, effort: steps)
        }
        advance(spending: &effort)
    }

    mutating func advance(spending effort: inout Effort) {
        last = head ?? last
        if instants != nil {
            let (next, steps) = instants!.step()
            head = next.map(OccurrenceKey.instant)
            charge(steps, spending: &effort)
        } else if dates != nil {
            let (next, steps) = dates!.step()
            head = next.map(OccurrenceKey.day)
            charge(steps, spending: &effort)
        } else {
            head = list.popFirst()
        }
    }

    private mutating func charge(_ steps: Int, spending effort: inout Effort) {
        if steps > chargedSteps { effort.spend((steps - chargedSteps) / stepsPerUnit) }
        chargedSteps = steps
    }

    /// Follows a rule no further, as that costs too much; a list costs no more than its text.
    mutating func giveUp() {
        guard followed != nil, failure == nil else { return }
        last = head ?? last
        (head, instants, dates, isGivenUp) = (nil, nil, nil, true)
    }

    /// Ends a rule whose further starts are not asked for.
    mutating func end() {
        guard followed != nil, failure == nil else { return }
        (head, instants, dates) = (nil, nil, nil)
    }

    /// Why there is no further start though there may be some; nil where all were told.
    var failure: RecurrenceRule.Failure? {
        guard head == nil else { return nil }
        return isGivenUp ? .tooCostly : instants?.failure ?? dates?.failure
    }
}

extension OccurrenceDates {
    /// The next date and the effort so far.
    fileprivate mutating func step() -> (next: CivilDate?, effort: Int) {
        (next(), effort)
    }
}

extension Occurrences {
    /// The next instant and the effort so far. Both at once, as reading a property of an optional copies what it holds.
    fileprivate mutating func step() -> (next: Instant?, effort: Int) {
        (next(), effort)
    }
}

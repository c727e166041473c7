import CivilTime

/// What is not understood or costs too much to follow counts as busy.
extension SeriesExpansion {
    /// A rule that is not understood means its event's hours on every day, or all time if it may change the hours, as long as it may last.
    mutating func assumeBusy(_ rule: RuleText, shown: String, failure: RecurrenceRule.Failure, in walk: MasterWalk) {
        let (master, shape) = (walk.master, walk.shape)
        let notUnderstood = "The rule “\(shown)” is not understood\(failure.aside)"
        func note(_ consequence: String) { self.note(notUnderstood + consequence, of: master, at: "RRULE", shown) }
        guard meaning(of: master).isBusy else {
            note("; the event is free, so only its first time is listed")
            return
        }
        let last = rule.lastDate(in: shape.zone)
        let daily = RuleText("FREQ=DAILY" + (last.map { ";UNTIL=" + $0.calendarText } ?? ""), fitting: shape)
        if !rule.isFinerThanDaily,
            let guess = try? StartSource(
                daily, shown: shown, shape: shape, within: walk.range, isGuess: true, spending: &shapes.zones.effort)
        {
            note("; the hours of the event are busy on every day that it may mean")
            walk.merge.sources.append(guess)
            return
        }
        note("; all time from the first start on is busy as long as it may last")
        addBlock(from: shape.span(of: shape.startKey).start, through: last, in: walk)
    }

    /// Closes the time from the instant to the end of the last date's occurrences, or of the window.
    private mutating func addBlock(from start: Instant, through last: CivilDate?, in walk: MasterWalk) {
        let shape = walk.shape
        let end = last.map { max(shape.zone.startOfDay($0.adding(days: 1)), shape.span(of: .day($0)).end) + walk.shifts.latest }
        if let block = Span(validating: start + walk.shifts.earliest, end: end ?? window.end) { addBlock(block, of: walk.master) }
    }

    /// More occurrences than are listed mean all time from the first of them.
    mutating func closeRest(from closed: Instant, of master: CalendarEvent, because limit: String) {
        guard meaning(of: master).isBusy else {
            note(limit + "; the others are not listed", of: master)
            return
        }
        note(limit + "; from \(closed) on all time is busy", of: master)
        if let block = Span(validating: closed, end: window.end) { addBlock(block, of: master) }
    }

    /// A rule that costs too much to follow means all time from where it was left.
    mutating func closeCostlyRules(of walk: MasterWalk) {
        for source in walk.merge.sources where source.failure != nil {
            guard walk.meaning.isBusy else {
                note(
                    "The rule “\(source.ruleText)” costs too much to follow; the event is free, so its further times are not listed",
                    of: walk.master)
                continue
            }
            note(
                "The rule “\(source.ruleText)” costs too much to follow; all time from where it was left is busy as long as it may last",
                of: walk.master)
            let left = source.last?.start(in: walk.shape.dayZone) ?? walk.shape.span(of: walk.shape.startKey).start
            addBlock(from: left, through: source.lastDate, in: walk)
        }
        noteCostlyExceptions(of: walk)
    }

    mutating func noteCostlyExceptions(of walk: MasterWalk) {
        for exception in walk.merge.exceptions where exception.failure != nil {
            note("The exception rule “\(exception.ruleText)” costs too much to follow; it frees no further time", of: walk.master)
        }
    }

    mutating func note(_ message: String, of event: CalendarEvent) {
        shapes.note(message, .recurrence, of: event)
    }

    /// Notes what is wrong with a rule on its own line.
    mutating func note(_ message: String, of event: CalendarEvent, at name: String, _ shown: String) {
        let property = event.component.all(name).first { $0.value.trimmed.hasPrefix(shown) }
        let line = property?.sourceLine ?? event.component.sourceLine ?? 0
        shapes.note(Finding(line: line, message: message, rule: .recurrence))
    }
}

extension RecurrenceRule.Failure {
    /// The part of the rule that is to blame, in parentheses.
    var aside: String {
        switch self {
        case .malformed(let part): " (it is damaged at \(part))"
        case .notUnderstood(let part): " (it uses \(part))"
        case .tooMany, .tooCostly: ""
        }
    }
}

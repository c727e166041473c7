import CivilTime

extension SeriesExpansion {
    /// RRULE and RDATE make occurrences, EXDATE and EXRULE take them away, changed occurrences replace them (RFC 5545 section 3.8.5).
    mutating func expand(_ master: CalendarEvent) {
        let shape = shapes.shape(of: master)
        guard master.isRecurring || !series.overrides.isEmpty else {
            add(master, span: shape.span(of: shape.startKey), shape: shape, key: nil)
            return
        }
        let changes = readChanges(of: shape)
        let range = startRange(shape, changes)
        var starts = StartSet(first: shape.startKey)
        for rule in limited(master.recurrenceRules, of: master, shape: shape) {
            addRule(rule, to: &starts, of: master, shape: shape, within: range)
        }
        addDates(of: master, shape: shape, to: &starts)
        removeExceptions(of: master, shape: shape, within: range, from: &starts)
        boundStarts(&starts, within: range, of: master)
        place(starts, of: master, shape: shape, changes: changes)
    }

    /// Where occurrences may start that touch the window, however long they last and wherever they are moved.
    private func startRange(_ shape: EventShape, _ changes: [Change]) -> Span {
        let longest = changes.reduce(shape.longestLength) { max($0, $1.shape.longestLength) } + .days(2)
        let shift = changes.reduce(Seconds.zero) { max($0, $1.event.replacesFollowing ? $1.longestShift : .zero) }
        return Span(window.start - longest - shift, window.end + shift + EventShape.unknownZonePadding + .days(2))
    }

    /// No calendar has more than a few rules in one event; a hostile one could have thousands.
    private mutating func limited(_ rules: [String], of master: CalendarEvent, shape: EventShape) -> ArraySlice<String> {
        let maximum = 8
        if rules.count > maximum {
            shapes.note(
                "The event has more than \(maximum) rules (RRULE); the others are not followed, and all time from its start on is busy")
            let start = min(shape.span(of: shape.startKey).start, window.end)
            if meaning(of: master).isBusy { addBlock(Span(start, window.end), of: master) }
        }
        return rules.prefix(maximum)
    }

    private mutating func addRule(
        _ text: String, to starts: inout StartSet, of master: CalendarEvent, shape: EventShape, within range: Span
    ) {
        let rule = RuleText(text, fitting: shape)
        do throws(RecurrenceRule.Failure) {
            let expansion = try RuleExpansion(rule.text, shape: shape, within: range, limit: context.maximumOccurrences)
            starts.keys.formUnion(expansion.keys)
            if let overflow = expansion.overflow { starts.close(from: overflow) }
        } catch {
            assumeBusy(rule, shown: String(text.prefix(80)), to: &starts, of: master, shape: shape, within: range)
        }
    }

    /// A rule that is not understood means its event's hours on every day, or all time if it may change the hours, as long as it may last.
    private mutating func assumeBusy(
        _ rule: RuleText, shown: String, to starts: inout StartSet, of master: CalendarEvent, shape: EventShape, within range: Span
    ) {
        guard meaning(of: master).isBusy else {
            shapes.note("The rule “\(shown)” is not understood; the event is free, so only its first time is listed")
            return
        }
        let last = rule.lastDate(in: shape.zone)
        let daily = "FREQ=DAILY" + (last.map { ";UNTIL=" + $0.calendarText } ?? "")
        if !rule.isFinerThanDaily, let daily = try? RuleExpansion(daily, shape: shape, within: range, limit: context.maximumOccurrences) {
            shapes.note("The rule “\(shown)” is not understood; the hours of the event are busy on every day that it may mean")
            starts.keys.formUnion(daily.keys)
            starts.guesses.formUnion(daily.keys)
            if let overflow = daily.overflow { starts.close(from: overflow) }
            return
        }
        shapes.note("The rule “\(shown)” is not understood; all time from the first start on is busy as long as it may last")
        let start = shape.span(of: shape.startKey).start
        let end = last.map { max(shape.zone.startOfDay($0.adding(days: 1)), shape.span(of: .day($0)).end) } ?? window.end
        if let block = Span(validating: start, end: end) { addBlock(block, of: master) }
    }

    private mutating func addDates(of master: CalendarEvent, shape: EventShape, to starts: inout StartSet) {
        for date in master.recurrenceDates {
            let key: OccurrenceKey =
                switch reference(date.start, in: shape) {
                case .key(let key): key
                case .anyOn(let day): .instant(startOnClock(of: shape, on: day))
                }
            starts.keys.insert(key)
            if date.extent != .asEvent { starts.extents[key] = date.extent }
        }
    }

    private func startOnClock(of shape: EventShape, on date: CivilDate) -> Instant {
        guard case .clock(let start, let zone, _) = shape.form else { return shape.dayZone.startOfDay(date) }
        return zone.instant(of: CivilDateTime(date, start.time))
    }

    private mutating func removeExceptions(of master: CalendarEvent, shape: EventShape, within range: Span, from starts: inout StartSet) {
        for time in master.exceptionDates {
            switch reference(time, in: shape) {
            case .key(let key): starts.excluded.insert(key)
            case .anyOn(let day): starts.excludedDays.insert(day)
            }
        }
        for rule in master.exceptionRules.prefix(8) {
            let text = RuleText(rule, fitting: shape).text
            let exceptions = try? RuleExpansion(text, shape: shape, within: range, limit: context.maximumOccurrences)
            if let exceptions, exceptions.overflow == nil {
                // The start belongs to every expansion, but is an exception only if the exception rule names it.
                starts.excluded.formUnion(exceptions.keys.filter { $0 != shape.startKey })
            } else {
                shapes.note("The exception rule “\(rule.prefix(80))” is not understood; it frees no time")
            }
        }
    }

    private mutating func boundStarts(_ starts: inout StartSet, within range: Span, of master: CalendarEvent) {
        if starts.keys.count > context.maximumOccurrences {
            let sorted = starts.keys.map { (start: instant(of: $0), key: $0) }
                .filter { range.contains($0.start) }
                .sorted { $0.start < $1.start }
            starts.keys = Set(sorted.prefix(context.maximumOccurrences).map(\.key))
            if sorted.count > context.maximumOccurrences { starts.close(from: sorted[context.maximumOccurrences].start) }
        }
        guard let closed = starts.closedFrom, meaning(of: master).isBusy else { return }
        shapes.note("The series has more than \(context.maximumOccurrences) occurrences in this time; from \(closed) on all time is busy")
        if let block = Span(validating: closed, end: window.end) { addBlock(block, of: master) }
    }

    func instant(of key: OccurrenceKey) -> Instant {
        switch key {
        case .day(let date): context.floatingZone.startOfDay(date)
        case .instant(let instant): instant
        }
    }
}

/// The original starts of a series, before changed occurrences take their places.
struct StartSet {
    var keys: Set<OccurrenceKey>
    /// Those that a rule may mean that is not understood.
    var guesses: Set<OccurrenceKey> = []
    /// The lengths of RDATE periods.
    var extents: [OccurrenceKey: RecurrenceDate.Extent] = [:]
    var excluded: Set<OccurrenceKey> = []
    var excludedDays: Set<CivilDate> = []
    /// From here on there are more occurrences than are followed.
    private(set) var closedFrom: Instant?

    init(first: OccurrenceKey) {
        keys = [first]
    }

    mutating func close(from instant: Instant) {
        closedFrom = min(closedFrom ?? instant, instant)
    }
}

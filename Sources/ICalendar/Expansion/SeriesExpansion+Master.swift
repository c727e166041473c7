import CivilTime

extension SeriesExpansion {
    /// RRULE and RDATE make occurrences, EXDATE and EXRULE take them away, changed occurrences replace them (RFC 5545 section 3.8.5).
    mutating func begin(_ master: CalendarEvent) {
        let shape = shapes.shape(of: master)
        guard master.isRecurring || !series.overrides.isEmpty else {
            add(master, span: shape.span(of: shape.startKey), shape: shape, key: nil)
            return
        }
        let walk = MasterWalk(
            master, meaning: meaning(of: master), shape: shape, changes: readChanges(of: shape), window: window)
        addRules(to: walk)
        addDates(to: walk)
        addExceptions(to: walk)
        self.walk = walk
    }

    /// No calendar has more than a few rules in one event; a hostile one could have thousands.
    private static let maximumRules = 8

    private mutating func addRules(to walk: MasterWalk) {
        let (master, shape) = (walk.master, walk.shape)
        if master.recurrenceRules.count > Self.maximumRules {
            shapes.note(
                """
                The event has more than \(Self.maximumRules) rules (RRULE); the others are not followed, and all time from its start on \
                is busy
                """, .icalendar("3.8.5.3"), of: master)
            let start = min(shape.span(of: shape.startKey).start, window.end)
            if meaning(of: master).isBusy { addBlock(Span(start, window.end), of: master) }
        }
        for text in master.recurrenceRules.prefix(Self.maximumRules) {
            let rule = RuleText(text, fitting: shape)
            let shown = String(text.prefix(80))
            do throws(RecurrenceRule.Failure) {
                walk.merge.sources.append(
                    try StartSource(rule, shown: shown, shape: shape, within: walk.range, spending: &shapes.zones.effort))
            } catch {
                assumeBusy(rule, shown: shown, failure: error, in: walk)
            }
        }
    }

    private mutating func addDates(to walk: MasterWalk) {
        var keys: Set<OccurrenceKey> = [walk.shape.startKey]
        for date in walk.master.recurrenceDates {
            let key: OccurrenceKey =
                switch reference(date.start, in: walk.shape) {
                case .key(let key): key
                case .anyOn(let day): .instant(startOnClock(of: walk.shape, on: day))
                }
            keys.insert(key)
            if date.extent != .asEvent { walk.extents[key] = date.extent }
        }
        let (ranges, zone, extents) = (walk.ranges, walk.shape.dayZone, walk.extents)
        // A period may be longer than the event, so that one counts however early it starts.
        walk.merge.sources.append(
            StartSource(
                keys.filter { key in
                    let start = key.start(in: zone)
                    return extents[key] != nil || ranges.contains { $0.contains(start) }
                }))
    }

    private func startOnClock(of shape: EventShape, on date: CivilDate) -> Instant {
        guard case .clock(let start, let zone, _) = shape.form else { return shape.dayZone.startOfDay(date) }
        return zone.instant(of: CivilDateTime(date, start.time))
    }

    private mutating func addExceptions(to walk: MasterWalk) {
        for time in walk.master.exceptionDates {
            switch reference(time, in: walk.shape) {
            case .key(let key): walk.merge.excluded.insert(key)
            case .anyOn(let day): walk.merge.excludedDays.insert(day)
            }
        }
        for rule in walk.master.exceptionRules.prefix(Self.maximumRules) {
            let shown = String(rule.prefix(80))
            let text = RuleText(rule, fitting: walk.shape)
            do throws(RecurrenceRule.Failure) {
                walk.merge.exceptions.append(
                    try StartSource(text, shown: shown, shape: walk.shape, within: walk.range, spending: &shapes.zones.effort))
            } catch {
                let message = "The exception rule “\(shown)” is not understood\(error.aside); it frees no time"
                note(message, of: walk.master, at: "EXRULE", shown)
            }
        }
    }

    /// Places the next original start; false when there are none left.
    mutating func placeNextStart() -> Bool {
        guard let walk else { return false }
        guard let start = walk.next(spending: &shapes.zones.effort) else {
            closeCostlyRules(of: walk)
            return false
        }
        let before = pendingCount
        place(start, in: walk)
        if pendingCount > before { walk.listedCount += 1 }
        guard pendingCount > before else { return true }
        let isWithinSeries = walk.listedCount <= context.maximumOccurrences
        if isWithinSeries, shapes.zones.effort.takeOccurrence() { return true }
        takeBack(to: before)
        let limit =
            isWithinSeries
            ? "The calendar has more occurrences in this time than are listed of one so long"
            : "The series has more than \(context.maximumOccurrences) occurrences in this time"
        closeRest(from: start.key.start(in: walk.shape.dayZone) + walk.shifts.earliest, of: walk.master, because: limit)
        noteCostlyExceptions(of: walk)
        return false
    }
}

import CivilTime

extension SeriesExpansion {
    /// What a time in RDATE, EXDATE or RECURRENCE-ID names, whatever its value type: an instant of a timed series, a date of a
    /// whole-day one.
    mutating func reference(_ time: EventTime, in master: EventShape) -> OccurrenceReference {
        guard case .clock = master.form else { return .key(.day(date(of: time))) }
        if case .date(let date) = time { return .anyOn(date) }
        return .key(.instant(shapes.instant(of: time, onClockOf: master.zone).instant))
    }

    /// A midnight in UTC is how some producers write a plain date.
    private func date(of time: EventTime) -> CivilDate {
        switch time {
        case .date(let date): return date
        case .floating(let civil), .zoned(let civil, _): return civil.date
        case .utc(let instant):
            let written = Zone.utc.civil(at: instant)
            return written.time == .midnight ? written.date : context.floatingZone.date(at: instant)
        }
    }

    /// Puts an original start where it now is.
    mutating func place(_ start: StartMerge.Start, in walk: MasterWalk) {
        let (key, shape) = (start.key, walk.shape)
        if !walk.changedDays.isEmpty || !walk.merge.excludedDays.isEmpty {
            let day = civilDate(of: key, in: shape)
            if walk.changedDays.contains(day) {
                if walk.keysByDay.updateValue(key, forKey: day) != nil { shapes.zones.effort.spend(Effort.start) }
                return
            }
            if !shape.isAllDay, walk.merge.excludedDays.contains(day) {
                if walk.excludedDay == day { shapes.zones.effort.spend(Effort.start) }
                walk.excludedDay = day
                return
            }
        }
        if walk.changedKeys.contains(key) { return }
        let before = pendingCount
        if let change = walk.change(following: key.start(in: shape.dayZone)) {
            addFollowing(key, in: walk, change: change)
        } else {
            let span = span(of: key, shape: shape, extent: walk.extents[key])
            add(walk.master, meaning: walk.meaning, span: span, shape: shape, key: key, notUnderstood: start.isGuess)
        }
        if pendingCount == before { shapes.zones.effort.spend(Effort.start) }
    }

    /// Puts the changed occurrences where their events say.
    mutating func placeChanges() {
        guard let walk else { return }
        for change in walk.changes where change.isPlaced && change.event.status != .cancelled {
            let key = change.key ?? change.day.map { walk.keysByDay[$0] ?? .day($0) }
            add(change.event, meaning: change.meaning, span: change.shape.span(of: change.shape.startKey), shape: change.shape, key: key)
        }
    }

    /// An occurrence after a change with RANGE=THISANDFUTURE (RFC 5545 section 3.2.13) moves as far as the changed one did and takes over
    /// what it says. One that an RDATE period gave keeps the length of its period (RFC 5545 section 3.8.5.2).
    private mutating func addFollowing(_ key: OccurrenceKey, in walk: MasterWalk, change: Change) {
        if change.event.status == .cancelled { return }
        let (master, shape) = (walk.master, walk.shape)
        var moved = change.shape.span(of: movedKey(key, shape: shape, change: change))
        if let extent = walk.extents[key] {
            moved = Span(start: moved.start, duration: span(of: key, shape: shape, extent: extent).duration)
        }
        guard change.event.isRecurring else {
            add(change.event, meaning: change.meaning, span: moved, shape: change.shape, key: key)
            return
        }
        shapes.note(
            "A change of this and all following occurrences brings a rule of its own; the old and the new times are both busy",
            .icalendar("3.2.13"), of: change.event)
        add(change.event, meaning: change.meaning, span: moved, shape: change.shape, key: key, notUnderstood: true)
        add(master, meaning: walk.meaning, span: shape.span(of: key), shape: shape, key: key, notUnderstood: true)
    }

    private func movedKey(_ key: OccurrenceKey, shape: EventShape, change: Change) -> OccurrenceKey {
        let original = shape.zone.civil(at: change.originalStart(in: shape))
        let current = shape.zone.civil(at: key.start(in: shape.dayZone))
        switch (change.shape.form, shape.form) {
        case (.days(let start, _), _):
            return .day(current.date.adding(days: start.dayNumber - original.date.dayNumber))
        case (.clock(let start, let zone, _), .days):
            let date = current.date.adding(days: start.date.dayNumber - original.date.dayNumber)
            return .instant(zone.instant(of: CivilDateTime(date, start.time)))
        case (.clock, .clock(_, let zone, _)):
            let target = zone.civil(at: change.shape.startKey.start(in: shape.dayZone))
            return .instant(zone.instant(of: current.adding(target.instant(offset: 0) - original.instant(offset: 0))))
        }
    }

    private func civilDate(of key: OccurrenceKey, in shape: EventShape) -> CivilDate {
        switch key {
        case .day(let date): date
        case .instant(let instant): shape.zone.date(at: instant)
        }
    }

    /// The span of an original start; an RDATE period brings its own end.
    private mutating func span(of key: OccurrenceKey, shape: EventShape, extent: RecurrenceDate.Extent?) -> Span {
        let regular = shape.span(of: key)
        let end: Instant
        switch extent {
        case nil, .asEvent: return regular
        case .lasting(let duration): end = regular.start.adding(duration, in: shape.zone)
        case .until(let time): end = shapes.instant(of: time, onClockOf: shape.zone).instant
        }
        guard shape.isAllDay else { return Span(regular.start, max(regular.start, end)) }
        // Whole days stay whole days, whatever times the period names.
        let last = shape.zone.date(at: max(regular.start, end - .seconds(1)))
        return Span(regular.start, max(shape.zone.startOfDay(last.adding(days: 1)), regular.start))
    }
}

import CivilTime

/// A changed occurrence: the event that replaces it, and which one it replaces.
struct Change {
    let event: CalendarEvent
    let shape: EventShape
    /// The original start, if RECURRENCE-ID names one and not a whole date.
    let key: OccurrenceKey?
    let day: CivilDate?
    /// How far the change moves its occurrence on the clock, to the next day.
    let longestShift: Seconds
}

extension SeriesExpansion {
    mutating func readChanges(of master: EventShape) -> [Change] {
        series.overrides.compactMap { event in
            guard let recurrenceID = event.recurrenceID else { return nil }
            let shape = shapes.shape(of: event, lengthOf: master)
            if event.isRecurring { shapes.note("A changed occurrence has a rule of its own, which is not followed") }
            let original = shapes.instant(of: recurrenceID, onClockOf: master.zone).instant
            let distance = instant(of: shape.startKey) - original
            let shift = max(distance, -distance) + .days(2)
            switch reference(recurrenceID, in: master) {
            case .key(let key): return Change(event: event, shape: shape, key: key, day: nil, longestShift: shift)
            case .anyOn(let day): return Change(event: event, shape: shape, key: nil, day: day, longestShift: shift)
            }
        }
    }

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

    /// Puts every original start where it now is.
    mutating func place(_ starts: StartSet, of master: CalendarEvent, shape: EventShape, changes: [Change]) {
        let changedKeys = Set(changes.compactMap(\.key))
        let changedDays = Set(changes.compactMap(\.day))
        let following = changes.filter(\.event.replacesFollowing).map { (from: originalStart($0, in: shape), change: $0) }
            .sorted { $0.from < $1.from }
        var keysByDay: [CivilDate: OccurrenceKey] = [:]
        for key in starts.keys {
            let day = civilDate(of: key, in: shape)
            if changedDays.contains(day) { keysByDay[day] = key }
            if changedKeys.contains(key) || changedDays.contains(day) { continue }
            if starts.excluded.contains(key) || (!shape.isAllDay && starts.excludedDays.contains(day)) { continue }
            if let last = lastElement(of: following, startingBy: instant(of: key)) {
                addFollowing(key, of: master, shape: shape, change: last)
            } else {
                let isGuess = starts.guesses.contains(key) && key != shape.startKey
                let span = span(of: key, shape: shape, extent: starts.extents[key])
                add(master, span: span, shape: shape, key: key, notUnderstood: isGuess)
            }
        }
        for change in changes where change.event.status != .cancelled {
            let key = change.key ?? change.day.map { keysByDay[$0] ?? .day($0) }
            add(change.event, span: change.shape.span(of: change.shape.startKey), shape: change.shape, key: key)
        }
    }

    /// An occurrence after a change with RANGE=THISANDFUTURE moves as far as the changed one did and takes over what it says.
    private mutating func addFollowing(_ key: OccurrenceKey, of master: CalendarEvent, shape: EventShape, change: Change) {
        if change.event.status == .cancelled { return }
        let moved = change.shape.span(of: movedKey(key, shape: shape, change: change))
        guard change.event.isRecurring else {
            add(change.event, span: moved, shape: change.shape, key: key)
            return
        }
        shapes.note("A change of this and all following occurrences brings a rule of its own; the old and the new times are both busy")
        add(change.event, span: moved, shape: change.shape, key: key, notUnderstood: true)
        add(master, span: shape.span(of: key), shape: shape, key: key, notUnderstood: true)
    }

    private func movedKey(_ key: OccurrenceKey, shape: EventShape, change: Change) -> OccurrenceKey {
        let original = civil(originalStart(change, in: shape), in: shape)
        let current = civil(instant(of: key), in: shape)
        switch (change.shape.form, shape.form) {
        case (.days(let start, _), _):
            return .day(current.date.adding(days: start.dayNumber - original.date.dayNumber))
        case (.clock(let start, let zone, _), .days):
            let date = current.date.adding(days: start.date.dayNumber - original.date.dayNumber)
            return .instant(zone.instant(of: CivilDateTime(date, start.time)))
        case (.clock, .clock(_, let zone, _)):
            let target = zone.civil(at: instant(of: change.shape.startKey))
            return .instant(zone.instant(of: current.adding(target.instant(offset: 0) - original.instant(offset: 0))))
        }
    }

    private func originalStart(_ change: Change, in shape: EventShape) -> Instant {
        if let key = change.key { return instant(of: key) }
        return shape.zone.startOfDay(change.day ?? .first)
    }

    private func civil(_ instant: Instant, in shape: EventShape) -> CivilDateTime { shape.zone.civil(at: instant) }

    private func civilDate(of key: OccurrenceKey, in shape: EventShape) -> CivilDate {
        switch key {
        case .day(let date): date
        case .instant(let instant): shape.zone.date(at: instant)
        }
    }

    /// The span of an original start; an RDATE period brings its own end.
    private mutating func span(of key: OccurrenceKey, shape: EventShape, extent: RecurrenceDate.Extent?) -> Span {
        let regular = shape.span(of: key)
        switch extent {
        case nil, .asEvent: return regular
        case .lasting(let duration): return Span(regular.start, max(regular.start, regular.start.adding(duration, in: shape.zone)))
        case .until(let end): return Span(regular.start, max(regular.start, shapes.instant(of: end, onClockOf: shape.zone).instant))
        }
    }
}

/// Binary search: the last change that begins at or before the instant.
private func lastElement(of changes: [(from: Instant, change: Change)], startingBy instant: Instant) -> Change? {
    var (low, high) = (0, changes.count)
    while low < high {
        let middle = (low + high) / 2
        if changes[middle].from <= instant { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : changes[low - 1].change
}

extension RecurrenceRule {
    /// The instants at which occurrences start, from the start of the window to before its end, in order. Each occurrence has the
    /// start's time on the zone's clock; a time in a gap moves to after it, one in a fold is the first (RFC 5545 section 3.3.10). The
    /// start is the first occurrence even when the rule does not match it, but not when it lies past UNTIL. Throws only `.tooMany`, when
    /// there are more than `limit`.
    public func occurrences(
        startingAt start: CivilDateTime, in zone: Zone, within window: Span, limit: Int
    ) throws(Failure) -> [Instant] {
        guard !window.isEmpty else { return [] }
        // A gap can move a time by a day (where a zone skipped one), so the dates around the window count too.
        let from = zone.date(at: window.start).adding(days: -2)
        let through = min(zone.date(at: window.end).adding(days: 2), lastDate(startingAt: start, in: zone))
        var instants: [Instant] = []
        try forEachDate(startingAt: start.date, from: from, through: through) { (date) throws(Failure) in
            let instant = zone.instant(of: CivilDateTime(date, start.time))
            guard instant < window.end else { return false }
            // After a skipped day two civil times are the same instant.
            guard instant >= window.start, instant != instants.last else { return true }
            guard instants.count < limit else { throw .tooMany }
            instants.append(instant)
            return true
        }
        return instants
    }

    /// The dates of an all-day series between two dates, both included, in order. Throws only `.tooMany`, when there are more than `limit`.
    public func dates(
        startingAt start: CivilDate, from: CivilDate, through: CivilDate, limit: Int
    ) throws(Failure) -> [CivilDate] {
        let last = lastDate(startingAt: CivilDateTime(start, .midnight), in: .utc)
        var dates: [CivilDate] = []
        try forEachDate(startingAt: start, from: from, through: min(through, last)) { (date) throws(Failure) in
            guard dates.count < limit else { throw .tooMany }
            dates.append(date)
            return true
        }
        return dates
    }

    /// The last date whose occurrence UNTIL still allows.
    private func lastDate(startingAt start: CivilDateTime, in zone: Zone) -> CivilDate {
        switch until {
        case nil: return .last
        case .date(let date): return date
        case .local(let civil): return start.time <= civil.time ? civil.date : civil.date.adding(days: -1)
        case .instant(let instant):
            var date = zone.date(at: instant).adding(days: 2)
            while date > .first, zone.instant(of: CivilDateTime(date, start.time)) > instant { date = date.adding(days: -1) }
            return date
        }
    }

    /// Calls the body with the dates between the two, in order, until it answers false. Without COUNT, or where every period has as many
    /// dates, it starts next to `from` however long the series is; otherwise it counts from the start.
    private func forEachDate(
        startingAt start: CivilDate, from: CivilDate, through: CivilDate, _ body: (CivilDate) throws(Failure) -> Bool
    ) throws(Failure) {
        guard from <= through, start <= through else { return }
        let pattern = RecurrencePattern(self, start: start)
        if start >= from, try !body(start) { return }
        var remaining = count.map { $0 - 1 } ?? .max
        var index = 0
        let target = pattern.period(of: from)
        if target > 1, count == nil {
            index = target
        } else if target > 1, let each = pattern.datesPerPeriod {
            remaining -= (pattern.dates(inPeriod: 0) ?? []).count { $0 > start } + (target - 1) * each
            index = target
        }
        while remaining > 0, let dates = pattern.dates(inPeriod: index) {
            for date in dates where date > start {
                guard date <= through, remaining > 0 else { return }
                if date >= from, try !body(date) { return }
                remaining -= 1
            }
            if pattern.isPast(through, period: index) { return }
            index += 1
        }
    }
}

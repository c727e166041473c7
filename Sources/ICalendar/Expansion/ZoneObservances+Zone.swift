import CivilTime

extension ZoneObservances {
    private struct Onset: Hashable {
        let instant: Instant
        let offset: Int
        let isDaylightSaving: Bool
    }

    /// No clock changes more often, year by year.
    private static let onsetsOfYear = 4

    /// The zone for all times, where its rules end or go on as those of most zones do, which need no table (``YearlyChange``). Nil where they do
    /// not, and where it would cost too much.
    func endlessZone(named name: String, spending work: inout ZoneWork, own: inout Int) -> Zone? {
        let endless = observances.flatMap { observance in observance.rules.filter(\.isEndless).map { (observance, $0) } }
        guard endless.count <= 2, endless.count < 2 || endless[0].0 != endless[1].0 else { return nil }
        let changes = endless.compactMap { YearlyChange($0.1, of: $0.0) }
        guard changes.count == endless.count else { return nil }
        // The table goes on until only the endless rules speak, and until each of them has spoken.
        var last = (observances.flatMap { [$0.start] + $0.dates }).map { $0.instant(offset: 0) }.max() ?? Instant(secondsSinceEpoch: 0)
        var ended: [[Instant]] = []
        for observance in observances {
            for rule in observance.rules where !rule.isEndless {
                let whole = Span(observance.start.instant(offset: 0) - .days(2), Zone.utc.startOfDay(.last))
                guard let onsets = Self.onsets(of: rule, observance, within: whole, spending: &work, own: &own) else { return nil }
                ended.append(onsets)
                last = max(last, onsets.last ?? last)
            }
        }
        if !changes.isEmpty { last += .days(3 * 366) }
        guard let table = table(through: last, ended: ended, spending: &work, own: &own) else { return nil }
        guard let footer = YearlyChange.footer(changes) else { return nil }
        return try? Zone(name: name, tzif: table.bytes(footer: footer))
    }

    /// The zone for the times of the span; before the first onset the clock runs as that onset found it.
    func zone(named name: String, within span: Span, spending work: inout ZoneWork, own: inout Int) -> Zone? {
        var ended: [[Instant]] = []
        for observance in observances {
            for rule in observance.rules where !rule.isEndless {
                // A rule that has ended may have set the offset that is still valid: then all of it is needed.
                let start = observance.start.instant(offset: observance.offsetFrom)
                guard let range = Span(validating: start, end: max(start, span.end)),
                    let onsets = Self.onsets(of: rule, observance, within: range, spending: &work, own: &own)
                else { return nil }
                ended.append(onsets)
            }
        }
        guard let table = table(from: span.start - .days(5 * 366), through: span.end, ended: ended, spending: &work, own: &own) else {
            return nil
        }
        return try? Zone(name: name, tzif: table.bytes(footer: ""))
    }

    /// The onsets of all observances to the last instant, those of the endless rules from the first one on; those of the others are given, in
    /// the order of the observances and their rules.
    private func table(
        from first: Instant? = nil, through last: Instant, ended: [[Instant]], spending work: inout ZoneWork, own: inout Int
    ) -> TZifTable? {
        var onsets: [Onset] = []
        var ended = ended[...]
        for observance in observances {
            var instants = ([observance.start] + observance.dates).map { $0.instant(offset: observance.offsetFrom) }
            guard work.spend(instants.count * ZoneWork.onset, own: &own) else { return nil }
            for rule in observance.rules {
                if !rule.isEndless {
                    instants += ended.popFirst() ?? []
                } else if let range = Span(validating: first ?? instants[0], end: last) {
                    guard let found = Self.onsets(of: rule, observance, within: range, spending: &work, own: &own) else { return nil }
                    instants += found
                }
            }
            onsets += instants.map { Onset(instant: $0, offset: observance.offsetTo, isDaylightSaving: observance.isDaylightSaving) }
        }
        guard let earliest = observances.min(by: { $0.start < $1.start }) else { return nil }
        var table = TZifTable(initialOffset: earliest.offsetFrom)
        var previous: Instant?
        for onset in onsets.sorted(by: { $0.instant < $1.instant }) where onset.instant != previous {
            table.append(at: onset.instant, offset: onset.offset, isDaylightSaving: onset.isDaylightSaving)
            previous = onset.instant
        }
        return table
    }

    /// Nil for a rule with more onsets than any zone has, and where it would cost too much.
    private static func onsets(
        of rule: RecurrenceRule, _ observance: Observance, within range: Span, spending work: inout ZoneWork, own: inout Int
    ) -> [Instant]? {
        let clock = Zone.fixed(offset: observance.offsetFrom)
        let first = max(observance.start.date, clock.date(at: range.start))
        var last = clock.date(at: range.end)
        if let end = rule.until?.date { last = min(last, end) }
        if let count = rule.count, rule.frequency != .yearly || rule.interval == 1, first.year + count < last.year {
            last = CivilDate(year: first.year + count, month: 12, day: 31) ?? last
        }
        let years = max(0, last.year - first.year + 1)
        let limit = years * onsetsOfYear + 8
        guard work.spend(ZoneWork.searching(rule, years: years) + limit * ZoneWork.onset, own: &own) else { return nil }
        guard let onsets = try? rule.occurrences(startingAt: observance.start, in: clock, within: range, limit: limit) else { return nil }
        own += (limit - onsets.count) * ZoneWork.onset
        return onsets
    }
}

extension RecurrenceRule {
    fileprivate var isEndless: Bool { until == nil && count == nil }
}

extension RecurrenceRule.Until {
    /// The last date that it may allow, on whichever clock.
    fileprivate var date: CivilDate {
        switch self {
        case .date(let date): date
        case .local(let civil): civil.date
        case .instant(let instant): Zone.utc.date(at: instant + .days(1))
        }
    }
}

import CivilTime

/// The rules of a VTIMEZONE (RFC 5545 section 3.6.5): from each onset on, the clock runs at the observance's offset.
struct ZoneObservances {
    private struct Observance {
        let isDaylightSaving: Bool
        let offsetFrom: Int
        let offsetTo: Int
        let start: CivilDateTime
        let dates: [CivilDateTime]
        let rules: [RecurrenceRule]
    }

    private struct Onset: Hashable {
        let instant: Instant
        let offset: Int
        let isDaylightSaving: Bool
    }

    private let observances: [Observance]
    private static let maximumOnsets = 2_000

    /// Nil if there are no observances or one of them cannot be read: half a zone is no zone.
    init?(_ definition: Component) {
        let parts = definition.components.filter { $0.name == "STANDARD" || $0.name == "DAYLIGHT" }
        let observances = parts.compactMap(Self.read)
        guard !parts.isEmpty, observances.count == parts.count, parts.count <= 200 else { return nil }
        self.observances = observances
    }

    /// The zone for the times of the span; before the first onset the clock runs as that onset found it.
    func zone(named name: String, within span: Span, spending effort: inout Effort) -> Zone? {
        var onsets: [Onset] = []
        for observance in observances {
            guard let instants = Self.instants(of: observance, within: span, spending: &effort) else { return nil }
            onsets += instants.map { Onset(instant: $0, offset: observance.offsetTo, isDaylightSaving: observance.isDaylightSaving) }
            guard onsets.count <= Self.maximumOnsets else { return nil }
        }
        guard let first = observances.min(by: { $0.start < $1.start }) else { return nil }
        var table = TZifTable(initialOffset: first.offsetFrom)
        var previous: Instant?
        for onset in onsets.sorted(by: { $0.instant < $1.instant }) where onset.instant != previous {
            table.append(at: onset.instant, offset: onset.offset, isDaylightSaving: onset.isDaylightSaving)
            previous = onset.instant
        }
        return try? Zone(name: name, tzif: table.bytes)
    }

    private static func read(_ component: Component) -> Observance? {
        guard let from = component.first("TZOFFSETFROM").flatMap({ utcOffset($0.value) }),
            let to = component.first("TZOFFSETTO").flatMap({ utcOffset($0.value) }),
            let start = component.first("DTSTART").flatMap({ civil(EventTime($0), offset: from) })
        else { return nil }
        let ruleTexts = component.all("RRULE").map(\.value)
        let rules = ruleTexts.compactMap { try? RecurrenceRule(parsing: normalizedRule($0)) }
        // No clock changes every hour.
        guard rules.count == ruleTexts.count, rules.count <= 8, rules.allSatisfy({ !$0.frequency.isSubDaily }) else { return nil }
        let dates = component.all("RDATE").flatMap { RecurrenceDate.list($0).dates }.compactMap { civil($0.start, offset: from) }
        return Observance(
            isDaylightSaving: component.name == "DAYLIGHT", offsetFrom: from, offsetTo: to, start: start, dates: dates, rules: rules
        )
    }

    /// Onsets are on the clock that they end; one that is written in UTC all the same is put on that clock.
    private static func civil(_ time: EventTime?, offset: Int) -> CivilDateTime? {
        switch time {
        case .floating(let civil), .zoned(let civil, _): civil
        case .date(let date): CivilDateTime(date, .midnight)
        case .utc(let instant): Zone.fixed(offset: offset).civil(at: instant)
        case nil: nil
        }
    }

    /// Nil for a rule with more onsets than any zone has, and where it would cost too much.
    private static func instants(of observance: Observance, within span: Span, spending effort: inout Effort) -> [Instant]? {
        var instants = ([observance.start] + observance.dates).map { $0.instant(offset: observance.offsetFrom) }
        let clock = Zone.fixed(offset: observance.offsetFrom)
        for rule in observance.rules {
            // A rule that has ended may have set the offset that is still valid: then all of it is needed.
            let start = rule.until == nil && rule.count == nil ? span.start - .days(5 * 366) : instants[0]
            effort.spend(Effort.searching(rule, from: clock.date(at: start), to: clock.date(at: span.end)))
            guard !effort.isSpent, let range = Span(validating: start, end: span.end),
                let onsets = try? rule.occurrences(startingAt: observance.start, in: clock, within: range, limit: maximumOnsets)
            else { return nil }
            instants += onsets
            effort.spend(onsets.count * Effort.onset)
        }
        return instants
    }
}

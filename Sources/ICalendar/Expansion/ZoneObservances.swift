import CivilTime

/// The rules of a VTIMEZONE (RFC 5545 section 3.6.5): from each onset on, the clock runs at the observance's offset. Equal where they say the
/// same, whatever else the component holds.
struct ZoneObservances: Hashable, Sendable {
    struct Observance: Hashable, Sendable {
        let isDaylightSaving: Bool
        let offsetFrom: Int
        let offsetTo: Int
        let start: CivilDateTime
        let dates: [CivilDateTime]
        let rules: [RecurrenceRule]
    }

    let observances: [Observance]

    /// Nil if there are no observances or one of them cannot be read: half a zone is no zone.
    init?(_ definition: Component) {
        let parts = definition.components.filter { $0.name == "STANDARD" || $0.name == "DAYLIGHT" }
        guard !parts.isEmpty, parts.count <= 200 else { return nil }
        var observances: [Observance] = []
        for part in parts {
            guard let observance = Self.read(part) else { return nil }
            observances.append(observance)
        }
        self.observances = observances
    }

    private static func read(_ component: Component) -> Observance? {
        guard let from = component.first("TZOFFSETFROM").flatMap({ utcOffset($0.value) }),
            let to = component.first("TZOFFSETTO").flatMap({ utcOffset($0.value) }),
            let start = component.first("DTSTART").flatMap({ civil(EventTime($0), offset: from) })
        else { return nil }
        let ruleTexts = component.all("RRULE").map(\.value)
        guard ruleTexts.count <= 8 else { return nil }
        let rules = ruleTexts.compactMap { try? RecurrenceRule(parsing: normalizedRule($0)) }
        // No clock changes every hour, or several times a day.
        guard rules.count == ruleTexts.count, rules.allSatisfy({ !$0.frequency.isSubDaily && $0.hasOneTimeOfDay }) else { return nil }
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
}

/// Whether two VTIMEZONEs of one name mean different clocks; when they were last changed and what they call them does not matter.
func saysOtherwise(_ one: Component, than other: Component) -> Bool {
    guard one != other else { return false }
    guard let first = ZoneObservances(one), let second = ZoneObservances(other) else { return true }
    return first != second
}

extension RecurrenceRule {
    fileprivate var hasOneTimeOfDay: Bool { byHour.count <= 1 && byMinute.count <= 1 && bySecond.count <= 1 }
}

import CivilTime

/// Which zones the events of a calendar name, and which it describes (RFC 5545 sections 3.2.19, 3.6.5).
struct ZoneUse: Sendable {
    private struct Use {
        let line: Int
        var first: CivilDate
        var last: CivilDate
    }

    private var uses: [String: Use] = [:]
    private var definitions: [String: Component] = [:]
    private var contradictions: [Finding] = []
    /// No calendar names more zones; a hostile one could have a name for each event.
    private static let maximumZones = 1_000

    mutating func take(_ component: Component) {
        if component.name == "VTIMEZONE" {
            guard let tzid = component.first("TZID")?.value.trimmed, definitions.count < Self.maximumZones else { return }
            guard let first = definitions[tzid] else {
                definitions[tzid] = component
                return
            }
            guard first != component, contradictions.count < Self.maximumZones else { return }
            contradictions.append(contradiction(of: component, tzid: tzid))
            return
        }
        for name in ["DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE"] {
            for property in component.all(name) { take(property) }
        }
    }

    private mutating func take(_ property: Property) {
        guard case .zoned(let civil, let tzid) = EventTime(property) else { return }
        guard var use = uses[tzid] else {
            guard uses.count < Self.maximumZones else { return }
            uses[tzid] = Use(line: property.sourceLine ?? 0, first: civil.date, last: civil.date)
            return
        }
        use.first = min(use.first, civil.date)
        use.last = max(use.last, civil.date)
        uses[tzid] = use
    }

    func findings(database: ZoneDatabase) -> [Finding] {
        var effort = Effort()
        let ofUses = uses.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
            .compactMap { finding($0.key, $0.value, database, spending: &effort) }
        return contradictions + ofUses
    }

    private func finding(_ tzid: String, _ use: Use, _ database: ZoneDatabase, spending effort: inout Effort) -> Finding? {
        let name = tzid.prefix(60)
        let span = span(of: use)
        switch (database.zone(tzid: tzid), definitions[tzid]) {
        case (nil, nil):
            let hours = EventShape.unknownZonePadding.count / 3_600
            let message = """
                The time zone “\(name)” is not known, and the calendar has no VTIMEZONE of that name; its times are busy with \(hours) hours \
                before and after
                """
            return Finding(line: use.line, message: message, rule: .timeZoneIdentifier)
        case (let zone?, nil):
            // A name after a slash is one of a registry, which describes the zone.
            if tzid.utf8.first == UInt8(ascii: "/") { return nil }
            let message = "The calendar has no VTIMEZONE for “\(name)”; \(zone.name) of the tz database is followed"
            return Finding(line: use.line, message: message, rule: .timeZoneIdentifier)
        case (nil, let definition?):
            guard ZoneObservances(definition)?.zone(named: tzid, within: span, spending: &effort) == nil else { return nil }
            let hours = EventShape.unknownZonePadding.count / 3_600
            let message = """
                The VTIMEZONE “\(name)” cannot be followed, and the time zone is not known otherwise; its times are busy with \(hours) hours \
                before and after
                """
            return Finding(line: definition.sourceLine ?? 0, message: message, rule: .timeZone)
        case (_?, let definition?):
            var zones = EventZones(database: database, definitions: [definition], covering: span, effort: effort)
            zones.compare(tzid, within: span)
            effort = zones.effort
            return zones.remarks.first
        }
    }

    /// The times for which the zone is needed, and a year more for what repeats.
    private func span(of use: Use) -> Span {
        let start = Zone.utc.startOfDay(use.first.adding(days: -1))
        return Span(start, max(start, Zone.utc.startOfDay(use.last.adding(days: 366))))
    }
}

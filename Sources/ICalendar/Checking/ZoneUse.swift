import CivilTime

/// Which zones the events of a calendar name, and which it describes (RFC 5545 sections 3.2.19, 3.6.5).
struct ZoneUse: Sendable {
    private struct Use {
        let line: Int
        var first: CivilDate
        var last: CivilDate
        /// The dates, and whether what happens then repeats.
        var dates: [CivilDate: Bool]
    }

    private var uses: [String: Use] = [:]
    private var definitions: [String: Component] = [:]
    private var contradictions: [Finding] = []
    /// The zone that the calendar names for times without one, where it does, and those times.
    private var calendarZone: (name: String, isStandard: Bool, line: Int)?
    private var floating: Use?
    /// No calendar names more zones; a hostile one could have a name for each event.
    private static let maximumZones = 1_000
    /// Two hundred years of days.
    private static let maximumDates = 73_000

    mutating func take(ofCalendar property: Property) {
        let isStandard = property.name == "TIMEZONE-ID"
        guard isStandard || property.name == "X-WR-TIMEZONE" else { return }
        let name = property.text.trimmed
        // As when it is read: the standard's own property counts, else the first one.
        guard !name.isEmpty, calendarZone == nil || isStandard else { return }
        calendarZone = (name, isStandard, property.sourceLine ?? 0)
    }

    mutating func take(_ component: Component) {
        if component.name == "VTIMEZONE" {
            guard let tzid = component.first("TZID")?.value.trimmed, definitions.count < Self.maximumZones else { return }
            guard let first = definitions[tzid] else {
                definitions[tzid] = component
                return
            }
            guard contradictions.count < Self.maximumZones, saysOtherwise(component, than: first) else { return }
            contradictions.append(contradiction(of: component, tzid: tzid))
            return
        }
        let repeats = component.first("RRULE") != nil
        for name in ["DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE"] {
            for property in component.all(name) { take(property, repeats: repeats) }
        }
    }

    private mutating func take(_ property: Property, repeats: Bool) {
        switch EventTime(property) {
        case .floating(let civil):
            Self.add(civil.date, repeats, line: property.sourceLine ?? 0, to: &floating)
        case .zoned(let civil, let tzid):
            guard uses[tzid] != nil || uses.count < Self.maximumZones else { return }
            Self.add(civil.date, repeats, line: property.sourceLine ?? 0, to: &uses[tzid])
        case .date, .utc, nil:
            break
        }
    }

    private static func add(_ date: CivilDate, _ repeats: Bool, line: Int, to use: inout Use?) {
        guard use != nil else {
            use = Use(line: line, first: date, last: date, dates: [date: repeats])
            return
        }
        use!.first = min(use!.first, date)
        use!.last = max(use!.last, date)
        if use!.dates.count < maximumDates { use!.dates[date, default: false] = repeats || use!.dates[date, default: false] }
    }

    func findings(database: ZoneDatabase) -> [Finding] {
        var work = ZoneWork()
        let ofUses = uses.sorted { ($0.value.line, $0.key) < ($1.value.line, $1.key) }
            .compactMap { finding($0.key, $0.value, database, spending: &work) }
        return contradictions + ofUses + (ofCalendarZone(database, spending: &work).map { [$0] } ?? [])
    }

    private func ofCalendarZone(_ database: ZoneDatabase, spending work: inout ZoneWork) -> Finding? {
        guard let calendarZone, let floating else { return nil }
        let zones = zones(of: calendarZone.name, floating, database, work)
        defer { work = zones.work }
        guard zones.zone(calendarZone.name) == nil else { return nil }
        return Finding(
            line: calendarZone.line,
            message: "The time zone of the calendar, “\(calendarZone.name.prefix(60))”, is not known; the owner’s is taken for it",
            rule: nil)
    }

    private func zones(of name: String, _ use: Use, _ database: ZoneDatabase, _ work: ZoneWork) -> EventZones {
        let context = ExpansionContext(zones: database, floatingZone: .utc)
        let definition = definitions[name].map { [$0] } ?? []
        return EventZones(database: database, definitions: definition, window: span(of: use), effort: Effort(context), work: work)
    }

    private func finding(_ tzid: String, _ use: Use, _ database: ZoneDatabase, spending work: inout ZoneWork) -> Finding? {
        let name = tzid.prefix(60)
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
            let zones = zones(of: tzid, use, database, work)
            defer { work = zones.work }
            guard zones.zone(tzid) == nil else { return nil }
            let hours = EventShape.unknownZonePadding.count / 3_600
            let message = """
                The VTIMEZONE “\(name)” cannot be followed, and the time zone is not known otherwise; its times are busy with \(hours) hours \
                before and after
                """
            return Finding(line: definition.sourceLine ?? 0, message: message, rule: .timeZone)
        case (_?, _?):
            let zones = zones(of: tzid, use, database, work)
            defer { work = zones.work }
            guard zones.isDisputed(tzid) else { return nil }
            for (date, repeats) in use.dates.sorted(by: { $0.key < $1.key }) {
                zones.remark(tzid, at: Self.span(from: date, to: date, repeats: repeats))
            }
            return zones.remarks.first
        }
    }

    private func span(of use: Use) -> Span {
        Self.span(from: use.first, to: use.last, repeats: true)
    }

    /// The times for which the zone is needed, and a year more for what repeats.
    private static func span(from first: CivilDate, to last: CivilDate, repeats: Bool) -> Span {
        let start = Zone.utc.startOfDay(first.adding(days: -1))
        return Span(start, max(start, Zone.utc.startOfDay(last.adding(days: repeats ? 366 : 2))))
    }
}

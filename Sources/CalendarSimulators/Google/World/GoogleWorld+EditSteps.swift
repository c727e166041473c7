import CivilTime

extension GoogleWorld {
    func found(_ event: String, in calendar: String, _ moment: Moment) throws(GoogleRefusal) -> (
        resource: JSONValue, calendar: SimulatedCalendar
    ) {
        guard let held = calendars[calendar], !held.isDeleted, let found = held.find(event, zones: moment.zones) else { throw .notFound }
        return (found.resource, held.withoutEvents)
    }

    mutating func add(_ event: JSONValue, to id: String, _ moment: Moment) throws(GoogleRefusal) -> String {
        guard let calendar = calendars[id]?.withoutEvents, !calendar.isDeleted, let person = person(email: calendar.owner) else {
            throw .notFound
        }
        var resource = try created(event, in: Visit(person: person, calendar: calendar, role: .owner), moment)
        for name in [
            "organizer", "creator", "recurringEventId", "originalStartTime", "locked", "sequence", "conferenceData", "hangoutLink",
        ] {
            if let value = event[name] { resource[name] = value }
        }
        if let original = event["originalStartTime"] {
            resource["originalStartTime"] = try EventTime(original, field: "original start", zones: moment.zones).stored
        }
        resource = try EventCheck(calendar: calendar, settings: settings, zones: moment.zones).stored(resource)
        store(resource, in: id, moment)
        return resource["id"]?.string ?? ""
    }

    mutating func rewrite(
        _ event: String, in id: String, _ change: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) {
        let (current, calendar) = try found(event, in: id, moment)
        var resource = current.merging(change)
        resource = try EventCheck(calendar: calendar, settings: settings, zones: moment.zones).stored(resource)
        if resource["start"] != current["start"] || resource["end"] != current["end"] {
            resource["sequence"] = .integer((current["sequence"]?.integer ?? 0) + 1)
        }
        store(resource, in: id, moment)
        forgetStrayExceptions(of: event, in: id, moment)
    }

    mutating func move(_ event: String, in id: String, to start: Instant, _ moment: Moment) throws(GoogleRefusal) {
        let (current, calendar) = try found(event, in: id, moment)
        guard let first = EventTime(stored: current["start"]), let last = EventTime(stored: current["end"]) else { throw .notFound }
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        switch (first, last) {
        case (.day(let from), .day(let to)):
            let day = clock.date(at: start)
            try rewrite(
                event, in: id,
                ["start": EventTime.day(day).stored, "end": EventTime.day(day.adding(days: to.dayNumber - from.dayNumber)).stored], moment)
        default:
            let length = last.instant(in: clock) - first.instant(in: clock)
            let zone: String? = if case .at(_, let zone) = first { zone } else { nil }
            try rewrite(
                event, in: id,
                ["start": EventTime.at(start, zone: zone).stored, "end": EventTime.at(start + length, zone: zone).stored], moment)
        }
    }

    mutating func split(
        _ occurrence: String, in id: String, _ change: JSONValue, _ moment: Moment
    ) throws(GoogleRefusal) -> String {
        let (instance, calendar) = try found(occurrence, in: id, moment)
        guard let masterID = instance["recurringEventId"]?.string, let master = calendars[id]?.events[masterID],
            let start = EventTime(stored: instance["originalStartTime"]),
            let rules = master.resource["recurrence"]?.elements?.compactMap(\.string)
        else { throw .invalid("Only an occurrence of a series can be split off.") }
        let clock = moment.zones.zone(named: calendar.timeZone) ?? .utc
        let until: EventTime =
            switch start {
            case .day(let day): .day(day.adding(days: -1))
            case .at(let instant, let zone): .at(instant - .seconds(1), zone: zone)
            }
        let shortened = rules.map { rule in rule.hasPrefix("RRULE:") ? Self.ending(rule, at: until.key) : rule }
        var following = master.resource
        following["id"] = .text("\(masterID)_R\(start.key.replacing("Z", with: ""))")
        following["iCalUID"] = .text("\(masterID)_R\(start.key.replacing("Z", with: ""))@google.com")
        following["start"] = instance["start"]
        following["end"] = instance["end"]
        following["recurrence"] = .list(rules.map { .text(Self.withoutCount($0)) })
        following = following.merging(change)
        following = try EventCheck(calendar: calendar, settings: settings, zones: moment.zones).stored(following)
        if EventTime(stored: master.resource["start"])?.instant(in: clock) == start.instant(in: clock) {
            cancel(master.resource, in: id, moment)
        } else {
            try rewrite(masterID, in: id, ["recurrence": .list(shortened.map { .text($0) })], moment)
        }
        store(following, in: id, moment)
        return following["id"]?.string ?? ""
    }

    private static func parts(_ rule: String) -> [Substring] {
        rule.dropFirst(6).split(separator: ";").filter { !$0.hasPrefix("UNTIL=") && !$0.hasPrefix("COUNT=") }
    }

    private static func ending(_ rule: String, at key: String) -> String {
        "RRULE:" + (parts(rule).map(String.init) + ["UNTIL=\(key)"]).joined(separator: ";")
    }

    private static func withoutCount(_ rule: String) -> String {
        rule.hasPrefix("RRULE:") ? "RRULE:" + parts(rule).joined(separator: ";") : rule
    }

    mutating func set(_ role: GoogleRole, of email: String, for id: String) throws(GoogleRefusal) {
        guard calendars[id]?.isDeleted == false else { throw .notFound }
        let before = calendars[id]?.roles[email] ?? .none
        calendars[id]?.roles[email] = role == .none ? nil : role
        guard let person = person(email: email), let index = people.firstIndex(of: person) else { return }
        // A changed role does not show as a change of the list; a calendar that comes or goes does.
        if before == .none, role > .none { list(id, for: person.subject) }
        if role == .none, before > .none { people[index].changeList(id) { $0.isDeleted = true } }
    }
}

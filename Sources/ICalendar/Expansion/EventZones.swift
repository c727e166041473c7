import CivilTime

/// The zones that one calendar means by its TZIDs (RFC 5545 section 3.2.19): the tz database where the name is known there, else the
/// calendar's own rules.
struct EventZones {
    private let database: ZoneDatabase
    /// The first VTIMEZONE of each name.
    private let definitions: [String: Component]
    /// Further VTIMEZONEs of these names, which say otherwise.
    private let contradicting: [String: Component]
    /// The times for which the calendar's own rules are worked out.
    let covered: Span
    private var known: [String: Zone?] = [:]
    private var compared: Set<String> = []
    /// What the calendar says otherwise than the tz database.
    private(set) var remarks: [Finding] = []
    /// What the calendar may still cost.
    var effort: Effort

    init(database: ZoneDatabase, definitions: [Component], covering covered: Span, effort: Effort) {
        self.effort = effort
        self.database = database
        let named = definitions.compactMap { definition in definition.first("TZID").map { ($0.value.trimmed, definition) } }
        let definitions = Dictionary(named, uniquingKeysWith: { first, _ in first })
        self.definitions = definitions
        let further = definitions.count == named.count ? [] : named.filter { definitions[$0.0] != $0.1 }
        contradicting = Dictionary(further, uniquingKeysWith: { first, _ in first })
        self.covered = covered
    }

    /// The same zones worked out for other times.
    init(_ other: EventZones, covering covered: Span) {
        (database, definitions, contradicting, effort) = (other.database, other.definitions, other.contradicting, other.effort)
        self.covered = covered
    }

    /// Nil where neither the tz database nor the calendar knows the zone.
    mutating func zone(_ tzid: String) -> Zone? {
        if let answer = known[tzid] { return answer }
        let answer = database.zone(tzid: tzid) ?? definedZone(tzid)
        known[tzid] = .some(answer)
        return answer
    }

    /// Compares what the calendar says of a zone with the tz database, once for each name, and remarks a difference.
    mutating func compare(_ tzid: String, within span: Span) {
        guard !definitions.isEmpty, compared.insert(tzid).inserted, let definition = definitions[tzid] else { return }
        if let other = contradicting[tzid] { remarks.append(contradiction(of: other, tzid: tzid)) }
        guard let zone = database.zone(tzid: tzid),
            let own = ZoneObservances(definition)?.zone(named: tzid, within: span, spending: &effort),
            let difference = zone.firstDifference(from: own, within: span)
        else { return }
        let name = tzid.prefix(60)
        remarks.append(
            Finding(
                line: definition.sourceLine ?? 0,
                message:
                    """
                    The calendar’s own rules of the time zone “\(name)” differ from the tz database at \(difference); the database is \
                    followed
                    """,
                rule: .timeZone))
    }

    private mutating func definedZone(_ tzid: String) -> Zone? {
        guard let definition = definitions[tzid] else { return nil }
        for name in ["X-LIC-LOCATION", "TZID-ALIAS-OF"] {
            if let location = definition.first(name)?.value.trimmed, let zone = database.zone(tzid: location) { return zone }
        }
        return ZoneObservances(definition)?.zone(named: tzid, within: covered, spending: &effort)
    }
}

/// What is wrong with a further VTIMEZONE of a name, which says otherwise than the first.
func contradiction(of definition: Component, tzid: String) -> Finding {
    Finding(
        line: definition.sourceLine ?? 0,
        message: "The calendar has another VTIMEZONE “\(tzid.prefix(60))” before, which says otherwise; the first one counts",
        rule: .timeZone)
}

extension Zone {
    /// The first instant of the span at which the clocks of the two zones differ.
    func firstDifference(from other: Zone, within span: Span) -> Instant? {
        var instant = span.start
        while offset(at: instant) == other.offset(at: instant) {
            let changes = [nextTransition(after: instant), other.nextTransition(after: instant)]
            guard let next = changes.compactMap({ $0 }).min(), next < span.end else { return nil }
            instant = next
        }
        return instant
    }
}

import CivilTime

/// The zones that one calendar means by its TZIDs: the tz database where the name is known there, else the calendar's own rules.
struct EventZones {
    private let database: ZoneDatabase
    private let definitions: [Component]
    private let needed: Span
    private var known: [String: Zone?] = [:]

    /// The span says for which times the calendar's own rules have to be worked out.
    init(database: ZoneDatabase, definitions: [Component], needed: Span) {
        self.database = database
        self.definitions = definitions
        self.needed = needed
    }

    /// Nil where neither the tz database nor the calendar knows the zone.
    mutating func zone(_ tzid: String) -> Zone? {
        if let answer = known[tzid] { return answer }
        let answer = database.zone(tzid: tzid) ?? definedZone(tzid)
        known[tzid] = .some(answer)
        return answer
    }

    private func definedZone(_ tzid: String) -> Zone? {
        guard let definition = definitions.first(where: { $0.first("TZID")?.value.trimmed == tzid }) else { return nil }
        for name in ["X-LIC-LOCATION", "TZID-ALIAS-OF"] {
            if let location = definition.first(name)?.value.trimmed, let zone = database.zone(tzid: location) { return zone }
        }
        return ZoneObservances(definition)?.zone(named: tzid, within: needed)
    }
}

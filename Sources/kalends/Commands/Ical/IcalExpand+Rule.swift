import CivilTime
import Host
import ICalendar

extension IcalExpand {
    /// How many occurrences are listed where no end is given.
    private static let listedOfRule = 100

    /// The occurrences of a bare rule; whether there were findings.
    func expandRule(_ rule: String) throws -> Bool {
        let zones = SystemZones.database
        let bare = try BareRule(rule: rule, start: start ?? "", tzid: tzid, zones: zones)
        let shown = try zone == nil ? tzid.flatMap { zones.zone(tzid: $0) } ?? .utc : ownersZone()
        let window = try window()
        let limit = to == nil ? Self.listedOfRule : .max
        let printer = OccurrencePrinter(zone: shown, asJSON: json)
        let context = ExpansionContext(zones: zones, floatingZone: shown)
        var listed = 0
        let (hasMore, assumptions) = try bare.forEachOccurrence(in: window, limit: limit, context: context) { occurrence in
            listed += 1
            try printer.print(occurrence)
        }
        if hasMore, listed == limit {
            StandardError.print("Only the first \(limit) are listed; --from and --to choose others.")
            return false
        }
        for finding in assumptions { StandardError.print("--rule: \(finding.sentence)".onOneLine) }
        return !assumptions.isEmpty
    }
}

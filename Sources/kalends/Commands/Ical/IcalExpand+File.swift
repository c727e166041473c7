import Host
import ICalendar

extension IcalExpand {
    /// How many occurrences of a file are listed; more of them are a mistake, or malice, and no list for people.
    private static let listedOfFile = 1_000_000

    /// The occurrences of a calendar; whether there were findings.
    func expandFile() throws -> Bool {
        let source = CalendarFile(path: file ?? "-")
        guard let window = try window() else { return false }
        let context = ExpansionContext(
            zones: SystemZones.database, floatingZone: try ownersZone(), maximumOccurrences: Self.listedOfFile)
        let printer = OccurrencePrinter(zone: context.floatingZone, asJSON: json)
        var reader = ContentsReader(zones: context.zones)
        var hasFindings = false
        func show(_ findings: [Finding]) {
            hasFindings = hasFindings || !findings.isEmpty
            for finding in findings { StandardError.print(source.line(for: finding)) }
        }
        try source.forEachChunk { show(try reader.push($0)) }
        let (contents, findings) = try reader.finish()
        show(findings)
        let expansion = try contents.forEachOccurrence(in: window, context: context) { try printer.print($0) }
        show(expansion.assumptions + expansion.remarks)
        return hasFindings
    }
}

import ArgumentParser
import CivilTime
import FoundationEssentials
import Host
import ICalendar

struct IcalExpand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expand",
        abstract: "Print every occurrence of a calendar, or of a rule, within a time.",
        discussion: """
            Each occurrence is a line of start, end, “all-day” or “timed”, “busy” or “free”, the event’s UID and why, with tabs between them. \
            Findings go to standard error.

            Examples:
              kalends ical expand team.ics --from 2026-12-01T00:00:00Z --to 2027-01-01T00:00:00Z --zone Europe/Berlin
              kalends ical expand --rule "FREQ=MONTHLY;BYDAY=-1FR" --start 20261127T160000 --tzid Europe/Berlin
            """)

    @Argument(help: "The calendar file, or - for standard input; none with --rule.")
    var file: String?

    @Option(help: "From this instant on, such as 2026-12-01T00:00:00Z.")
    var from: String?

    @Option(help: "Before this instant, such as 2027-01-01T00:00:00Z.")
    var to: String?

    @Option(help: "The owner’s zone, for whole days and times without a zone, in which all times are shown; UTC when left out.")
    var zone: String?

    @Option(help: "A recurrence rule in place of a file, such as FREQ=WEEKLY;BYDAY=MO,WE.")
    var rule: String?

    @Option(help: "The first start of the rule: 20261121, 20261121T090000 or 20261121T090000Z.")
    var start: String?

    @Option(help: "The zone of that start, such as Europe/Berlin.")
    var tzid: String?

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    /// How many occurrences of a rule are listed where no end is given.
    private static let listedOfRule = 100

    func validate() throws {
        switch (file, rule) {
        case (nil, nil): throw ValidationError("Name a calendar file, “-” for standard input, or a rule with --rule.")
        case (_?, _?): throw ValidationError("Name a calendar file or --rule, not both.")
        case (_?, nil):
            if from == nil || to == nil {
                throw ValidationError("Say from when to when with --from and --to, such as 2026-12-01T00:00:00Z.")
            }
            if start != nil || tzid != nil { throw ValidationError("--start and --tzid belong to --rule; leave them out for a file.") }
        case (nil, _?):
            if start == nil { throw ValidationError("Say where the rule starts with --start, such as 20261121T090000.") }
        }
        _ = try window()
        _ = try ownersZone()
    }

    func run() throws {
        try Unreadable.describing(file ?? "--rule") {
            let hasFindings = try rule.map(expandRule) ?? expandFile()
            if hasFindings { throw ExitCode(1) }
        }
    }

    private func expandFile() throws -> Bool {
        let source = CalendarFile(path: file ?? "-")
        guard let window = try window() else { return false }
        let context = ExpansionContext(zones: SystemZones.database, floatingZone: try ownersZone())
        let printer = OccurrencePrinter(zone: context.floatingZone, asJSON: json)
        var reader = ContentsReader()
        var hasFindings = false
        func show(_ findings: [Finding]) {
            hasFindings = hasFindings || !findings.isEmpty
            for finding in findings { StandardError.print(source.line(for: finding)) }
        }
        try source.forEachChunk { show(try reader.push($0)) }
        let (contents, findings) = try reader.finish()
        show(findings)
        let expansion = contents.forEachOccurrence(in: window, context: context) { printer.print($0) }
        show(expansion.assumptions + expansion.remarks)
        return hasFindings
    }

    private func expandRule(_ rule: String) throws -> Bool {
        let zones = SystemZones.database
        let bare = try BareRule(rule: rule, start: start ?? "", tzid: tzid, zones: zones)
        let shown = try zone == nil ? tzid.flatMap { zones.zone(tzid: $0) } ?? .utc : ownersZone()
        let window = try window()
        let limit = window == nil ? Self.listedOfRule : .max
        let printer = OccurrencePrinter(zone: shown, asJSON: json)
        let context = ExpansionContext(zones: zones, floatingZone: shown)
        let (hasMore, assumptions) = bare.forEachOccurrence(in: window, limit: limit, context: context) { printer.print($0) }
        guard window == nil else {
            for finding in assumptions { StandardError.print("--rule: \(finding.sentence)") }
            return !assumptions.isEmpty
        }
        if hasMore { StandardError.print("Only the first \(limit) are listed; --from and --to choose others.") }
        return false
    }

    /// Nil where the rule is listed from its start on.
    private func window() throws -> Span? {
        if from == nil, to == nil { return nil }
        let start = try instant(from, "--from") ?? Zone.utc.startOfDay(.first)
        let end = try instant(to, "--to") ?? Zone.utc.startOfDay(.last)
        guard let span = Span(validating: start, end: end) else { throw ValidationError("--to lies before --from; exchange them.") }
        return span
    }

    private func instant(_ text: String?, _ name: String) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw ValidationError("\(name): “\(text)” is not an instant such as 2026-12-01T00:00:00Z.")
        }
        return instant
    }

    private func ownersZone() throws -> Zone {
        guard let zone else { return .utc }
        guard let known = SystemZones.database.zone(tzid: zone) else {
            throw ValidationError("--zone: The zone “\(zone)” is not known; name one such as Europe/Berlin.")
        }
        return known
    }
}

/// Writes occurrences as lines.
private struct OccurrencePrinter {
    let zone: Zone
    let asJSON: Bool

    private struct Line: Encodable {
        let uid: String
        let occurrence: String?
        let start: String
        let end: String
        let allDay: Bool
        let busy: Bool
        let why: String
    }

    func print(_ occurrence: Occurrence) {
        guard asJSON else {
            let times = [occurrence.span.start.text(in: zone), occurrence.span.end.text(in: zone)]
            let words = [
                occurrence.isAllDay ? "all-day" : "timed", occurrence.meaning.isBusy ? "busy" : "free", occurrence.uid,
                occurrence.meaning.sentence,
            ]
            Swift.print((times + words).joined(separator: "\t"))
            return
        }
        let line = Line(
            uid: occurrence.uid, occurrence: occurrence.recurrenceID, start: occurrence.span.start.text(in: zone),
            end: occurrence.span.end.text(in: zone), allDay: occurrence.isAllDay, busy: occurrence.meaning.isBusy,
            why: occurrence.meaning.sentence)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(line) else { return }
        Swift.print(String(decoding: data, as: UTF8.self))
    }
}

extension Instant {
    /// RFC 3339 on the clock of the zone: `2026-11-21T10:00:00+01:00`, with `Z` in UTC.
    fileprivate func text(in zone: Zone) -> String {
        guard zone != .utc else { return description }
        let (civil, offset) = (zone.civil(at: self), zone.offset(at: self))
        // RFC 3339 knows no seconds of an offset, which clocks had before 1972: such an instant is shown in UTC.
        guard offset % 60 == 0 else { return description }
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = abs(offset) / 60
        return "\(civil.date)T\(padded(civil.time.hour)):\(padded(civil.time.minute)):\(padded(civil.time.second))"
            + (offset < 0 ? "-" : "+") + "\(padded(minutes / 60)):\(padded(minutes % 60))"
    }
}

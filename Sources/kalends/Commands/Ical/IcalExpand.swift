import ArgumentParser
import CivilTime
import Host

struct IcalExpand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expand",
        abstract: "Print every occurrence of a calendar, or of a rule, within a time.",
        discussion: """
            Each occurrence is a line of start, end, “all-day” or “timed”, “busy” or “free”, the event’s UID and why, with tabs between them, \
            event by event; pipe them through “sort” for the order of time. Findings go to standard error.

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
    }

    func run() throws {
        try Unreadable.describing(file ?? "--rule") {
            let hasFindings = try rule.map(expandRule) ?? expandFile()
            try StandardOutput.flush()
            if hasFindings { throw ExitCode(1) }
        }
    }

    /// From when to when; nil where the rule is listed from its start on.
    func window() throws -> Span? {
        if from == nil, to == nil { return nil }
        let start = try instant(from, "--from") ?? Zone.utc.startOfDay(.first)
        let end = try instant(to, "--to") ?? Zone.utc.startOfDay(.last)
        guard let span = Span(validating: start, end: end) else {
            throw Unreadable("--to: “\(to ?? "")” lies before --from, “\(from ?? "")”; exchange them.")
        }
        return span
    }

    private func instant(_ text: String?, _ name: String) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            throw Unreadable("\(name): “\(text)” is not an instant; write it such as 2026-12-01T00:00:00Z.")
        }
        return instant
    }

    /// In which all times are shown.
    func ownersZone() throws -> Zone {
        guard let zone else { return .utc }
        guard let known = SystemZones.database.zone(tzid: zone) else {
            throw Unreadable("--zone: The zone “\(zone)” is not known; name one such as Europe/Berlin.")
        }
        return known
    }
}

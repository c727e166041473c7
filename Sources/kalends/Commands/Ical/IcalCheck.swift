import ArgumentParser
import Host
import ICalendar

struct IcalCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Print what is wrong with a calendar, line by line.",
        discussion: """
            Each finding is a line “FILE:LINE: what is wrong (the section of the standard)”. A calendar may have findings and be read all the \
            same: they say what other programs may stumble over.
            """)

    @Argument(help: "The calendar file, or - for standard input.")
    var file: String

    func run() throws {
        try Unreadable.describing(file) {
            let source = CalendarFile(path: file)
            var check = CalendarCheck(zones: SystemZones.database)
            var hasFindings = false
            func show(_ findings: [Finding]) throws {
                hasFindings = hasFindings || !findings.isEmpty
                for finding in findings { try StandardOutput.print(source.line(for: finding)) }
            }
            try source.forEachChunk { try show(try check.push($0)) }
            try show(try check.finish())
            try StandardOutput.flush()
            if hasFindings { throw ExitCode(1) }
        }
    }
}

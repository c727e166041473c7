/// Puts lines together to components, closing what a producer forgot to close.
struct ComponentAssembly {
    private(set) var calendars: [Component] = []
    private(set) var findings: [Finding] = []
    private(set) var isComplete = true
    private let limits: CalendarLimits
    private var open: [(component: Component, line: Int)] = []
    private var componentCount = 0
    private var propertyCount = 0

    private static let maximumFindings = 1_000
    /// Components that stand directly in a VCALENDAR: where one begins, its predecessor has ended.
    private static let topLevel: Set<String> = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"]
    /// Properties that RFC 5545 section 3.6.1 allows once.
    private static let single: Set<String> = [
        "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP",
        "CLASS", "SEQUENCE", "ORGANIZER", "URL", "CREATED", "LAST-MODIFIED",
    ]

    init(limits: CalendarLimits) {
        self.limits = limits
    }

    mutating func note(_ message: String, line: Int) {
        guard findings.count < Self.maximumFindings else { return }
        let isLast = findings.count == Self.maximumFindings - 1
        findings.append(Finding(line: line, message: isLast ? "there are more findings than are listed" : message))
    }

    mutating func take(_ property: Property, line: Int) throws(CalendarParseFailure) {
        switch property.name {
        case "BEGIN":
            try begin(property.value.trimmed.asciiUppercased, line: line)
        case "END":
            end(property.value.trimmed.asciiUppercased, line: line)
        case _ where open.isEmpty:
            note("\(property.name) stands outside a calendar; it is skipped", line: line)
        default:
            propertyCount += 1
            guard propertyCount <= limits.maximumProperties else { throw .tooManyProperties(limit: limits.maximumProperties) }
            open[open.count - 1].component.properties.append(property)
        }
    }

    /// Closes what the end of the text left open.
    mutating func finish() {
        while let (component, line) = open.last {
            isComplete = false
            note("END:\(component.name) is missing; the calendar may have been cut off", line: line)
            close()
        }
    }

    private mutating func begin(_ name: String, line: Int) throws(CalendarParseFailure) {
        guard !name.isEmpty, name.utf8.allSatisfy(ContentLine.isNameByte) else {
            note("BEGIN names no component; it is skipped", line: line)
            return
        }
        if name == "VCALENDAR" {
            while let unfinished = open.last {
                isComplete = false
                note("END:\(unfinished.component.name) is missing before the next calendar", line: unfinished.line)
                close()
            }
        } else if Self.topLevel.contains(name) {
            while let unfinished = open.last, unfinished.component.name != "VCALENDAR" {
                note("END:\(unfinished.component.name) is missing before the next \(name)", line: unfinished.line)
                close()
            }
        }
        if open.isEmpty, name != "VCALENDAR" { note("\(name) stands outside a calendar", line: line) }
        componentCount += 1
        guard componentCount <= limits.maximumComponents else { throw .tooManyComponents(limit: limits.maximumComponents) }
        guard open.count < limits.maximumDepth else { throw .tooDeep(line: line, limit: limits.maximumDepth) }
        open.append((Component(name), line))
    }

    private mutating func end(_ name: String, line: Int) {
        guard let index = open.lastIndex(where: { $0.component.name == name }) else {
            note("END:\(name) has no BEGIN; it is skipped", line: line)
            return
        }
        while open.count > index + 1 {
            note("END:\(open[open.count - 1].component.name) is missing before END:\(name)", line: open[open.count - 1].line)
            close()
        }
        close()
    }

    private mutating func close() {
        let (component, line) = open.removeLast()
        noteDuplicates(in: component, line: line)
        if !open.isEmpty {
            open[open.count - 1].component.components.append(component)
        } else if component.name == "VCALENDAR" {
            calendars.append(component)
        } else if !calendars.isEmpty {
            // It came after END:VCALENDAR: it is read as part of the calendar that ended too early.
            calendars[calendars.count - 1].components.append(component)
        }
    }

    private mutating func noteDuplicates(in component: Component, line: Int) {
        guard component.name == "VEVENT" else { return }
        var seen: Set<String> = []
        for property in component.properties where Self.single.contains(property.name) && !seen.insert(property.name).inserted {
            note("\(property.name) stands more than once in the event that begins here; the first one counts", line: line)
        }
    }
}

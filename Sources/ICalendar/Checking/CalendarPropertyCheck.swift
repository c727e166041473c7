/// What is wrong with the properties of a VCALENDAR itself (RFC 5545 section 3.7).
struct CalendarPropertyCheck: Sendable {
    private let line: Int
    private var seen: Set<String> = []
    private var wrong: [Finding] = []
    var hasComponents = false

    init(line: Int) {
        self.line = line
    }

    mutating func take(_ property: Property) {
        let value = property.value.trimmed.asciiUppercased
        let isFirst = seen.insert(property.name).inserted
        switch property.name {
        case "VERSION" where value != "2.0":
            note("VERSION is “\(property.shownValue)”; only 2.0 is iCalendar as RFC 5545 describes it", "3.7.4", property)
        case "CALSCALE" where value != "GREGORIAN":
            note("CALSCALE is “\(property.shownValue)”; only GREGORIAN is known, and all dates are read so", "3.7.1", property)
        case "METHOD" where CalendarMethod(rawValue: value) == nil:
            wrong.append(
                Finding(
                    line: property.sourceLine ?? line, message: "METHOD is “\(property.shownValue)”, which no standard knows",
                    rule: Rule(rfc: 5_546, section: "1.4")))
        case "VERSION", "PRODID", "CALSCALE", "METHOD":
            if !isFirst { note("\(property.name) stands more than once in the calendar; the first one counts", "3.6", property) }
        default:
            break
        }
    }

    var findings: [Finding] {
        var findings = wrong
        if !seen.contains("VERSION") { findings.append(missing("VERSION", "3.7.4")) }
        if !seen.contains("PRODID") { findings.append(missing("PRODID", "3.7.3")) }
        if !hasComponents {
            findings.append(Finding(line: line, message: "The calendar holds no component", rule: .components))
        }
        return findings.sorted { $0.line < $1.line }
    }

    private func missing(_ name: String, _ section: String) -> Finding {
        Finding(line: line, message: "\(name) is missing in the calendar", rule: .icalendar(section))
    }

    private mutating func note(_ message: String, _ section: String, _ property: Property) {
        wrong.append(Finding(line: property.sourceLine ?? line, message: message, rule: .icalendar(section)))
    }
}

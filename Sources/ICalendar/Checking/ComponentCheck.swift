import CivilTime

/// What is wrong with one component and those within it.
struct ComponentCheck {
    let component: Component
    private(set) var findings: [Finding] = []
    private var seen: Set<Finding> = []

    init(_ component: Component) {
        self.component = component
    }

    mutating func run() {
        checkPresence()
        if component.name == "VEVENT" { checkEvent() }
        for property in component.properties { check(property) }
        for inner in component.components {
            var check = ComponentCheck(inner)
            check.run()
            findings += check.findings
        }
    }

    mutating func note(_ message: String, _ rule: Rule, at property: Property? = nil) {
        add(Finding(line: property?.sourceLine ?? component.sourceLine ?? 0, message: message, rule: rule))
    }

    mutating func add(_ finding: Finding) {
        if seen.insert(finding).inserted { findings.append(finding) }
    }

    /// What each kind of component must hold.
    private static let required: [String: (names: [String], section: String)] = [
        "VEVENT": (["DTSTAMP"], "3.6.1"),
        "VTODO": (["UID", "DTSTAMP"], "3.6.2"),
        "VJOURNAL": (["UID", "DTSTAMP"], "3.6.3"),
        "VFREEBUSY": (["UID", "DTSTAMP"], "3.6.4"),
        "VTIMEZONE": (["TZID"], "3.6.5"),
        "STANDARD": (["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"], "3.6.5"),
        "DAYLIGHT": (["DTSTART", "TZOFFSETFROM", "TZOFFSETTO"], "3.6.5"),
        "VALARM": (["ACTION", "TRIGGER"], "3.6.6"),
    ]

    private mutating func checkPresence() {
        guard let (names, section) = Self.required[component.name] else { return }
        for name in names where component.first(name) == nil {
            note("\(name) is missing in the \(component.name)", .icalendar(section))
        }
        if component.name == "VTIMEZONE", component.components.allSatisfy({ $0.name != "STANDARD" && $0.name != "DAYLIGHT" }) {
            note("The VTIMEZONE holds neither STANDARD nor DAYLIGHT", .timeZone)
        }
    }
}

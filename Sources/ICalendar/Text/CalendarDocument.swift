/// A text that was read as iCalendar (RFC 5545 section 3.4): its VCALENDAR components, and what was wrong with it.
public struct CalendarDocument: Sendable {
    /// The VCALENDAR components (RFC 5545 section 3.4), usually one.
    public let components: [Component]
    /// What was not as it should be, in the order in which it was met; at most a thousand.
    public let findings: [Finding]
    /// Whether every component that began also ended: false for a text that was cut off, from whose silence nothing follows.
    public let isComplete: Bool

    private static let maximumFindings = 1_000

    /// Reads a calendar of any producer in linear time.
    ///
    /// Only what is not a calendar or is beyond the limits fails; any smaller mistake becomes a finding, and the rest is read. Where a text
    /// should not be held in memory, ``ComponentReader`` reads the same piece by piece.
    public static func parse(_ bytes: [UInt8], limits: CalendarLimits = .standard) throws(CalendarParseFailure) -> CalendarDocument {
        var reader = ComponentReader(limits: limits)
        var assembly = Assembly()
        assembly.take(try reader.push(bytes))
        assembly.take(try reader.finish())
        return CalendarDocument(components: assembly.calendars, findings: assembly.findings, isComplete: reader.isComplete)
    }

    /// The zone that the calendar names for times without one: TIMEZONE-ID (RFC 7986) or the older X-WR-TIMEZONE.
    public var zoneName: String? {
        let named = components.lazy.compactMap { $0.first("TIMEZONE-ID") ?? $0.first("X-WR-TIMEZONE") }
        return named.map { $0.text.trimmed }.first { !$0.isEmpty }
    }

    /// The calendar's own name: NAME (RFC 7986) or the older X-WR-CALNAME.
    public var name: String? {
        let named = components.lazy.compactMap { $0.first("NAME") ?? $0.first("X-WR-CALNAME") }
        return named.map { $0.text.trimmed }.first { !$0.isEmpty }
    }

    /// Puts the items of a reader together to calendars.
    private struct Assembly {
        var calendars: [Component] = []
        var findings: [Finding] = []

        mutating func take(_ items: [ComponentReader.Item]) {
            for item in items {
                switch item {
                case .begin(let line):
                    calendars.append(
                        Component(upperName: "VCALENDAR", reading: SourceLines(bytes: [], lines: []), components: [], line: line))
                case .property(let property): calendars[calendars.count - 1].properties.append(property)
                // After `end` it is read as part of the calendar that ended too early.
                case .component(let component): calendars[calendars.count - 1].components.append(component)
                case .end: break
                case .finding(let finding): take(finding)
                }
            }
        }

        private mutating func take(_ finding: Finding) {
            guard findings.count < maximumFindings else { return }
            let isLast = findings.count == maximumFindings - 1
            findings.append(isLast ? Finding(line: finding.line, message: "There are more findings than are listed") : finding)
        }
    }
}

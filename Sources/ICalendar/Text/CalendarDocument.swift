/// A text that was read as iCalendar: its VCALENDAR components, and what was wrong with it.
public struct CalendarDocument: Sendable {
    /// The VCALENDAR components, usually one.
    public let components: [Component]
    /// What was not as it should be, in the order of the lines; at most a thousand.
    public let findings: [Finding]
    /// Whether every component that began also ended: false for a text that was cut off, from whose silence nothing follows.
    public let isComplete: Bool

    /// Reads a calendar of any producer in linear time.
    ///
    /// Only what is not a calendar or is beyond the limits fails; any smaller mistake becomes a finding, and the rest is read.
    public static func parse(_ bytes: [UInt8], limits: CalendarLimits = .standard) throws(CalendarParseFailure) -> CalendarDocument {
        guard bytes.count <= limits.maximumBytes else { throw .tooLarge(limit: limits.maximumBytes) }
        var assembly = ComponentAssembly(limits: limits)
        var lines = UnfoldedLines(bytes, maximumLineBytes: limits.maximumLineBytes)
        var firstLine: String?
        while let line = try lines.next() {
            guard !line.bytes[...].trimmed.isEmpty else { continue }
            firstLine = firstLine ?? String(String(decoding: line.bytes.prefix(80), as: UTF8.self).unicodeScalars.prefix(60))
            switch ContentLine.read(line.bytes) {
            case .property(let property, let sloppiness):
                if let sloppiness { assembly.note(sloppiness, line: line.number) }
                try assembly.take(property, line: line.number)
            case .unreadable:
                assembly.note("this is not a name, a colon and a value (RFC 5545 section 3.1); it is skipped", line: line.number)
            }
        }
        assembly.finish()
        guard !assembly.calendars.isEmpty else { throw .notACalendar(firstLine: firstLine ?? "") }
        return CalendarDocument(components: assembly.calendars, findings: assembly.findings, isComplete: assembly.isComplete)
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
}

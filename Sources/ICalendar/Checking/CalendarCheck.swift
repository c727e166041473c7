public import CivilTime

/// Says what is wrong with a calendar, line by line, as it arrives: everything that reading forgives, and what goes against the standards
/// without hindering the reading.
///
///     var check = CalendarCheck(zones: zones)
///     while let chunk = file.next() { show(try check.push(chunk)) }
///     show(try check.finish())
public struct CalendarCheck: Sendable {
    private var reader: ComponentReader
    private let zones: ZoneDatabase
    private var zoneUse = ZoneUse()
    private var revisionUse: RevisionUse
    private var told = FindingCount()
    private var bytes = 0
    private var calendar: CalendarPropertyCheck?
    /// Where each event that stands for itself began, by a hash of its UID.
    private var lines: [UInt64: Int] = [:]

    /// No more UIDs than these are compared, so that the memory of a check stays small.
    private static let maximumUIDs = 500_000

    /// A check that knows the zones of the tz database; the limits are those of ``ComponentReader``.
    public init(zones: ZoneDatabase, limits: CalendarLimits = .streaming) {
        self.zones = zones
        reader = ComponentReader(limits: limits)
        revisionUse = RevisionUse(zones: zones)
    }

    /// What is wrong with the components that the chunk completes, each by its line.
    public mutating func push(_ chunk: [UInt8]) throws(CalendarParseFailure) -> [Finding] {
        findings(of: try reader.push(chunk))
    }

    /// What the end of the calendar shows.
    public mutating func finish() throws(CalendarParseFailure) -> [Finding] {
        findings(of: try reader.finish()) + endCalendar() + revisionUse.findings + (told.finding.map { [$0] } ?? [])
    }

    private mutating func findings(of items: [ComponentReader.Item]) -> [Finding] {
        var findings: [Finding] = []
        for item in items {
            switch item {
            case .begin(let line):
                findings += endCalendar()
                calendar = CalendarPropertyCheck(line: line)
            case .property(let property):
                calendar?.take(property)
                zoneUse.take(ofCalendar: property)
            case .component(let component):
                calendar?.hasComponents = true
                findings += check(component)
            case .end:
                break
            case .finding(let finding):
                findings.append(finding)
            }
        }
        return findings
    }

    /// A component after END:VCALENDAR still belongs to its calendar, so that one ends where the next begins or the text does.
    private mutating func endCalendar() -> [Finding] {
        guard let ended = calendar else { return [] }
        calendar = nil
        defer { zoneUse = ZoneUse() }
        return ended.findings + zoneUse.findings(database: zones)
    }

    private mutating func check(_ component: Component) -> [Finding] {
        zoneUse.take(component)
        revisionUse.take(component)
        bytes += component.size
        var check = ComponentCheck(component)
        check.run()
        if component.name == "VEVENT", component.first("RECURRENCE-ID") == nil { noteUID(of: component, in: &check) }
        return check.findings.sorted { $0.line < $1.line }.filter { _ in told.allows(bytes: bytes) }
    }

    private mutating func noteUID(of component: Component, in check: inout ComponentCheck) {
        guard let property = component.first("UID"), lines.count < Self.maximumUIDs else { return }
        let uid = fingerprintNumber(property.text.trimmed)
        guard let line = lines[uid] else {
            lines[uid] = property.sourceLine ?? 0
            return
        }
        check.note("The UID stands in another event as well, on line \(line)", .icalendar("3.8.4.7"), at: property)
    }
}

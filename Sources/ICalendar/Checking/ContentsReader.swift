public import CivilTime

/// Reads a calendar as it arrives and keeps what takes time: its events, zones and free/busy periods.
public struct ContentsReader: Sendable {
    private var reader: ComponentReader
    private var grouping: SeriesGrouping

    /// A reader within the limits of ``ComponentReader``. With a tz database, what several calendars in one text say differently of a zone that it
    /// knows does not keep their events apart.
    public init(limits: CalendarLimits = .streaming, zones: ZoneDatabase? = nil) {
        reader = ComponentReader(limits: limits)
        grouping = SeriesGrouping(zones: zones)
    }

    /// Reads the next chunk and returns what was not as it should be in it.
    public mutating func push(_ chunk: [UInt8]) throws(CalendarParseFailure) -> [Finding] {
        take(try reader.push(chunk))
    }

    /// Ends the text.
    public mutating func finish() throws(CalendarParseFailure) -> (contents: CalendarContents, findings: [Finding]) {
        let findings = take(try reader.finish())
        let (series, setAside) = grouping.finish()
        return (CalendarContents(series: series, setAside: setAside), findings)
    }

    private mutating func take(_ items: [ComponentReader.Item]) -> [Finding] {
        items.compactMap { item in
            if case .finding(let finding) = item { return finding }
            grouping.take(item)
            return nil
        }
    }
}

public import CivilTime

/// Collects the components of calendars as they are read, and sorts them into series: what ``ComponentReader`` hands out can be given to it
/// piece by piece.
///
/// What a calendar says of all its events (METHOD, its zone, its VTIMEZONEs) may stand behind them, so that its components wait for its end.
public struct SeriesGrouping: Sendable {
    private var scopes: [CalendarScope] = []
    private var calendar = CalendarParts()
    private let zones: ZoneDatabase?

    /// A hostile file could have a calendar with a zone of its own every hundred bytes.
    private static let comparedScopes = 16

    /// A grouping that has taken nothing yet. With a tz database, VTIMEZONEs of several calendars that describe a known zone differently do not
    /// keep their events apart.
    public init(zones: ZoneDatabase? = nil) {
        self.zones = zones
    }

    /// Takes an item of a reader; findings are not its business.
    public mutating func take(_ item: ComponentReader.Item) {
        switch item {
        case .begin: begin()
        case .property(let property): take(property)
        case .component(let component): take(component)
        case .end, .finding: break
        }
    }

    /// Every series of what was taken, and what is not understood.
    public func finish() -> (series: [CalendarSeries], setAside: [SetAside]) {
        var all = self
        all.begin()
        return (all.scopes.flatMap(\.series), all.scopes.flatMap(\.notUnderstood))
    }

    /// A component that comes after END:VCALENDAR still belongs to its calendar, so that one ends where the next begins.
    mutating func begin() {
        guard !calendar.isEmpty else { return }
        let ended = ReadCalendar(calendar, zones: zones)
        calendar = CalendarParts()
        // Several calendars in one file may each hold a part of a series, but the same name may mean two zones in them.
        if let index = scopes.indices.suffix(Self.comparedScopes).first(where: { scopes[$0].agrees(with: ended) }) {
            scopes[index].add(ended)
        } else {
            scopes.append(CalendarScope(ended))
        }
    }

    mutating func take(_ property: Property) { calendar.take(property) }

    mutating func take(_ component: Component) { calendar.take(component) }
}

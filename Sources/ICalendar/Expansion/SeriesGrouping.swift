/// Collects the components of calendars as they are read, and sorts them into series: what ``ComponentReader`` hands out can be given to it
/// piece by piece.
public struct SeriesGrouping: Sendable {
    private var groups = SeriesGroups()
    private var setAside: [(component: Component, failure: EventFailure, zoneName: String?)] = []
    private var timeZones: [Component] = []
    private var method: CalendarMethod?
    private var zoneName: String?

    /// A grouping that has taken nothing yet.
    public init() {}

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
        let notUnderstood = setAside.map { one in
            SetAside(component: one.component, failure: one.failure, timeZones: timeZones, calendarZone: one.zoneName)
        }
        return (groups.series(timeZones: timeZones), notUnderstood)
    }

    mutating func begin() {
        (method, zoneName) = (nil, nil)
    }

    mutating func take(_ property: Property) {
        switch property.name {
        case "METHOD" where method == nil: method = CalendarMethod(rawValue: property.value.trimmed.asciiUppercased)
        case "TIMEZONE-ID", "X-WR-TIMEZONE":
            let name = property.text.trimmed
            if zoneName == nil || property.name == "TIMEZONE-ID", !name.isEmpty { zoneName = name }
        default: break
        }
    }

    mutating func take(_ component: Component) {
        switch component.name {
        case "VTIMEZONE":
            timeZones.append(component)
        case "VEVENT":
            do throws(EventFailure) {
                groups.add(try CalendarEvent(component, method: method), zoneName: zoneName)
            } catch {
                setAside.append((component, error, zoneName))
            }
        case "VFREEBUSY":
            groups.add(freeBusy: component, zoneName: zoneName)
        default:
            break
        }
    }
}

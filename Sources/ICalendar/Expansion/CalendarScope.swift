/// Calendars that mean the same by the names of zones, so that the events of one UID among them are one series.
struct CalendarScope: Sendable {
    private let zoneName: String?
    private var groups = SeriesGroups()
    private var setAside: [(component: Component, failure: EventFailure)] = []
    private var timeZones: [Component] = []
    /// The first VTIMEZONE of each name.
    private var definitions: [String: Component] = [:]

    init(zoneName: String?) {
        self.zoneName = zoneName
    }

    /// Whether a calendar can be added: it says of no zone anything else.
    func agrees(with calendar: CalendarParts) -> Bool {
        guard zoneName == calendar.zoneName else { return false }
        return calendar.timeZones.allSatisfy { definition in
            let known = definition.first("TZID").flatMap { definitions[$0.value.trimmed] }
            return known.map { $0 == definition } ?? true
        }
    }

    mutating func add(_ calendar: CalendarParts) {
        for definition in calendar.timeZones {
            guard let tzid = definition.first("TZID")?.value.trimmed else { continue }
            // A second one of the same name is kept, so that it can be told if it contradicts the first.
            guard definitions[tzid] != definition else { continue }
            timeZones.append(definition)
            if definitions[tzid] == nil { definitions[tzid] = definition }
        }
        for component in calendar.components {
            guard component.name == "VEVENT" else {
                groups.add(freeBusy: component)
                continue
            }
            do throws(EventFailure) {
                groups.add(try CalendarEvent(component, method: calendar.method))
            } catch {
                setAside.append((component, error))
            }
        }
    }

    var series: [CalendarSeries] { groups.series(timeZones: timeZones, zoneName: zoneName) }

    var notUnderstood: [SetAside] {
        setAside.map { SetAside(component: $0.component, failure: $0.failure, timeZones: timeZones, calendarZone: zoneName) }
    }
}

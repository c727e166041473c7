import CivilTime

/// What one VCALENDAR says, understood as far as it can be: its events, and what it means by the names of zones.
struct ReadCalendar: Sendable {
    /// What a VTIMEZONE says of its name.
    enum ZoneMeaning: Hashable, Sendable {
        /// The tz database decides, whatever the VTIMEZONE says.
        case known
        /// Its rules and the places that it names.
        case own(ZoneObservances, places: [String])
        case unreadable(Component)
    }

    let timeZones: [(tzid: String, definition: Component, meaning: ZoneMeaning)]
    let zoneName: String?
    /// The zone of that name where it is known, else the name.
    let clock: String?
    private(set) var events: [CalendarEvent] = []
    private(set) var freeBusy: [Component] = []
    private(set) var setAside: [(component: Component, failure: EventFailure)] = []
    /// Whether any of its times is on that clock.
    private(set) var usesClock = false

    init(_ parts: CalendarParts, zones: ZoneDatabase?) {
        timeZones = parts.timeZones.compactMap { definition in
            guard let tzid = definition.first("TZID")?.value.trimmed else { return nil }
            return (tzid, definition, Self.meaning(of: definition, tzid, zones))
        }
        zoneName = parts.zoneName
        clock = parts.zoneName.map { zones?.zone(tzid: $0)?.name ?? $0 }
        for component in parts.components {
            guard component.name == "VEVENT" else {
                freeBusy.append(component)
                continue
            }
            do throws(EventFailure) {
                let event = try CalendarEvent(component, method: parts.method)
                usesClock = usesClock || event.isFloating
                events.append(event)
            } catch {
                usesClock = true
                setAside.append((component, error))
            }
        }
    }

    private static func meaning(of definition: Component, _ tzid: String, _ zones: ZoneDatabase?) -> ZoneMeaning {
        if zones?.zone(tzid: tzid) != nil { return .known }
        guard let observances = ZoneObservances(definition) else { return .unreadable(definition) }
        return .own(observances, places: ["X-LIC-LOCATION", "TZID-ALIAS-OF"].map { definition.first($0)?.value.trimmed ?? "" })
    }
}

extension CalendarEvent {
    /// Whether any time of the event is on the clock of the calendar or its owner.
    fileprivate var isFloating: Bool {
        func isFloating(_ time: EventTime?) -> Bool { if case .floating? = time { true } else { false } }
        return isFloating(start) || isFloating(end) || isFloating(recurrenceID) || exceptionDates.contains(where: isFloating)
            || recurrenceDates.contains { isFloating($0.start) }
    }
}

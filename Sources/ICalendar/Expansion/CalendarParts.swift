/// What one VCALENDAR says, as far as it takes time.
struct CalendarParts: Sendable {
    private(set) var method: CalendarMethod?
    /// The zone that it names for times without one: TIMEZONE-ID (RFC 7986 section 5), else X-WR-TIMEZONE.
    private(set) var zoneName: String?
    private(set) var timeZones: [Component] = []
    /// VEVENT and VFREEBUSY components in their order.
    private(set) var components: [Component] = []

    var isEmpty: Bool { method == nil && zoneName == nil && timeZones.isEmpty && components.isEmpty }

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
        case "VTIMEZONE": timeZones.append(component)
        case "VEVENT", "VFREEBUSY": components.append(component)
        default: break
        }
    }
}

extension Component {
    /// A VCALENDAR around components: a file to keep without a method, a message with one (RFC 5546 section 3.2).
    ///
    /// Zones stand before the components that name them. The name is what subscribers of a feed see.
    public static func calendar(
        method: CalendarMethod? = nil,
        events: [Component],
        name: String? = nil,
        productID: String = "-//Kalends//Kalends//EN",
        extra: [Property] = []
    ) -> Component {
        var properties = [
            Property(name: "VERSION", value: "2.0"),
            Property("PRODID", text: productID),
            Property(name: "CALSCALE", value: "GREGORIAN"),
        ]
        if let method { properties.append(Property(name: "METHOD", value: method.rawValue)) }
        if let name {
            // NAME is RFC 7986; many programs still read the older property only.
            properties += [Property("NAME", text: name), Property("X-WR-CALNAME", text: name)]
        }
        let zones = events.filter { $0.name == "VTIMEZONE" }
        let others = events.filter { $0.name != "VTIMEZONE" }
        return Component("VCALENDAR", properties: properties + extra, components: zones + others)
    }
}

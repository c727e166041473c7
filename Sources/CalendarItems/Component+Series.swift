public import ICalendar

extension Component {
    /// A calendar whose changed occurrences are as private as the series that they are part of, where they say nothing of their own.
    ///
    /// By RFC 5545 (section 3.8.1.3) such an occurrence would be public, but nobody who hides a series means to show the one that was moved.
    public func withInheritedPrivacy() -> Component {
        var hidden: [String: Property] = [:]
        for event in components where event.name == "VEVENT" && event.first("RECURRENCE-ID") == nil {
            guard let uid = event.first("UID")?.text, let classification = event.first("CLASS") else { continue }
            hidden[uid] = classification
        }
        guard !hidden.isEmpty else { return self }
        return Component(
            name, properties: properties,
            components: components.map { event in
                guard event.name == "VEVENT", event.first("CLASS") == nil, let uid = event.first("UID")?.text, let own = hidden[uid] else {
                    return event
                }
                var event = event
                event.set(own)
                return event
            })
    }
}

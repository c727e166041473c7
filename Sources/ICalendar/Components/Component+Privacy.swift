extension Component {
    /// The component without what a private event says (CLASS other than PUBLIC, RFC 5545 section 3.8.1.3): only its identity, its times
    /// and whether it is busy are left.
    ///
    /// Of the attendees those who declined stay, without names, as the owner's refusal decides whether the event takes time. Components
    /// within, events of a calendar say, are treated one by one; alarms of a private event go.
    public func withoutPrivateText() -> Component {
        guard name == "VEVENT" else {
            return Component(name, properties: properties, components: components.map { $0.withoutPrivateText() })
        }
        let classification = first("CLASS")?.value.trimmed.asciiUppercased ?? ""
        guard !classification.isEmpty, classification != Classification.everyone.rawValue else { return self }
        return Component(name, properties: properties.compactMap(\.withoutPrivateText))
    }
}

extension Property {
    fileprivate var withoutPrivateText: Property? {
        if Self.tellingOnlyTime.contains(name) { return self }
        guard name == "ATTENDEE", let status = parameter("PARTSTAT"), status.asciiUppercased == ParticipationStatus.declined.rawValue else {
            return nil
        }
        return Property(name: name, parameters: [Parameter("PARTSTAT", status)], value: "mailto:" + Party(self).address)
    }

    /// When an event takes place, and whether it is busy.
    static let tellingOnlyTime: Set<String> = [
        "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "RRULE", "RDATE", "EXRULE", "EXDATE", "STATUS", "TRANSP",
        "CLASS",
        "SEQUENCE", "X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS",
    ]
}

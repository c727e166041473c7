extension Component {
    /// The calendar with no more of its events than tells when they take place and whether they keep their owner busy: neither notes, nor places,
    /// nor guests; of the zones that it defines everything stays.
    ///
    /// Of the attendees the owner stays, without a name, as the own answer decides whether an event takes time. That others take part, or organise
    /// it, stays as a mark that names nobody. What is neither an event, nor published busy time, nor a zone goes.
    /// - Parameters:
    ///   - keepsTitle: SUMMARY stays.
    ///   - ownAddresses: the owner's mail addresses, in any spelling.
    public func tellingTimes(keepsTitle: Bool, ownAddresses: Set<String>) -> Component {
        let own = Set(ownAddresses.map(Party.canonical))
        return Component(
            name, properties: properties.filter { Property.tellingCalendar.contains($0.name) },
            components: components.compactMap { part in
                switch part.name {
                case "VTIMEZONE": part
                case "VCALENDAR": part.tellingTimes(keepsTitle: keepsTitle, ownAddresses: ownAddresses)
                case "VEVENT", "VFREEBUSY": part.eventTellingTimes(keepsTitle: keepsTitle, own: own)
                default: nil
                }
            })
    }

    private func eventTellingTimes(keepsTitle: Bool, own: Set<String>) -> Component {
        var namesOthers = false
        return Component(
            name,
            properties: properties.compactMap { property in
                switch property.name {
                case "SUMMARY": return keepsTitle ? Property(name: property.name, value: property.value) : nil
                case "ORGANIZER", "ATTENDEE":
                    let address = Party(property).address
                    if own.contains(address) {
                        return Property(
                            name: property.name, parameters: property.parameters.filter { $0.name == "PARTSTAT" },
                            value: "mailto:" + address)
                    }
                    if property.name == "ORGANIZER" { return Property(name: property.name, value: Self.somebody) }
                    // One stands for all of them.
                    defer { namesOthers = true }
                    return namesOthers ? nil : Property(name: property.name, value: Self.somebody)
                default:
                    return Property.tellingOnlyTime.contains(property.name) || Property.tellingOrigin.contains(property.name)
                        ? property : nil
                }
            })
    }

    /// Stands for whoever is not the owner (RFC 6761 section 6.4: nobody is ever reached there).
    private static let somebody = "mailto:somebody@invalid"
}

extension Property {
    /// What the times of a calendar cannot be understood without.
    fileprivate static let tellingCalendar: Set<String> = ["VERSION", "PRODID", "CALSCALE", "METHOD", "TIMEZONE-ID", "X-WR-TIMEZONE"]

    /// Published busy times, when an event was made or changed, and the mark of our own.
    fileprivate static let tellingOrigin: Set<String> = ["FREEBUSY", "CREATED", "LAST-MODIFIED", "X-KALENDS-APPOINTMENT"]
}

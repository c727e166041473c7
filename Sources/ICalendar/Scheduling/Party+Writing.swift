extension Party {
    /// ORGANIZER with the name as CN (RFC 5545 section 3.8.4.3).
    public var organizerProperty: Property {
        Property(name: "ORGANIZER", parameters: nameParameters, value: calendarAddress)
    }

    /// ATTENDEE (RFC 5545 section 3.8.4.1) as a required participant; somebody who has not answered is asked to.
    public var attendeeProperty: Property {
        let status = participationStatus ?? .needsAction
        var parameters = nameParameters + [Parameter("ROLE", "REQ-PARTICIPANT"), Parameter("PARTSTAT", status.rawValue)]
        if status == .needsAction { parameters.append(Parameter("RSVP", "TRUE")) }
        return Property(name: "ATTENDEE", parameters: parameters, value: calendarAddress)
    }

    private var nameParameters: [Parameter] {
        guard let name, !name.trimmed.isEmpty else { return [] }
        return [Parameter("CN", name)]
    }

    /// A mail address becomes a `mailto:` address; any other kind stays as it is.
    private var calendarAddress: String {
        let isMail = address.utf8.contains(UInt8(ascii: "@")) && !address.utf8.contains(.colon)
        return isMail ? "mailto:" + address : address
    }
}

import CivilTime

extension ComponentCheck {
    private static let texts: Set<String> = [
        "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "CATEGORIES", "RESOURCES", "X-WR-CALNAME", "NAME", "UID",
    ]
    private static let times: Set<String> = [
        "DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED",
    ]
    /// Times that have to be in UTC, and the sections that say so.
    private static let stamps = ["DTSTAMP": "3.8.7.2", "CREATED": "3.8.7.1", "LAST-MODIFIED": "3.8.7.3", "COMPLETED": "3.8.2.1"]
    private static let words: [String: (allowed: Set<String>, section: String)] = [
        "TRANSP": (["OPAQUE", "TRANSPARENT"], "3.8.2.7"),
        "CLASS": (["PUBLIC", "PRIVATE", "CONFIDENTIAL"], "3.8.1.3"),
    ]
    private static let statuses: [String: Set<String>] = [
        "VEVENT": ["TENTATIVE", "CONFIRMED", "CANCELLED"],
        "VTODO": ["NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"],
        "VJOURNAL": ["DRAFT", "FINAL", "CANCELLED"],
    ]

    /// What is wrong with the value of a property.
    mutating func check(_ property: Property) {
        let name = property.name
        if Self.texts.contains(name) {
            checkText(property)
        } else if Self.times.contains(name) {
            checkTimes(property)
        } else if let (allowed, section) = Self.words[name] {
            checkWord(property, allowed: allowed, section: section)
        } else if name == "STATUS" {
            guard let allowed = Self.statuses[component.name] else { return }
            checkWord(property, allowed: allowed, section: "3.8.1.11")
        } else {
            checkOther(property)
        }
    }

    private mutating func checkOther(_ property: Property) {
        switch property.name {
        case "SEQUENCE":
            guard !isNumber(property, within: 0...Int(Int32.max)) else { return }
            note(
                "SEQUENCE is “\(property.shownValue)”, which is not a number from 0 on; it is taken as 0", .icalendar("3.8.7.4"),
                at: property)
        case "PRIORITY":
            guard !isNumber(property, within: 0...9) else { return }
            note("PRIORITY is “\(property.shownValue)”, which is not a number from 0 to 9", .icalendar("3.8.1.9"), at: property)
        case "ATTENDEE", "ORGANIZER":
            guard !property.value.utf8.contains(.colon) else { return }
            note(
                "\(property.name) is “\(property.shownValue)”, which is not an address such as mailto:ana@example.org",
                .icalendar("3.3.3"), at: property)
        case "DURATION":
            noteLiberty(in: property)
        case "TRIGGER":
            noteLiberty(in: property)
            guard EventDuration(property.value) == nil, EventTime(property) == nil else { return }
            note("TRIGGER is “\(property.shownValue)”, which is neither a length of time nor a time", .icalendar("3.8.6.3"), at: property)
        case "TZOFFSETFROM", "TZOFFSETTO":
            guard utcOffset(property.value) == nil else { return }
            note("\(property.name) is “\(property.shownValue)”, which is not an offset such as +0100", .icalendar("3.3.14"), at: property)
        case "FREEBUSY":
            guard let text = RecurrenceDate.list(property).unreadable.first else { return }
            note("FREEBUSY holds “\(text)”, which is not a period; it is left out", .icalendar("3.8.2.6"), at: property)
        default:
            break
        }
    }

    private mutating func noteLiberty(in property: Property) {
        guard let liberty = EventDuration.liberty(in: property.value) else { return }
        note("\(property.name) is “\(property.shownValue)”, which \(liberty)", .icalendar("3.3.6"), at: property)
    }

    private func isNumber(_ property: Property, within range: ClosedRange<Int>) -> Bool {
        Int(property.value.trimmed).map(range.contains) ?? false
    }

    private mutating func checkText(_ property: Property) {
        guard property.parameter("VALUE") == nil, let escape = property.withValueBytes(unknownEscape) else { return }
        note("\(property.name) holds “\(escape)”, which is no escape; it is read as it stands", .text, at: property)
    }

    private mutating func checkWord(_ property: Property, allowed: Set<String>, section: String) {
        let word = property.value.trimmed.asciiUppercased
        // Names that begin with X- are anybody's own.
        guard !allowed.contains(word), !word.hasPrefix("X-") else { return }
        note(
            "\(property.name) is “\(property.shownValue)”, which is none of \(allowed.sorted().joined(separator: ", "))",
            .icalendar(section), at: property)
    }

    private mutating func checkTimes(_ property: Property) {
        let name = property.name
        let values = property.value.split(separator: ",").flatMap { $0.split(separator: "/").prefix(1) }
        let parts = values.map { TimeParts(String($0)) }
        if parts.isEmpty || parts.contains(where: { $0 == nil }), component.name != "VEVENT" || Self.stamps[name] != nil {
            note("\(name) is “\(property.shownValue)”, which is not a date or time; it is left out", .icalendar("3.3.5"), at: property)
            return
        }
        let read = parts.compactMap { $0 }
        if read.contains(where: \.isForeign) {
            note("\(name) is “\(property.shownValue)”, not written as 20261121 or 20261121T090000Z", .icalendar("3.3.5"), at: property)
        }
        checkType(of: property, read)
        if let section = Self.stamps[name], read.contains(where: { $0.time == nil || $0.offset == nil }) {
            note("\(name) has to be a time in UTC, such as 20261121T090000Z; it is taken so", .icalendar(section), at: property)
        }
    }

    private mutating func checkType(of property: Property, _ times: [TimeParts]) {
        let type = property.parameter("VALUE")?.asciiUppercased
        let dates = times.count { $0.time == nil }
        if dates > 0, type == nil || type == "DATE-TIME", Self.stamps[property.name] == nil {
            note(
                "\(property.name) is a date where a time belongs, or VALUE=DATE is missing; it is read as a date", .icalendar("3.2.20"),
                at: property)
        } else if dates < times.count, type == "DATE" {
            note("\(property.name) is a time though VALUE=DATE says that it is a date", .icalendar("3.2.20"), at: property)
        }
        if times.contains(where: { $0.offset != nil }), property.parameter("TZID") != nil {
            note("\(property.name) is in UTC and names a TZID all the same; UTC counts", .timeZoneIdentifier, at: property)
        }
    }
}

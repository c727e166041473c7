import CivilTime

/// Reads the properties of one VEVENT and collects what was not as it should be.
struct EventReader {
    let component: Component
    private(set) var findings: [Finding] = []

    init(_ component: Component) {
        self.component = component
    }

    /// Notes what is wrong with the property, or with the event as a whole.
    private mutating func note(_ message: String, _ rule: Rule, at property: Property? = nil) {
        findings.append(Finding(line: property?.sourceLine ?? component.sourceLine ?? 0, message: message, rule: rule))
    }

    func recurrenceID() throws(EventFailure) -> EventTime? {
        guard let property = component.first("RECURRENCE-ID"), !property.value.trimmed.isEmpty else { return nil }
        guard let time = EventTime(property) else { throw .recurrenceIDUnreadable(value: property.shownValue) }
        return time
    }

    /// An event that replaces an occurrence and says no start of its own keeps the one that it replaces.
    mutating func start(replacing recurrenceID: EventTime?) throws(EventFailure) -> EventTime {
        let isWritten = { (property: Property) in !property.value.trimmed.isEmpty }
        guard let property = component.first("DTSTART").filter(isWritten) ?? component.all("DTSTART").first(where: isWritten) else {
            guard let recurrenceID else { throw .startMissing }
            note("DTSTART is missing; RECURRENCE-ID is taken for it", .event)
            return recurrenceID
        }
        if let time = EventTime(property) { return time }
        let message = "DTSTART is “\(property.shownValue)”, which is not a date or time; "
        if let time = component.all("DTSTART").lazy.compactMap({ EventTime($0) }).first {
            note(message + "the next one counts", .icalendar("3.8.2.4"), at: property)
            return time
        }
        guard let recurrenceID else { throw .startUnreadable(value: property.shownValue) }
        note(message + "RECURRENCE-ID is taken for it", .icalendar("3.8.2.4"), at: property)
        return recurrenceID
    }

    /// Some producers leave UID out: then the same event has to get the same name at each reading.
    mutating func uid() -> String {
        let uid = component.first("UID")?.text.trimmed ?? ""
        guard uid.isEmpty else { return uid }
        note("UID is missing; a name was made from start, end and summary", .icalendar("3.8.4.7"))
        let facts = ["DTSTART", "DTEND", "DURATION", "SUMMARY", "RECURRENCE-ID"].map { component.first($0)?.value ?? "" }
        return "without-uid-" + fingerprint(facts.joined(separator: "\n"))
    }

    mutating func time(_ name: String) -> EventTime? {
        guard let property = component.first(name), !property.value.trimmed.isEmpty else { return nil }
        let time = EventTime(property)
        if time == nil {
            note("\(name) is “\(property.shownValue)”, which is not a date or time; it is left out", .icalendar("3.3.5"), at: property)
        }
        return time
    }

    mutating func duration() -> EventDuration? {
        guard let property = component.first("DURATION") else { return nil }
        let duration = EventDuration(property.value)
        if duration == nil {
            note("DURATION is “\(property.shownValue)”, which is not a length of time; it is left out", .icalendar("3.3.6"), at: property)
        }
        return duration
    }

    func text(_ name: String) -> String? {
        guard let text = component.first(name)?.text, !text.trimmed.isEmpty else { return nil }
        return text
    }

    func word(_ name: String) -> String? {
        guard let word = component.first(name)?.value.trimmed.asciiUppercased, !word.isEmpty else { return nil }
        return word
    }

    /// DTSTAMP has to be in UTC; without `Z` it is taken so.
    func stamp() -> Instant? {
        switch component.first("DTSTAMP").flatMap({ EventTime($0) }) {
        case .utc(let instant): instant
        case .floating(let civil), .zoned(let civil, _): civil.instant(offset: 0)
        case .date(let date): CivilDateTime(date, .midnight).instant(offset: 0)
        case nil: nil
        }
    }

    mutating func rules(_ name: String) -> [String] {
        var rules: [String] = []
        for property in component.all(name) {
            let text = property.value.trimmed
            // Nothing but semicolons says as little.
            if normalizedRule(text).isEmpty {
                note("\(name) is empty; it is left out", .recurrence, at: property)
            } else {
                rules.append(text)
            }
        }
        return rules
    }

    mutating func dates(_ name: String) -> [RecurrenceDate] {
        var dates: [RecurrenceDate] = []
        for property in component.all(name) {
            let list = RecurrenceDate.list(property)
            dates += list.dates
            guard let first = list.unreadable.first else { continue }
            note("\(name) holds “\(first)”, which is not a date or time; it is left out", .icalendar("3.3.5"), at: property)
        }
        return dates
    }
}

extension Optional {
    fileprivate func filter(_ isIncluded: (Wrapped) -> Bool) -> Wrapped? {
        flatMap { isIncluded($0) ? $0 : nil }
    }
}

extension Property {
    /// The value as findings show it.
    var shownValue: String { String(value.prefix(40)) }
}

/// FNV-1a over the UTF-8 form, as 16 hexadecimal digits: the same on every machine and in every run.
func fingerprint(_ text: String) -> String {
    let digits = String(fingerprintNumber(text), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

func fingerprintNumber(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
}

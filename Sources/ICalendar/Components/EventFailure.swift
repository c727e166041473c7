/// Why a component is not understood as an event; the calendar around it is read all the same.
public enum EventFailure: Error, Hashable {
    /// It is another component than a VEVENT.
    case notAnEvent(name: String)
    /// DTSTART is missing (RFC 5545 section 3.6.1).
    case startMissing
    /// DTSTART is neither a date nor a time (RFC 5545 section 3.8.2.4).
    case startUnreadable(value: String)
    /// RECURRENCE-ID is neither a date nor a time (RFC 5545 section 3.8.4.4).
    case recurrenceIDUnreadable(value: String)

    /// The failure for a person.
    public var sentence: String {
        switch self {
        case .notAnEvent(let name): "A \(name) is not an event."
        case .startMissing: "The event has no start (DTSTART)."
        case .startUnreadable(let value): "The start of the event (DTSTART) is “\(value)”, which is not a date or time."
        case .recurrenceIDUnreadable(let value):
            "The event changes one of a series, and which one (RECURRENCE-ID) is “\(value)”, which is not a date or time."
        }
    }

    /// What the component goes against.
    public var rule: Rule {
        switch self {
        case .notAnEvent: .components
        case .startMissing: .event
        case .startUnreadable: .icalendar("3.8.2.4")
        case .recurrenceIDUnreadable: .icalendar("3.8.4.4")
        }
    }

    /// The failure as a finding of the component that it is about.
    func finding(in component: Component) -> Finding {
        let property =
            switch self {
            case .notAnEvent, .startMissing: Property?.none
            case .startUnreadable: component.first("DTSTART")
            case .recurrenceIDUnreadable: component.first("RECURRENCE-ID")
            }
        let message = String(sentence.dropLast())
        return Finding(line: property?.sourceLine ?? component.sourceLine ?? 0, message: message, rule: rule)
    }
}

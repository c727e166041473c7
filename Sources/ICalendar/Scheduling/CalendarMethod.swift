/// What a calendar object asks of its receiver (RFC 5546 section 1.4).
public enum CalendarMethod: String, CaseIterable, Hashable, Sendable {
    case publish = "PUBLISH"
    case request = "REQUEST"
    case reply = "REPLY"
    case add = "ADD"
    case cancel = "CANCEL"
    case refresh = "REFRESH"
    case counter = "COUNTER"
    case declineCounter = "DECLINECOUNTER"

    /// The method of a VCALENDAR; nil without one, and for a word that RFC 5546 does not know.
    public init?(_ calendar: Component) {
        guard let written = calendar.first("METHOD")?.value.trimmed.asciiUppercased else { return nil }
        self.init(rawValue: written)
    }
}

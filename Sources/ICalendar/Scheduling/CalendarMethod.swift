/// What a calendar object asks of its receiver (RFC 5546 section 1.4).
public enum CalendarMethod: String, CaseIterable, Hashable, Sendable {
    /// For whoever wants to know; asks for no answer. What feeds are.
    case publish = "PUBLISH"
    /// An invitation, or a new version of one.
    case request = "REQUEST"
    /// The answer to an invitation.
    case reply = "REPLY"
    /// Further occurrences of a series that was sent before.
    case add = "ADD"
    /// What was sent before does not take place.
    case cancel = "CANCEL"
    /// Asks for the newest version.
    case refresh = "REFRESH"
    /// Proposes another time.
    case counter = "COUNTER"
    /// Refuses such a proposal.
    case declineCounter = "DECLINECOUNTER"

    /// The method of a VCALENDAR; nil without one, and for a word that RFC 5546 does not know.
    public init?(_ calendar: Component) {
        guard let written = calendar.first("METHOD")?.value.trimmed.asciiUppercased else { return nil }
        self.init(rawValue: written)
    }
}

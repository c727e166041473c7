/// What a calendar object asks of its receiver (RFC 5546 section 1.4).
public enum CalendarMethod: String, Hashable, Sendable {
    case publish = "PUBLISH"
    case request = "REQUEST"
    case cancel = "CANCEL"
    case reply = "REPLY"
}

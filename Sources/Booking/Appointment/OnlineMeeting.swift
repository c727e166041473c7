/// The online meeting of an appointment: each has one of its own.
public enum OnlineMeeting: Hashable, Sendable, Codable {
    /// It is being made, where the person's calendar makes one.
    case wanted
    /// The address that people open.
    case ready(link: String)
    /// Nothing makes one: the business tells its customer how to join.
    case unavailable

    public var link: String? { if case .ready(let link) = self { link } else { nil } }
}

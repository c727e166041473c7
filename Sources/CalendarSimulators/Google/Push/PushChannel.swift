public import CivilTime

/// Where somebody wants to be told that something changed.
public struct PushChannel: Hashable, Sendable, Codable {
    /// What is watched: the events of a calendar, or a person's list of calendars.
    public enum Subject: Hashable, Sendable, Codable {
        case events(calendar: String)
        case list(subject: String)
    }

    /// As the client chose it.
    public let id: String
    /// Google’s key of what is watched.
    public let resourceID: String
    /// Google’s address of what is watched.
    public let resourceURI: String
    /// What is watched.
    public let subject: Subject
    /// Where messages go.
    public let address: String
    /// Comes with each message.
    public let token: String?
    /// Nothing is sent from then on.
    public let expires: Instant
    /// Whose token opened it.
    let owner: String
    /// The number of the latest message.
    var count = 0
}

/// A notification: a POST without a body.
public struct PushMessage: Hashable, Sendable, Codable {
    /// Where it goes.
    public let address: String
    /// All that it says.
    public let headers: [String: String]
    /// When it goes.
    public let due: Instant
}

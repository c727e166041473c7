public import CivilTime

/// A channel through which a provider says that a calendar changed.
public struct CalendarChannel: Hashable, Sendable, Codable {
    /// As we chose it.
    public var id: String
    /// The provider's key of what is watched; needed to stop the channel.
    public var resource: String
    /// It falls silent then, without a word.
    public var expires: Instant

    public init(id: String, resource: String, expires: Instant) {
        self.id = id
        self.resource = resource
        self.expires = expires
    }
}

/// A message of a channel: it says "look now" and nothing else.
public struct ChannelMessage: Hashable, Sendable {
    public var channel: String
    public var resource: String
    /// The secret that the channel was opened with.
    public var token: String?
    /// False for the message that only says that the channel is open.
    public var announcesChange: Bool

    public init(channel: String, resource: String, token: String?, announcesChange: Bool) {
        self.channel = channel
        self.resource = resource
        self.token = token
        self.announcesChange = announcesChange
    }
}

/// A provider that says when a calendar changed. Messages get lost: polling goes on beneath.
public protocol CalendarPush: Sendable {
    /// Whether the provider sends messages to such an address at all; without that no channel is asked for.
    func delivers(to address: String) -> Bool

    /// Opens a channel for one calendar.
    /// - Parameters:
    ///   - id: unique for good, at most 64 characters of base64url.
    ///   - address: ours, by HTTPS with a valid certificate.
    ///   - token: comes back with each message; at most 256 characters.
    func openChannel(
        _ id: String, of calendar: RemoteCalendar, to address: String, token: String, with credentials: CalendarCredentials
    ) async throws(ProviderFailure) -> CalendarChannel

    /// Stops a channel; success also when there is none.
    func closeChannel(_ channel: CalendarChannel, with credentials: CalendarCredentials) async throws(ProviderFailure)

    /// What a request to our address says; nil when it is no message.
    /// - Parameter headers: names in lower case.
    func message(in headers: [String: String]) -> ChannelMessage?
}

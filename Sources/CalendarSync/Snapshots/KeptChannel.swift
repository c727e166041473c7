public import CivilTime

/// A channel of a calendar, from the moment it is asked for until nothing can come through it any more.
public struct KeptChannel: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
        /// Asked for; whether the provider opened it is not known yet.
        case opening
        case open
        /// Another took its place, or its calendar is not read any more; what still comes is dropped.
        case retired
        /// The provider does not send news about the calendar, or not to us.
        case refused
    }

    /// As we chose it: unique for good.
    public var id: String
    public var calendar: ConnectedCalendar.ID
    public var state: State
    /// The address that messages come to.
    public var address: String
    /// What is stored of the secret that comes with each message.
    public var tokenHash: String
    /// The provider's key of what is watched; `nil` until it has told.
    public var resource: String?
    public var openedAt: Instant
    /// Nothing comes through it from then on.
    public var expires: Instant
    /// When its last message came; `nil` while none has, and once it was seen to miss something.
    public var heardAt: Instant?
    /// Why it was refused.
    public var failure: ProviderFailure?

    public init(
        id: String, calendar: ConnectedCalendar.ID, state: State, address: String, tokenHash: String, resource: String? = nil,
        openedAt: Instant, expires: Instant, heardAt: Instant? = nil, failure: ProviderFailure? = nil
    ) {
        self.id = id
        self.calendar = calendar
        self.state = state
        self.address = address
        self.tokenHash = tokenHash
        self.resource = resource
        self.openedAt = openedAt
        self.expires = expires
        self.heardAt = heardAt
        self.failure = failure
    }

    /// Whether changes are told by it: open, and a message came through it.
    public func isHealthy(_ now: Instant) -> Bool { state == .open && heardAt != nil && expires > now }

    /// How long a channel that was asked for may stay without an answer.
    public static let patience = Seconds.minutes(2)
    /// After a refusal it is asked again so much later: what stood in the way may have been mended.
    public static let refusalLasts = Seconds.days(1)

    /// Whether a calendar with these channels needs another one: none is open or under way, or the one there is has lived half its life.
    /// Messages come to `address` by then.
    public static func isWanted(besides channels: [KeptChannel], to address: String, _ now: Instant) -> Bool {
        !channels.contains { channel in
            guard channel.address == address else { return false }
            return switch channel.state {
            case .opening: now - channel.openedAt < patience
            case .open: now < channel.renewal
            case .retired: false
            case .refused: now - channel.openedAt < refusalLasts
            }
        }
    }

    /// Half of its life is over: there is no way to make it longer, so a new one is opened before the old one falls silent.
    public var renewal: Instant { openedAt + Seconds((expires - openedAt).count / 2) }
}

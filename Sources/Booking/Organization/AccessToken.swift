public import CivilTime

/// What a token lets its bearer do through the REST API, in the names of Microsoft Graph's permissions where it has them (permissions
/// reference, “Bookings”). Each one contains those before it; the last ones stand beside them.
public enum TokenScope: String, Hashable, Sendable, Codable, CaseIterable {
    /// Reads everything about bookings.
    case read = "Bookings.Read.All"
    /// Makes, changes and cancels appointments and customers.
    case appointments = "BookingsAppointment.ReadWrite.All"
    /// Changes services, staff, questions and businesses.
    case readWrite = "Bookings.ReadWrite.All"
    /// Publishes, makes and removes businesses.
    case manage = "Bookings.Manage.All"
    /// Calendar accounts, sync settings, conflicts, diagnosis, the history and the work in the queue; what Graph does not have.
    case sync = "Kalends.Sync.ReadWrite.All"
    /// Subscriptions to events, and what became of each delivery.
    case webhooks = "Kalends.Webhooks.ReadWrite.All"

    /// The scopes that it contains, itself among them.
    public var contained: Set<TokenScope> {
        switch self {
        case .read: [.read]
        case .appointments: [.read, .appointments]
        case .readWrite: [.read, .appointments, .readWrite]
        case .manage: [.read, .appointments, .readWrite, .manage]
        case .sync: [.sync]
        case .webhooks: [.webhooks]
        }
    }

    /// Whether it lets nobody change anything.
    public var isReading: Bool { self == .read }
}

/// A key to the REST API: somebody's own, with at most what they may do themselves, or an application's, with a role of its own. The token
/// itself is shown once and never stored.
public struct AccessToken: Hashable, Sendable, Codable {
    public typealias ID = Identifier<AccessToken>

    public var id: ID
    /// What it is for, in the words of whoever made it.
    public var name: String
    /// Whose it is; `nil` for an application's.
    public var user: User.ID?
    /// What an application may do; of a personal token the user's role counts, asked anew each time.
    public var role: Role
    public var scopes: Set<TokenScope>
    /// BLAKE2b-256 of the token, 64 hexadecimal digits.
    public var tokenHash: String
    /// The token's last four characters, by which people tell their tokens apart.
    public var hint: String
    public var createdAt: Instant
    /// `nil`: it lasts until it is revoked.
    public var expiresAt: Instant?
    /// To some minutes; `nil` before the first use.
    public var lastUsedAt: Instant?
    public var revokedAt: Instant?

    public init(
        id: ID, name: String, user: User.ID?, role: Role, scopes: Set<TokenScope>, tokenHash: String, hint: String, createdAt: Instant,
        expiresAt: Instant?, lastUsedAt: Instant? = nil, revokedAt: Instant? = nil
    ) {
        self.id = id
        self.name = name
        self.user = user
        self.role = role
        self.scopes = scopes
        self.tokenHash = tokenHash
        self.hint = hint
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.lastUsedAt = lastUsedAt
        self.revokedAt = revokedAt
    }

    public enum State: Hashable, Sendable { case working, expired, revoked }

    public func state(_ now: Instant) -> State {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return .working
    }

    public func grants(_ scope: TokenScope) -> Bool { scopes.contains { $0.contained.contains(scope) } }
}

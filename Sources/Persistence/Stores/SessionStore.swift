public import Booking
public import CivilTime

/// Somebody signed in, in one browser. The token itself is never stored.
public struct Session: Hashable, Sendable {
    public var tokenHash: String
    public var user: User.ID
    public var createdAt: Instant
    public var lastSeenAt: Instant
    public var expiresAt: Instant
    public var userAgent: String
    public var address: String
    /// The network that limits count as one; empty when it is not known.
    public var household: String

    public init(
        tokenHash: String, user: User.ID, createdAt: Instant, lastSeenAt: Instant, expiresAt: Instant, userAgent: String, address: String,
        household: String = ""
    ) {
        self.tokenHash = tokenHash
        self.user = user
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.userAgent = userAgent
        self.address = address
        self.household = household
    }
}

public struct SessionStore {
    let transaction: Transaction

    public func insert(_ session: Session) throws { try transaction.insert(session) }

    /// Finds expired sessions too: the caller has the clock.
    public func find(tokenHash: String) throws -> Session? { try transaction.find(where: "token_hash = ?", tokenHash) }

    /// Notes that the session was used, and how long it now lasts; one that has ended meanwhile stays ended.
    /// - Parameter expiresAt: `nil` leaves it as it is.
    public func touch(tokenHash: String, at instant: Instant, expiresAt: Instant? = nil) throws {
        try transaction.execute(
            "UPDATE sessions SET last_seen_at = ?, expires_at = COALESCE(?, expires_at) WHERE organization = ? AND token_hash = ?", instant,
            expiresAt, transaction.organization, tokenHash)
    }

    public func delete(tokenHash: String) throws {
        try transaction.execute("DELETE FROM sessions WHERE organization = ? AND token_hash = ?", transaction.organization, tokenHash)
    }

    /// The user's sessions, the latest used first.
    public func all(of user: User.ID) throws -> [Session] {
        try transaction.all("AND user_id = ? ORDER BY last_seen_at DESC, token_hash", user)
    }

    /// Ends the user's sessions, all but one when it is named.
    public func deleteAll(of user: User.ID, except tokenHash: String? = nil) throws {
        try transaction.execute(
            "DELETE FROM sessions WHERE organization = ? AND user_id = ? AND token_hash <> ?", transaction.organization, user,
            tokenHash ?? "")
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteExpired(before instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM sessions WHERE organization = ? AND expires_at < ?", transaction.organization, instant)
    }
}

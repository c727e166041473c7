public import Booking
public import CivilTime

/// Keys to the REST API. Those that were revoked stay, so that the list says what there was.
public struct AccessTokenStore {
    let transaction: Transaction

    public func insert(_ token: AccessToken) throws {
        transaction.touch(.settings)
        try transaction.insert(token)
    }

    public func update(_ token: AccessToken) throws {
        transaction.touch(.settings)
        try transaction.update(token)
    }

    public func find(_ id: AccessToken.ID) throws -> AccessToken? { try transaction.find(where: "id = ?", id) }

    /// Finds those that work no more, too: the caller has the clock.
    public func find(tokenHash: String) throws -> AccessToken? { try transaction.find(where: "token_hash = ?", tokenHash) }

    /// The latest first.
    /// - Parameter user: whose; all, the applications' among them, when `nil`.
    public func all(of user: User.ID? = nil) throws -> [AccessToken] {
        guard let user else { return try transaction.all("ORDER BY created_at DESC, id") }
        return try transaction.all("AND user_id = ? ORDER BY created_at DESC, id", user)
    }

    /// Notes a use; one that was revoked meanwhile stays revoked.
    public func touch(_ id: AccessToken.ID, at instant: Instant) throws {
        try transaction.execute(
            "UPDATE access_tokens SET last_used_at = ? WHERE organization = ? AND id = ?", instant, transaction.organization, id)
    }
}

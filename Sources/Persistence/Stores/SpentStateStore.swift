public import CivilTime

/// Sign-ins at a provider's page that came back: each counts once, on whichever node.
public struct SpentStateStore {
    let transaction: Transaction

    /// - Parameter expires: from then on it would be refused for its age.
    /// - Returns: false when it was spent before.
    public func spend(hash: String, expires: Instant) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO spent_states (organization, state_hash, expires_at) VALUES (?, ?, ?)
            ON CONFLICT (organization, state_hash) DO NOTHING
            """, transaction.organization, hash, expires) > 0
    }

    /// - Returns: how many were forgotten.
    @discardableResult
    public func deleteExpired(before instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM spent_states WHERE organization = ? AND expires_at < ?", transaction.organization, instant)
    }
}

public import CalendarSync
public import CivilTime

/// Who renews the tokens of an account: one at a time over all nodes.
public struct GrantRenewalStore {
    let transaction: Transaction

    /// Takes the turn, unless somebody has it whose time is not up.
    /// - Parameter holder: unique to each try.
    /// - Returns: whether it was taken.
    public func take(_ provider: ProviderKind, _ subject: String, holder: String, now: Instant, until: Instant) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO grant_renewals (organization, provider, subject, holder, lease_until) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (organization, provider, subject)
            DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until WHERE grant_renewals.lease_until <= ?
            """, transaction.organization, provider.rawValue, subject, holder, until, now) > 0
    }

    /// Gives the turn back; nothing when somebody else has it by now.
    public func release(_ provider: ProviderKind, _ subject: String, holder: String) throws {
        try transaction.execute(
            "DELETE FROM grant_renewals WHERE organization = ? AND provider = ? AND subject = ? AND holder = ?", transaction.organization,
            provider.rawValue, subject, holder)
    }
}

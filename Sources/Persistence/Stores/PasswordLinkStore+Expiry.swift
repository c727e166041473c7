public import CivilTime

extension PasswordLinkStore {
    /// - Returns: how many were removed.
    @discardableResult
    public func deleteExpired(before instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM password_links WHERE organization = ? AND expires_at < ?", transaction.organization, instant)
    }
}

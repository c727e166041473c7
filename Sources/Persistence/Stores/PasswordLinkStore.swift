public import Booking
public import CivilTime

/// A link by which somebody may choose a password once.
public struct PasswordLink: Hashable, Sendable {
    public enum Purpose: String, Hashable, Sendable, Codable { case invitation, reset }

    public var tokenHash: String
    public var user: User.ID
    public var purpose: Purpose
    public var expiresAt: Instant

    public init(tokenHash: String, user: User.ID, purpose: Purpose, expiresAt: Instant) {
        self.tokenHash = tokenHash
        self.user = user
        self.purpose = purpose
        self.expiresAt = expiresAt
    }
}

public struct PasswordLinkStore {
    let transaction: Transaction

    public func insert(_ link: PasswordLink) throws { try transaction.insert(link) }

    /// Finds expired links too: the caller has the clock.
    public func find(tokenHash: String) throws -> PasswordLink? { try transaction.find(where: "token_hash = ?", tokenHash) }

    /// - Returns: whether it was there, which makes a link that is used up usable once.
    @discardableResult
    public func delete(tokenHash: String) throws -> Bool {
        try transaction.execute("DELETE FROM password_links WHERE organization = ? AND token_hash = ?", transaction.organization, tokenHash)
            > 0
    }

    public func deleteAll(of user: User.ID) throws {
        try transaction.execute("DELETE FROM password_links WHERE organization = ? AND user_id = ?", transaction.organization, user)
    }
}

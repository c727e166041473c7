public import Booking
public import CalendarSync

/// Who was asked to connect their own calendar, and how far it has come.
public struct InvitationStore {
    let transaction: Transaction

    /// Of one second, the one that works, then one that was used.
    private static let latestFirst = "ORDER BY created_at DESC, revoked_at IS NULL DESC, accepted_at IS NULL DESC, id DESC"

    /// - Throws: `StoreFailure.unique` when there is one of that token.
    public func insert(_ invitation: ConnectionInvitation) throws {
        transaction.touch(.calendars)
        try transaction.insert(invitation)
    }

    public func update(_ invitation: ConnectionInvitation) throws {
        transaction.touch(.calendars)
        try transaction.update(invitation)
    }

    public func find(_ id: ConnectionInvitation.ID) throws -> ConnectionInvitation? { try transaction.find(where: "id = ?", id) }

    /// Finds those that are of no use any more, too: the caller says why.
    public func find(tokenHash: String) throws -> ConnectionInvitation? { try transaction.find(where: "token_hash = ?", tokenHash) }

    /// The latest first.
    public func all() throws -> [ConnectionInvitation] { try transaction.all(Self.latestFirst) }

    /// The latest first.
    public func all(of resource: Resource.ID) throws -> [ConnectionInvitation] {
        try transaction.all("AND resource = ? \(Self.latestFirst)", resource)
    }

    /// The last one by which an account was connected.
    public func last(account: CalendarAccount.ID) throws -> ConnectionInvitation? {
        try transaction.find(where: "account = ? \(Self.latestFirst) LIMIT 1", account)
    }
}

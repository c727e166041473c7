public import Booking
public import CalendarSync

public struct AccountStore {
    let transaction: Transaction

    public func insert(_ account: CalendarAccount) throws {
        transaction.touch(.calendars)
        try transaction.insert(account)
    }

    public func update(_ account: CalendarAccount) throws {
        transaction.touch(.calendars)
        try transaction.update(account)
    }

    public func find(_ id: CalendarAccount.ID) throws -> CalendarAccount? { try transaction.find(where: "id = ?", id) }

    /// By age; of every resource when none is named.
    public func all(of resource: Resource.ID? = nil) throws -> [CalendarAccount] {
        guard let resource else { return try transaction.all("ORDER BY created_at, id") }
        return try transaction.all("AND resource = ? ORDER BY created_at, id", resource)
    }

    /// Every account with the same sign-in, whosever it is; by age.
    public func all(_ provider: ProviderKind, user: String) throws -> [CalendarAccount] {
        try transaction.all("AND provider = ? AND login = ? ORDER BY created_at, id", provider.rawValue, user)
    }

    /// Removes the account with its calendars, their items, links and busy time. Conflicts stay, and hold their time until they are
    /// settled.
    public func delete(_ id: CalendarAccount.ID) throws {
        transaction.touch(.calendars, .availability)
        try transaction.execute("DELETE FROM accounts WHERE organization = ? AND id = ?", transaction.organization, id)
    }
}

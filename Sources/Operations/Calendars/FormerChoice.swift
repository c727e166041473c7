public import Booking
public import CalendarSync
import Persistence

/// What the calendars of an account were for when it was last in use.
public struct FormerChoice: Hashable, Sendable {
    /// The calendar that bookings were written into (`RemoteCalendar.id`); `nil` for nowhere.
    public var linked: String?
    /// The calendars whose busy events closed time.
    public var conflicts: Set<String>

    public init(linked: String?, conflicts: Set<String>) {
        self.linked = linked
        self.conflicts = conflicts
    }
}

extension ConnectCalendar {
    /// - Returns: `nil` for an account that was never in use.
    /// - Throws: `StoreFailure`.
    public func formerChoice(of account: CalendarAccount.ID) async throws -> FormerChoice? {
        try await kalends.database.read { try formerChoice(of: account, $0) }
    }

    /// The same for an account that somebody has signed in to with a password.
    /// - Throws: `StoreFailure`.
    public func formerChoice(
        _ provider: ProviderKind, user: String, _ found: DiscoveredAccount, of resource: Resource.ID
    ) async throws -> FormerChoice? {
        try await kalends.database.read { transaction in
            guard let account = try known(provider, user: user, found, of: resource, transaction) else { return nil }
            return try formerChoice(of: account.id, transaction)
        }
    }

    private func formerChoice(of account: CalendarAccount.ID, _ transaction: Transaction) throws -> FormerChoice? {
        let calendars = try transaction.calendars.all(account: account)
        let used = calendars.filter(\.isRead)
        if !used.isEmpty {
            return FormerChoice(
                linked: used.first(where: \.isLinked)?.remote.id, conflicts: Set(used.filter(\.closesTime).map(\.remote.id)))
        }
        // A disconnected account keeps its calendars, and its history says by their names what they were for.
        for entry in try transaction.history.all(subject: "account:\(account)", limit: 20) {
            guard let before = entry.before else { continue }
            let facts = try decode(ConnectionFacts.self, from: before)
            guard facts.linked != nil || !facts.closing.isEmpty else { continue }
            return FormerChoice(
                linked: facts.linked.flatMap { name in calendars.first { $0.remote.name == name }?.remote.id },
                conflicts: Set(calendars.filter { facts.closing.contains($0.remote.name) }.map(\.remote.id)))
        }
        return nil
    }
}

extension ProposedCalendars {
    /// The former choice, as far as its calendars are still there; otherwise what is likely.
    public init(_ calendars: [RemoteCalendar], former: FormerChoice?) {
        self.init(calendars)
        guard let former else { return }
        let there = Set(calendars.map(\.id))
        let linked = calendars.first { $0.id == former.linked && $0.access == .readWrite }?.id
        guard linked != nil || !former.conflicts.isDisjoint(with: there) else { return }
        (self.linked, conflicts) = (linked, former.conflicts.intersection(there))
        isClear = former.linked == linked
    }
}

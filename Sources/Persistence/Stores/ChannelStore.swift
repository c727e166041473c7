public import CalendarSync
public import CivilTime

/// The channels through which providers say that a calendar changed.
public struct ChannelStore {
    let transaction: Transaction

    public func insert(_ channel: KeptChannel) throws {
        transaction.touch(.calendars)
        try transaction.insert(channel)
    }

    public func update(_ channel: KeptChannel) throws {
        transaction.touch(.calendars)
        try transaction.update(channel)
    }

    public func find(_ id: String) throws -> KeptChannel? { try transaction.find(where: "id = ?", id) }

    /// The newest first; of every calendar when none is named.
    public func all(of calendar: ConnectedCalendar.ID? = nil) throws -> [KeptChannel] {
        guard let calendar else { return try transaction.all("ORDER BY calendar, opened_at DESC, id") }
        return try transaction.all("AND calendar = ? ORDER BY opened_at DESC, id", calendar)
    }

    /// Notes that a message came. It is no news for anybody who looks at a page.
    public func hear(_ id: String, watching resource: String, at instant: Instant) throws {
        try transaction.execute(
            "UPDATE push_channels SET heard_at = ?, watched = ? WHERE organization = ? AND id = ?", instant, resource,
            transaction.organization, id)
    }

    public func delete(_ id: String) throws {
        try transaction.execute("DELETE FROM push_channels WHERE organization = ? AND id = ?", transaction.organization, id)
    }

    /// Forgets channels through which nothing can come any more.
    /// - Returns: how many there were.
    @discardableResult
    public func deleteExpired(before instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM push_channels WHERE organization = ? AND expires_at < ?", transaction.organization, instant)
    }
}

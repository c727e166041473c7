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

    /// Notes that an event in the calendar is about to be written by us, of which the provider will tell us.
    public func expectEcho(calendar: ConnectedCalendar.ID, at instant: Instant) throws {
        try transaction.execute(
            "UPDATE push_channels SET echoes = echoes + 1, written_at = ? WHERE organization = ? AND calendar = ? AND state = 'open'",
            instant,
            transaction.organization, calendar)
    }

    /// - Parameter instant: what was written before it has been told of long ago, or never will be.
    /// - Returns: whether a message is one that a write of ours made us expect; it is expected no more then.
    public func takeEcho(_ id: String, since instant: Instant) throws -> Bool {
        let isExpected =
            try transaction.execute(
                "UPDATE push_channels SET echoes = echoes - 1 WHERE organization = ? AND id = ? AND echoes > 0 AND written_at >= ?",
                transaction.organization, id, instant) > 0
        if !isExpected {
            try transaction.execute(
                "UPDATE push_channels SET echoes = 0 WHERE organization = ? AND id = ? AND echoes > 0", transaction.organization, id)
        }
        return isExpected
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

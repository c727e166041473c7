public import CalendarSync

/// The items of outside calendars as they were last read.
public struct RemoteItemStore {
    let transaction: Transaction

    /// Inserts the item, or overwrites the one with its id.
    public func put(_ item: RemoteItem, calendar: ConnectedCalendar.ID) throws { try transaction.put(StoredItem(item, in: calendar)) }

    public func delete(id: RemoteItem.ID, calendar: ConnectedCalendar.ID) throws {
        try transaction.execute(
            "DELETE FROM remote_items WHERE organization = ? AND calendar = ? AND id = ?", transaction.organization, calendar, id)
    }

    public func deleteAll(calendar: ConnectedCalendar.ID) throws {
        try transaction.execute("DELETE FROM remote_items WHERE organization = ? AND calendar = ?", transaction.organization, calendar)
    }

    /// Each item's version; the empty text for one whose server gave none, so that the item is known all the same.
    public func versions(calendar: ConnectedCalendar.ID) throws -> [RemoteItem.ID: String] {
        let sql = "SELECT id, COALESCE(version, '') FROM remote_items WHERE organization = ? AND calendar = ?"
        let pairs = try transaction.rows(sql, transaction.organization, calendar) { (try $0.text(at: 0), try $0.text(at: 1)) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The same of those items alone; what is not held has no entry.
    public func versions(of ids: [RemoteItem.ID], calendar: ConnectedCalendar.ID) throws -> [RemoteItem.ID: String] {
        var versions: [RemoteItem.ID: String] = [:]
        try Placeholders.chunks(ids.map(\.sqlValue)) { list, values in
            let sql = "SELECT id, COALESCE(version, '') FROM remote_items WHERE organization = ? AND calendar = ? AND id IN (\(list))"
            try transaction.connection.query(sql, [transaction.organization.sqlValue, calendar.sqlValue] + values) {
                versions[try $0.text(at: 0)] = try $0.text(at: 1)
            }
        }
        return versions
    }

    public func find(id: RemoteItem.ID, calendar: ConnectedCalendar.ID) throws -> RemoteItem? {
        try transaction.find(StoredItem.self, where: "calendar = ? AND id = ?", calendar, id)?.item
    }

    /// The item of that UID; the first by id should a calendar hold several.
    public func find(uid: String, calendar: ConnectedCalendar.ID) throws -> RemoteItem? {
        try transaction.find(StoredItem.self, where: "calendar = ? AND uid = ? ORDER BY id LIMIT 1", calendar, uid)?.item
    }

    /// The id of an item that is held; `nil` for an empty calendar.
    public func anyID(calendar: ConnectedCalendar.ID) throws -> RemoteItem.ID? {
        try transaction.row(
            "SELECT id FROM remote_items WHERE organization = ? AND calendar = ? ORDER BY id LIMIT 1", transaction.organization, calendar
        ) { try $0.text(at: 0) }
    }

    /// How many bookings have their event in the calendar more than once: copies that somebody made, or that a server lost track of. A series
    /// is none of them: somebody made it of an event that was left to them.
    public func duplicatedMarkers(calendar: ConnectedCalendar.ID) throws -> Int {
        let sql = """
            SELECT COUNT(*) FROM (
                SELECT marker_appointment FROM remote_items
                WHERE organization = ? AND calendar = ? AND marker_appointment IS NOT NULL AND fields IS NOT NULL
                GROUP BY marker_appointment HAVING COUNT(*) > 1) AS doubled
            """
        return Int(try transaction.number(sql, [transaction.organization.sqlValue, calendar.sqlValue]))
    }

    /// Some of the items, by id: those after an id, or the first ones.
    public func page(calendar: ConnectedCalendar.ID, after id: RemoteItem.ID?, limit: Int) throws -> [RemoteItem] {
        let sql = "SELECT * FROM remote_items WHERE organization = ? AND calendar = ? AND id > ? ORDER BY id LIMIT ?"
        return try transaction.rows(sql, transaction.organization, calendar, id ?? "", limit, read: RemoteItem.init(row:))
    }

    /// What is no event of a link is held without its version: a whole listing brings it once more.
    public func forgetVersions(calendar: ConnectedCalendar.ID) throws {
        let sql = """
            UPDATE remote_items SET version = NULL WHERE organization = ? AND calendar = ? AND id NOT IN (
                SELECT remote_id FROM links WHERE organization = ? AND calendar = ? AND remote_id IS NOT NULL AND state <> 'closed')
            """
        try transaction.execute(sql, transaction.organization, calendar, transaction.organization, calendar)
    }

    /// Hands over one item after the other, by id; the whole calendar is never in memory at once.
    public func all(calendar: ConnectedCalendar.ID, body: (RemoteItem) throws -> Void) throws {
        let sql = "SELECT * FROM remote_items WHERE organization = ? AND calendar = ? ORDER BY id"
        try transaction.connection.stream(sql, [transaction.organization.sqlValue, calendar.sqlValue]) { try body(RemoteItem(row: $0)) }
    }
}

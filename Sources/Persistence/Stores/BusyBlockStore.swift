public import Booking
public import CalendarSync
public import CivilTime

/// One occurrence of an outside event as the admin calendar shows it, busy or free.
public struct OutsideBlock: Hashable, Sendable {
    public var block: BusyBlock
    /// Whether it closes its time.
    public var isBusy: Bool
    /// Why it is busy or free, in words.
    public var reason: String
    public var calendar: ConnectedCalendar.ID
    public var item: RemoteItem.ID

    public init(block: BusyBlock, isBusy: Bool, reason: String, calendar: ConnectedCalendar.ID, item: RemoteItem.ID) {
        self.block = block
        self.isBusy = isBusy
        self.reason = reason
        self.calendar = calendar
        self.item = item
    }
}

/// The time that outside events take. A block's source is the calendar's name as it is now; what a block says itself is not stored.
public struct BusyBlockStore {
    let transaction: Transaction

    /// Makes the blocks of one item these. Writes nothing, and leaves the availability revision alone, when they are so already.
    /// - Returns: whether anything changed.
    @discardableResult
    public func replace(calendar: ConnectedCalendar.ID, item: RemoteItem.ID, with blocks: [OutsideBlock]) throws -> Bool {
        let wanted = blocks.map(StoredBlock.init)
        let sql = "SELECT * FROM busy_blocks WHERE organization = ? AND calendar = ? AND item = ? ORDER BY number"
        let stored = try transaction.rows(sql, transaction.organization, calendar, item, read: StoredBlock.init(row:))
        if wanted == stored { return false }
        if !stored.isEmpty { try delete(calendar: calendar, item: item) }
        try insert(wanted, calendar: calendar, item: item)
        return true
    }

    /// Adds the blocks of an item that has none: see `items(among:calendar:)`.
    /// - Returns: whether there are any.
    @discardableResult
    public func add(calendar: ConnectedCalendar.ID, item: RemoteItem.ID, _ blocks: [OutsideBlock]) throws -> Bool {
        if blocks.isEmpty { return false }
        try insert(blocks.map(StoredBlock.init), calendar: calendar, item: item)
        return true
    }

    private func insert(_ blocks: [StoredBlock], calendar: ConnectedCalendar.ID, item: RemoteItem.ID) throws {
        transaction.touch(.availability, .calendars)
        for (number, block) in blocks.enumerated() {
            try transaction.insert(block.columns(calendar: calendar, item: item, number: number), into: "busy_blocks")
        }
    }

    /// Those of the items that have blocks, busy or free.
    public func items(among ids: [RemoteItem.ID], calendar: ConnectedCalendar.ID) throws -> Set<RemoteItem.ID> {
        var found: Set<RemoteItem.ID> = []
        try Placeholders.chunks(ids.map(\.sqlValue)) { list, values in
            let sql = "SELECT DISTINCT item FROM busy_blocks WHERE organization = ? AND calendar = ? AND item IN (\(list))"
            try transaction.connection.query(sql, [transaction.organization.sqlValue, calendar.sqlValue] + values) {
                found.insert(try $0.text(at: 0))
            }
        }
        return found
    }

    public func delete(calendar: ConnectedCalendar.ID, item: RemoteItem.ID) throws {
        let sql = "DELETE FROM busy_blocks WHERE organization = ? AND calendar = ? AND item = ?"
        if try transaction.execute(sql, transaction.organization, calendar, item) > 0 { transaction.touch(.availability, .calendars) }
    }

    /// The titles of the calendar's events are kept no more.
    public func forgetTitles(calendar: ConnectedCalendar.ID) throws {
        let sql = "UPDATE busy_blocks SET title = NULL WHERE organization = ? AND calendar = ? AND title IS NOT NULL"
        if try transaction.execute(sql, transaction.organization, calendar) > 0 { transaction.touch(.calendars) }
    }

    /// Removes what the calendar's items take; the time held for open conflicts stays.
    public func deleteAll(calendar: ConnectedCalendar.ID) throws {
        let sql = "DELETE FROM busy_blocks WHERE organization = ? AND calendar = ?"
        if try transaction.execute(sql, transaction.organization, calendar) > 0 { transaction.touch(.availability, .calendars) }
    }

    /// What closes time, the time held for open conflicts included, by resource and start.
    public func all(of resources: [Resource.ID], overlapping span: Span) throws -> [BusyBlock] {
        let blocks = try outside(of: resources, overlapping: span).filter(\.isBusy).map(\.block) + held(of: resources, overlapping: span)
        return blocks.sorted { ($0.resource, $0.span, $0.source) < ($1.resource, $1.span, $1.source) }
    }

    /// The outside events, free ones too, by resource and start.
    public func outside(of resources: [Resource.ID], overlapping span: Span) throws -> [OutsideBlock] {
        var blocks: [OutsideBlock] = []
        let sql = """
            SELECT b.*, c.name AS source FROM busy_blocks b JOIN calendars c ON c.organization = b.organization AND c.id = b.calendar
            WHERE b.organization = ? AND b.resource = ? AND b.length_class = ? AND b.start_at > ? AND b.start_at < ? AND b.end_at > ?
            """
        for resource in Set(resources) {
            for length in LengthClass.allCases {
                blocks += try transaction.rows(
                    sql, transaction.organization, resource, length.rawValue, length.earliestStart(reaching: span.start), span.end,
                    span.start,
                    read: OutsideBlock.init(row:))
            }
        }
        return blocks.sorted { left, right in
            (left.block.resource, left.block.span, left.calendar, left.item) < (
                right.block.resource, right.block.span, right.calendar, right.item
            )
        }
    }

    /// Keeps the time to which an event of ours was moved closed until the conflict is settled; nothing for one that was deleted.
    public func hold(conflict: SyncConflict, source: String) throws {
        guard let span = conflict.movedTo else { return }
        transaction.touch(.availability)
        try transaction.execute(
            """
            INSERT INTO conflict_holds (organization, conflict, resource, start_at, end_at, source) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization, conflict)
            DO UPDATE SET start_at = excluded.start_at, end_at = excluded.end_at, source = excluded.source
            """, transaction.organization, conflict.id, conflict.resource, span.start, span.end, source)
    }

    /// Opens the time that was held for a conflict.
    public func release(conflict: SyncConflict.ID) throws {
        let sql = "DELETE FROM conflict_holds WHERE organization = ? AND conflict = ?"
        if try transaction.execute(sql, transaction.organization, conflict) > 0 { transaction.touch(.availability) }
    }

    private func held(of resources: [Resource.ID], overlapping span: Span) throws -> [BusyBlock] {
        try Set(resources).flatMap { resource in
            try transaction.rows(
                "SELECT * FROM conflict_holds WHERE organization = ? AND resource = ? AND end_at > ? AND start_at < ?",
                transaction.organization, resource, span.start, span.end
            ) { BusyBlock(resource: resource, span: try $0.span(), source: try $0.text("source"), title: nil) }
        }
    }
}

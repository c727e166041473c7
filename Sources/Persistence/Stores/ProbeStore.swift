public import CalendarSync
public import CivilTime

/// A test item that was announced, and may stand in a calendar.
public struct Probe: Hashable, Sendable {
    /// The last part of its UID.
    public var id: String
    public var calendar: ConnectedCalendar.ID
    /// The id under which the server keeps it; `nil` until the write was answered.
    public var item: RemoteItem.ID?
    public var madeAt: Instant

    public init(id: String, calendar: ConnectedCalendar.ID, item: RemoteItem.ID? = nil, madeAt: Instant) {
        self.id = id
        self.calendar = calendar
        self.item = item
        self.madeAt = madeAt
    }
}

extension Probe: Record {
    static var table: String { "probes" }

    init(row: any SQLRow) throws {
        self.init(
            id: try row.text("id"), calendar: try row.id("calendar"), item: try row.textOrNil("item"), madeAt: try row.instant("made_at"))
    }

    func columns() -> Columns { ["id": id, "calendar": calendar, "item": item, "made_at": madeAt] }
}

/// Test items under way; whatever is left over is swept away.
public struct ProbeStore {
    let transaction: Transaction

    /// Inserts the probe, or overwrites the one of its id.
    public func put(_ probe: Probe) throws { try transaction.put(probe) }

    /// The oldest first.
    public func all(calendar: ConnectedCalendar.ID) throws -> [Probe] {
        try transaction.all("AND calendar = ? ORDER BY made_at, id", calendar)
    }

    public func delete(_ id: String) throws {
        try transaction.execute("DELETE FROM probes WHERE organization = ? AND id = ?", transaction.organization, id)
    }
}

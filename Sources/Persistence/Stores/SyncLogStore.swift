public import Booking
public import CalendarSync
public import CivilTime

extension SyncLogEntry {
    init(row: any SQLRow) throws {
        self.init(
            id: try row.integer("id"), at: try row.instant("happened_at"), resource: try row.id("resource"),
            calendar: try row.id("calendar"),
            action: try row.choice("action"), cause: try row.choice("cause"), appointment: try row.idOrNil("appointment"),
            count: try row.count("events"), failure: try row.textOrNil("failure"), milliseconds: try row.count("milliseconds"),
            run: try row.idOrNil("run"))
    }

    func columns() -> Columns {
        [
            "happened_at": at, "resource": resource, "calendar": calendar, "action": action.rawValue, "cause": cause.rawValue,
            "appointment": appointment, "events": count, "failure": failure, "milliseconds": milliseconds, "run": run,
        ]
    }
}

/// Which entries of the sync log are shown; everything of the person when nothing is said.
public struct SyncLogFilter: Hashable, Sendable {
    public var action: SyncLogEntry.Action?
    public var onlyFailures: Bool
    public var run: SyncRun.ID?

    public init(action: SyncLogEntry.Action? = nil, onlyFailures: Bool = false, run: SyncRun.ID? = nil) {
        self.action = action
        self.onlyFailures = onlyFailures
        self.run = run
    }
}

/// What the sync did, kept for some weeks.
public struct SyncLogStore {
    let transaction: Transaction

    public func append(_ entry: SyncLogEntry) throws {
        transaction.touch(.calendars)
        try transaction.insert(entry.columns(), into: "sync_log")
    }

    /// A person's entries, the latest first, with how many there are of that kind.
    public func list(of resource: Resource.ID, _ filter: SyncLogFilter = SyncLogFilter(), limit: Int, offset: Int = 0) throws
        -> (rows: [SyncLogEntry], total: Int)
    {
        var condition = "organization = ? AND resource = ?"
        var arguments = [transaction.organization.sqlValue, resource.sqlValue]
        if let action = filter.action {
            condition += " AND action = ?"
            arguments.append(action.rawValue.sqlValue)
        }
        if let run = filter.run {
            condition += " AND run = ?"
            arguments.append(run.sqlValue)
        }
        if filter.onlyFailures { condition += " AND failure IS NOT NULL" }
        let total = try transaction.number("SELECT COUNT(*) FROM sync_log WHERE \(condition)", arguments)
        let sql = "SELECT * FROM sync_log WHERE \(condition) ORDER BY id DESC LIMIT ? OFFSET ?"
        return (try transaction.rows(sql, arguments + [limit.sqlValue, offset.sqlValue], SyncLogEntry.init(row:)), Int(total))
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM sync_log WHERE organization = ? AND happened_at < ?", transaction.organization, instant)
    }
}

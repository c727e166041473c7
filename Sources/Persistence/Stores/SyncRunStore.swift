public import Booking
public import CalendarSync
public import CivilTime

/// The runs of the sync with their effects, kept as long as the sync log.
public struct SyncRunStore {
    let transaction: Transaction

    /// - Throws: `StoreFailure.unique` for a second undo of one run.
    public func insert(_ run: SyncRun) throws {
        transaction.touch(.calendars)
        try transaction.insert(run)
    }

    public func find(_ id: SyncRun.ID) throws -> SyncRun? { try transaction.find(where: "id = ?", id) }

    /// The run that took another one back.
    public func undo(of id: SyncRun.ID) throws -> SyncRun? { try transaction.find(where: "undoes = ?", id) }

    /// What concerns a person, the latest first; what concerned everybody is among it. With how many there are.
    public func list(of resource: Resource.ID, limit: Int, offset: Int = 0) throws -> (rows: [SyncRun], total: Int) {
        let condition = "organization = ? AND (resource = ? OR resource IS NULL)"
        let arguments = [transaction.organization.sqlValue, resource.sqlValue]
        let total = try transaction.number("SELECT COUNT(*) FROM sync_runs WHERE \(condition)", arguments)
        let sql = "SELECT * FROM sync_runs WHERE \(condition) ORDER BY happened_at DESC, id DESC LIMIT ? OFFSET ?"
        return (try transaction.rows(sql, arguments + [limit.sqlValue, offset.sqlValue], SyncRun.init(row:)), Int(total))
    }

    /// - Returns: the id under which it is kept.
    @discardableResult
    public func append(_ effect: RunEffect) throws -> Int64 {
        transaction.touch(.calendars)
        let columns = try effect.columns()
        let names = (["organization"] + columns.names).joined(separator: ", ")
        let sql = "INSERT INTO run_effects (\(names)) VALUES (\(Placeholders.list(columns.pairs.count + 1))) RETURNING id"
        return try transaction.number(sql, [transaction.organization.sqlValue] + columns.values)
    }

    /// In the order in which they were done.
    public func effects(of run: SyncRun.ID) throws -> [RunEffect] {
        let sql = "SELECT * FROM run_effects WHERE organization = ? AND run = ? ORDER BY id"
        return try transaction.rows(sql, transaction.organization, run, read: RunEffect.init(row:))
    }

    /// How often a run did what, and how that ended; in the order in which each was first done.
    public func counts(of run: SyncRun.ID) throws -> [(kind: RunEffect.Kind, outcome: RunEffect.Outcome, count: Int)] {
        let sql = """
            SELECT kind, outcome, COUNT(*) AS effects FROM run_effects WHERE organization = ? AND run = ? GROUP BY kind, outcome
            ORDER BY MIN(id)
            """
        return try transaction.rows(sql, transaction.organization, run) {
            (try $0.choice("kind"), try $0.choice("outcome"), try $0.count("effects"))
        }
    }

    /// The same for one person, whose effects alone are counted, and those that concern nobody by name.
    public func counts(of run: SyncRun.ID, for resource: Resource.ID) throws
        -> [(kind: RunEffect.Kind, outcome: RunEffect.Outcome, count: Int)]
    {
        let sql = """
            SELECT kind, outcome, COUNT(*) AS effects FROM run_effects
            WHERE organization = ? AND run = ? AND (resource = ? OR resource IS NULL) GROUP BY kind, outcome ORDER BY MIN(id)
            """
        return try transaction.rows(sql, transaction.organization, run, resource) {
            (try $0.choice("kind"), try $0.choice("outcome"), try $0.count("effects"))
        }
    }

    public func effect(_ id: Int64) throws -> RunEffect? {
        let sql = "SELECT * FROM run_effects WHERE organization = ? AND id = ?"
        return try transaction.row(sql, transaction.organization, id, read: RunEffect.init(row:))
    }

    /// What became of work that was left to a worker; an effect that was tidied away meanwhile stays away.
    public func settle(_ id: Int64, _ outcome: RunEffect.Outcome) throws {
        transaction.touch(.calendars)
        try transaction.execute(
            "UPDATE run_effects SET outcome = ? WHERE organization = ? AND id = ?", outcome.rawValue, transaction.organization, id)
    }

    /// The same, with what was really done.
    public func settle(_ id: Int64, _ outcome: RunEffect.Outcome, change: RunEffect.Change) throws {
        transaction.touch(.calendars)
        try transaction.execute(
            "UPDATE run_effects SET outcome = ?, details = ? WHERE organization = ? AND id = ?", outcome.rawValue,
            try JSONText.encode(change), transaction.organization, id)
    }

    /// Nothing of an appointment's events is kept any more: somebody's personal data is erased.
    public func forget(_ appointment: Appointment.ID) throws {
        try transaction.execute("DELETE FROM run_effects WHERE organization = ? AND appointment = ?", transaction.organization, appointment)
    }

    /// - Returns: how many were removed.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM sync_runs WHERE organization = ? AND happened_at < ?", transaction.organization, instant)
    }
}

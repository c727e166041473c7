#if PostgreSQL
/// Writers share a lock that nobody feels, until one of them is to be alone.
enum PostgresTurn {
    private static let lock = PostgresSession.Lock.turns

    /// Follows BEGIN: fails when somebody is alone or wants to be. To wait here would be too late, as the snapshot is taken already.
    static let share = PostgresSession.Step.text("SELECT 1 / CAST(pg_try_advisory_xact_lock_shared(\(lock)) AS int)")

    /// Follows BEGIN of a guarded write, and of one alone: each waits until the other has ended. Unlike the lock above, that of a table comes
    /// before the snapshot, so that whoever waited sees what was waited for; guarded writes do not feel each other.
    static let guarded = PostgresSession.Step.text("LOCK TABLE organizations IN ROW EXCLUSIVE MODE")
    static let unguarded = PostgresSession.Step.text("LOCK TABLE organizations IN SHARE ROW EXCLUSIVE MODE")

    /// Waits until nobody is alone.
    static func wait(on session: PostgresSession) throws(PostgresError) {
        try session.exchange([
            .text("SELECT pg_advisory_lock_shared(\(lock))"), .text("SELECT pg_advisory_unlock_shared(\(lock))"),
        ])
    }

    /// Runs `body` while nobody else writes.
    static func alone<T>(on session: PostgresSession, _ body: () throws -> T) throws -> T {
        _ = try StoreFailure.fromPostgres { try session.exchange([.text("SELECT pg_advisory_lock(\(lock))")]) }
        defer {
            // A session that is lost, or is left to itself, gives up its locks.
            do { try session.exchange([.text("SELECT pg_advisory_unlock(\(lock))")]) } catch { session.abandon() }
        }
        return try body()
    }
}
#endif

#if PostgreSQL
/// A commit becomes visible at once and is forced to the disk right after it, outside of the transaction: whoever waits for the disk holds
/// up nobody, and many wait for it together. Nobody is answered before.
extension PostgresSession {
    /// Lets commits return before they are on the disk, and notes how far the operator wants them to get: at least there.
    func promiseLater() throws(PostgresError) {
        let level = try run("SELECT CAST(current_setting('synchronous_commit') AS text)", []).value(row: 0, column: 0, kind: .text)
        if case .text(let level) = level, level != "off" { durability = level }
        try exchange([.text("SET synchronous_commit = 'off'")])
    }

    /// Waits until everything that this session committed would survive a power cut, and is on the standbys that the operator wants it on.
    /// - Throws: `StoreFailure.outcomeUnknown` when nobody can say.
    func forceToDisk() throws(StoreFailure) {
        // The message is nobody's; its commit comes after all that were made before.
        let sql = "SELECT set_config('synchronous_commit', ?, true), pg_logical_emit_message(true, 'kalends', '') IS NULL"
        do {
            _ = try run(sql, [.text(durability)])
        } catch {
            abandon()
            throw .outcomeUnknown
        }
    }
}
#endif

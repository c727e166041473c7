#if PostgreSQL
/// PostgreSQL through libpq: any number of nodes, readers and writers beside each other, each as though alone.
final class PostgresEngine: SQLEngine {
    private let address: PostgresAddress
    private let readers: PostgresPool
    private let writers: PostgresPool
    private let readingThreads: WorkerThreads
    private let writingThreads: WorkerThreads
    private let window: PostgresWindow
    private let wire: PostgresWire
    /// One session is enough: what is run there waits for nobody.
    private let asides: PostgresPool
    private let asideThreads: WorkerThreads
    private let statistics = PostgresStatistics()

    /// Connects once, to see that it can be.
    init(address: PostgresAddress) throws(StoreFailure) {
        // A writer keeps its session until its commit is on the disk.
        let forWriting = max(1, address.connections * 2 / 3)
        let forReading = address.connections - forWriting
        self.address = address
        readers = PostgresPool(address, .reading, size: forReading)
        writers = PostgresPool(address, .writing, size: forWriting)
        readingThreads = WorkerThreads("kalends read", limit: forReading)
        writingThreads = WorkerThreads("kalends write", limit: forWriting)
        window = PostgresWindow(widest: forWriting)
        wire = PostgresWire(address)
        asides = PostgresPool(address, .aside, size: 1)
        asideThreads = WorkerThreads("kalends aside", limit: 1)
        try StoreFailure.only { try readers.withSession { _ in } }
    }

    deinit { end() }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            readingThreads.run { [self] isLate in
                continuation.resume(
                    with: Result {
                        if isLate { throw StoreFailure.busy }
                        return try readNow(body)
                    })
            }
        }
    }

    func readNow<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try doubting {
            try PostgresRetry().run { _ in
                try readers.withSession { try Self.transaction(on: $0, .reading, body).value }
            }
        }
    }

    /// Where tables are gone it is worth a look whose database this is.
    private func doubting<T>(_ body: () throws -> T) throws -> T {
        do { return try body() } catch {
            if case StoreFailure.unprepared = error { wire.lookAgain() }
            throw error
        }
    }

    func write<T: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any SQLConnection) throws -> T, afterCommit: @escaping @Sendable (T) -> Void
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            writingThreads.run { [self] isLate in
                continuation.resume(
                    with: Result {
                        if isLate { throw StoreFailure.busy }
                        return try writeNow(manner, body, afterCommit: afterCommit)
                    })
            }
        }
    }

    func writeNow<T>(_ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T {
        try writeNow(.serial, body, afterCommit: afterCommit)
    }

    private func writeNow<T>(_ manner: WriteManner, _ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T {
        let value = try doubting {
            try PostgresRetry().run { mustBeAlone in
                try writers.withSession { session in
                    let (value, hasWritten) = try window.entering {
                        guard manner == .alone || mustBeAlone else {
                            return try Self.transaction(on: session, manner == .guarded ? .guarded : .writing, body)
                        }
                        return try PostgresTurn.alone(on: session) { try Self.transaction(on: session, .writingAlone, body) }
                    }
                    // Others may go on while this waits for the disk; those who do wait for it together.
                    if hasWritten { try session.forceToDisk() }
                    return value
                }
            }
        }
        afterCommit(value)
        if statistics.isDue() { lookAtTables() }
        return value
    }

    /// Nobody waits for it, and nothing depends on it: the server looks by itself sooner or later.
    private func lookAtTables() {
        readingThreads.run { [self] _ in try? readers.withSession { try PostgresStatistics.refresh($0) } }
    }

    /// Runs `body` in a transaction, whose commit is not yet on the disk.
    /// - Throws: `PostgresRetry.Anew` when it can be run anew, otherwise what it threw or the failure that undid it.
    private static func transaction<T>(
        on session: PostgresSession, _ access: PostgresConnection.Access, _ body: (any SQLConnection) throws -> T
    ) throws -> (value: T, hasWritten: Bool) {
        let connection = PostgresConnection(session, access)
        do {
            try StoreFailure.fromPostgres { try session.tidyStatements() }
            let value = try body(connection)
            return (value, try connection.commit())
        } catch {
            connection.rollBack()
            if let reason = connection.reasonToRunAnew {
                if reason == .occupied { try StoreFailure.fromPostgres { try PostgresTurn.wait(on: session) } }
                let isBusy = reason == .conflict || reason == .occupied
                throw PostgresRetry.Anew(reason: reason, failure: isBusy ? StoreFailure.busy : error)
            }
            throw error
        }
    }

    var isShared: Bool { true }

    func aside<T: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T? {
        try await withCheckedThrowingContinuation { continuation in
            asideThreads.run { [self] _ in
                continuation.resume(
                    with: Result {
                        guard ContinuousClock.now < deadline else { throw StoreFailure.busy }
                        return try asides.withSession { session in
                            try StoreFailure.fromPostgres { try session.tidyStatements() }
                            return try body(PostgresConnection(session, .aside))
                        }
                    })
            }
        }
    }

    func migrate(_ body: (any SQLConnection) throws -> Void) throws {
        try writers.withSession { session in
            // It takes as long as it takes, others' migrations included.
            session.patience = .seconds(86_400)
            let lock = "pg_advisory_%(\(PostgresSession.Lock.migrations))"
            _ = try StoreFailure.fromPostgres {
                try session.exchange([.text("SET lock_timeout = 0"), .text("SET statement_timeout = 0")])
                try session.exchange([.text("SELECT " + lock.replacing("%", with: "lock"))])
            }
            // Whatever happens, the session with its settings and its lock is not used again.
            defer { session.abandon() }
            do {
                _ = try Self.transaction(on: session, .migrating, body)
                try session.forceToDisk()
            } catch let anew as PostgresRetry.Anew {
                throw anew.failure
            }
        }
    }

    func close() throws(StoreFailure) {
        end()
        writers.waitUntilIdle()
        readers.waitUntilIdle()
    }

    private func end() {
        wire.end()
        readingThreads.end()
        writingThreads.end()
        asideThreads.end()
        asides.close()
        readers.close()
        writers.close()
    }

    var isRemote: Bool { true }

    func exchange(news hub: CommitHub) { wire.listen(for: hub) }

    func tell(_ commit: Commit) { wire.tell(commit) }

    func watch(fingerprint: String, fail: @escaping @Sendable (StoreFailure) -> Void) { wire.watch(fingerprint: fingerprint, fail: fail) }

    func requireSettled() throws(StoreFailure) {
        let isFree = try StoreFailure.only {
            try readers.withSession { session in
                try StoreFailure.fromPostgres {
                    let keys = PostgresSession.Lock.ofSchema
                    let answer = try session.run("SELECT pg_try_advisory_lock_shared(\(keys))", []).value(row: 0, column: 0, kind: .bool)
                    if answer == .integer(1) { _ = try session.run("SELECT pg_advisory_unlock_shared(\(keys))", []) }
                    return answer == .integer(1)
                }
            }
        }
        if !isFree {
            throw .unprepared("something is being restored or copied into it just now. Wait until that has ended, then start again.")
        }
    }

    /// What extensions brought along is theirs.
    var tableNames: String {
        """
        SELECT CAST(c.relname AS text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (
            SELECT 1 FROM pg_depend d WHERE d.classid = CAST('pg_class' AS regclass) AND d.objid = c.oid AND d.deptype = 'e')
        ORDER BY c.relname
        """
    }

    var columnNames: String {
        """
        SELECT CAST(column_name AS text) FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ?
        ORDER BY ordinal_position
        """
    }

    var tableCount: String {
        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = ?"
    }

    func translate(schema sql: String) -> String { PostgresSchema.translate(sql) }

    func statements(for guardian: SchemaGuard) -> [String] { PostgresSchema.statements(for: guardian) }

    /// The server is told at once what is in a table: by the next ones it is asked for every row that they refer to.
    func statementsAfterCopying(_ table: String) -> [String] {
        let numbering = "SELECT setval(pg_get_serial_sequence('\(table)', 'id'), COALESCE(MAX(id), 1), MAX(id) IS NOT NULL) FROM \(table)"
        let numbered = ["jobs", "history", "sync_log", "run_effects", "webhook_deliveries", "webhook_attempts"]
        return (numbered.contains(table) ? [numbering] : []) + ["ANALYZE \(table)"]
    }
}
#endif

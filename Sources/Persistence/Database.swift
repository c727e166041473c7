// Persistence: the stores, one per noun, and the engine beneath them. It imports Booking, CalendarSync and CivilTime; a driver library is
// imported by its own engine folder alone. SQL is written once, in the subset that SQLite and PostgreSQL share.
// Its five words: a *transaction* is a synchronous closure in which nothing can wait; a *store* is one noun's door to its rows; a *record*
// translates between a row and a domain value; a *topic* says what a commit changed; a *lease* is a worker's time-limited hold on a job.

public import Booking

/// The one database of an instance: transactions, and news of what was committed.
public final class Database: Sendable {
    /// The organization that every instance has, made by the first migration.
    public static let home = Organization.ID("home")

    let engine: any SQLEngine
    private let commitHub = CommitHub()
    private let catalogue = Catalogue()
    private let organization = Database.home
    /// What stood in the way of the last write that failed.
    let trouble = WriteTrouble()

    /// Yields why the database can be used no more: another content took the place of its own. The program must stop then.
    public let endings: AsyncStream<StoreFailure>
    private let ending: AsyncStream<StoreFailure>.Continuation

    /// - Parameter hears: whether it hears of what other nodes commit, and is one of them.
    init(engine: any SQLEngine, hears: Bool = true) {
        self.engine = engine
        (endings, ending) = AsyncStream.makeStream(of: StoreFailure.self, bufferingPolicy: .bufferingOldest(1))
        if hears { engine.exchange(news: commitHub) }
    }

    func end(for failure: StoreFailure) { ending.yield(failure) }

    deinit {
        commitHub.finish()
        ending.finish()
    }

    /// Opens the database and brings its schema forward. A file is made when it is missing.
    /// - Parameter place: the path of a file, or the address of a PostgreSQL database, `postgres://user:password@host/database`, with the
    ///   options that libpq knows and `connections`, how many of them this node opens at most (24), beside the one by which it hears of
    ///   other nodes.
    public static func open(at place: String) throws(StoreFailure) -> Database {
        let engine = try DatabasePlace(place).engine()
        try engine.requireSettled()
        try Schema.migrate(engine)
        return Database(engine: engine)
    }

    /// Opens a database to look at it: neither its schema nor anything else is changed, and no file is made.
    /// - Throws: `StoreFailure.newerDatabase`; `.other` when nothing of Kalends is there.
    public static func open(reading place: String) throws(StoreFailure) -> Database {
        guard let engine = try DatabasePlace(place).readingEngine() else { throw .other("there is no file \(place).") }
        let database = Database(engine: engine, hears: false)
        let version = try database.schema()
        if version > schemaVersion { throw .newerDatabase(found: version, known: schemaVersion) }
        return database
    }

    /// Opens what a copy is written into, and brings its schema as far as the source's.
    /// - Parameter schema: at most `schemaVersion`.
    public static func open(copyAt place: DatabasePlace, schema: Int = schemaVersion) throws(StoreFailure) -> Database {
        let engine = try place.engine()
        try Schema.migrate(engine, with: Schema.migrations.filter { $0.number <= schema })
        return Database(engine: engine, hears: false)
    }

    /// The number of the last migration that was applied to it; 0 when nothing of Kalends is there.
    public func schema() throws(StoreFailure) -> Int {
        try StoreFailure.only { try engine.readNow { try Schema.version(in: $0, of: engine) } }
    }

    /// A database in a temporary file that goes away with it. It behaves like a real one, but nothing is forced to the disk.
    public static func inMemory() throws(StoreFailure) -> Database {
        let engine = try SQLiteEngine(temporary: TemporaryFolder())
        try Schema.migrate(engine)
        return Database(engine: engine)
    }

    /// Reads one consistent state of the database, beside any writer.
    /// - Throws: the body's error as it is; `StoreFailure` for what the database refuses.
    public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await engine.read { [organization, catalogue] connection in
            try body(Transaction(connection, organization: organization, catalogue: catalogue))
        }
    }

    /// Writes all or nothing: whatever the body throws rolls everything back, and so does a statement that failed, but for a claim that was
    /// refused. A cancelled task does not interrupt a write that was begun.
    ///
    /// The body sees the database as though it were the only writer. On PostgreSQL it is run again when that did not come true, so that it
    /// must leave nothing behind but what it writes and answers.
    /// - Parameters:
    ///   - alone: for long work: it shares its commit with no other write, and other nodes wait for it.
    ///   - guarded: for a body that relies on nothing but constraints, on rows that it writes itself, and on what is changed by writes alone
    ///     (`Transaction.requireAlone`). It then meets only those who write the same rows; the rest it sees as it was when it began.
    /// - Throws: the body's error as it is; `StoreFailure` for what the database refuses; `.outcomeUnknown` when nobody can say whether it
    ///   was committed. What a `Rider` of the task throws is thrown as though the body had.
    @discardableResult
    public func write<T: Sendable>(
        alone: Bool = false, guarded: Bool = false, _ body: @escaping @Sendable (Transaction) throws -> T
    ) async throws -> T {
        let body = Rider.current?.joining(body) ?? body
        let condition = WriteCondition.current
        return try await trouble.noting {
            try await engine.write(
                alone ? .alone : guarded ? .guarded : .serial,
                { [self] connection in
                    try run(on: connection) { transaction in
                        try condition?(transaction)
                        return try body(transaction)
                    }
                }, afterCommit: announce
            ).value
        }
    }

    /// `read`, on the calling thread where that takes microseconds; nobody waits for a network there.
    public func readSoon<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        engine.isRemote ? try await read(body) : try readNow(body)
    }

    /// `read`, on the calling thread: for the command line, and for hot paths that know they are short.
    public func readNow<T>(_ body: (Transaction) throws -> T) throws -> T {
        try engine.readNow { connection in try body(Transaction(connection, organization: organization, catalogue: catalogue)) }
    }

    /// `write`, on the calling thread; it waits for other writers.
    @discardableResult
    public func writeNow<T>(_ body: (Transaction) throws -> T) throws -> T {
        try engine.writeNow({ connection in try run(on: connection, body) }, afterCommit: announce).value
    }

    /// One element for each committed write that touched a topic, from now on, of other nodes as well. What other nodes wrote may come
    /// summed up, and after news was missed comes one element with every topic. A subscriber that lags keeps the newest 256.
    public func commits() -> AsyncStream<Commit> { commitHub.subscribe() }

    /// Waits for the transactions under way, closes the files and ends every stream of commits. Later transactions fail.
    public func close() throws(StoreFailure) {
        try engine.close()
        commitHub.finish()
        ending.finish()
    }

    private func run<T>(on connection: any SQLConnection, _ body: (Transaction) throws -> T) throws -> Written<T> {
        let transaction = Transaction(connection, organization: organization, catalogue: catalogue)
        let value = try body(transaction)
        try transaction.stampCatalogue()
        if transaction.topics.contains(.availability) { try transaction.availability.advanceRevision() }
        return Written(value: value, topics: transaction.topics)
    }

    private func announce<T>(_ written: Written<T>) {
        guard !written.topics.isEmpty else { return }
        let commit = Commit(organization: organization, topics: written.topics)
        commitHub.publish(commit)
        engine.tell(commit)
    }
}

/// What a write answered, and what it touched.
private struct Written<T> {
    let value: T
    let topics: Set<Topic>
}

extension Written: Sendable where T: Sendable {}

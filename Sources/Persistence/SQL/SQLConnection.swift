/// What the stores need of a database connection inside a transaction. Each engine has one; statements are prepared once and kept.
///
/// A statement that fails dooms its transaction on every engine: whatever the body does about it, nothing is committed and the write throws
/// that failure. `attempt` is the exception.
protocol SQLConnection {
    /// Runs a statement with `?` placeholders.
    /// - Returns: the number of rows changed.
    /// - Throws: `StoreFailure`.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// `execute` without its answer, so that nobody need wait for it: what goes wrong may be thrown by a later statement, or by the commit.
    func submit(_ sql: String, _ arguments: [SQLValue]) throws

    /// Hands each row of the answer to `body`, which must not run the same statement again.
    /// - Throws: `StoreFailure`, or what `body` throws.
    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws

    /// The same, with a statement of its own, so that `body` may run any statement. Few rows are in memory at once.
    func stream(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws

    /// The rows of a query without placeholders, packed. Until the last one was read nothing else may run here.
    func packedRows(_ sql: String) throws -> any PackedRows

    /// Adds packed rows to a table.
    func insert(_ rows: PackedBatch, into table: String, _ columns: [String]) throws

    /// `execute` for a statement that may be refused: nothing of it was done then, and the transaction goes on.
    @discardableResult
    func attempt(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// Throws when a refusal came from rows that this transaction cannot see: it has to be run anew by the engine. Where writers take turns
    /// there are none.
    func requireAnew() throws

    /// Throws unless no other write is under way, anywhere; the engine then runs the body anew, alone. Where writers take turns it always is.
    func requireAlone() throws

    /// A number that no other transaction under way has, wherever that is possible; rows of one number are written by one at a time.
    var shard: Int64 { get }

    /// Lets the write be answered only when everything that it read is on the disk, as though it had written it.
    func requireDurable()

    /// What ends a SELECT so that rows which somebody else is just taking are passed over.
    /// - Parameter table: the name of the table in the statement.
    func skippingLocked(_ table: String) -> String
}

/// How a write stands to others that are under way.
enum WriteManner: Sendable {
    /// As though one after the other.
    case serial
    /// One view of everything; constraints, and rows that both write, keep it apart from others.
    case guarded
    /// Never in one commit with another write, and never beside one.
    case alone
}

/// Looks for damage and answers with a sentence for each.
typealias Examination = (any SQLConnection) throws -> [String]

/// What `Database` needs of an engine.
protocol SQLEngine: Sendable {
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T
    /// Calls `afterCommit` when the commit has succeeded. The body may run more than once; what a run that failed left behind is undone.
    func write<T: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any SQLConnection) throws -> T, afterCommit: @escaping @Sendable (T) -> Void
    ) async throws -> T
    func readNow<T>(_ body: (any SQLConnection) throws -> T) throws -> T
    func writeNow<T>(_ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T
    /// Runs single statements, each by itself, on what may be lost in a crash: they wait for no disk and for nobody's transaction.
    /// - Parameter deadline: when it has passed nothing is run any more.
    /// - Returns: `nil` where one program is all there is.
    func aside<T: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T?
    /// Whether other programs may work with it at the same time.
    var isShared: Bool { get }
    /// A write by one program at a time, however many start at the same moment, without limit of time.
    func migrate(_ body: (any SQLConnection) throws -> Void) throws
    func close() throws(StoreFailure)

    /// Whether a read waits for a network, and may so wait for long.
    var isRemote: Bool { get }

    /// Tells what was committed to other nodes, and hears of theirs; nothing where there is one node.
    func exchange(news hub: CommitHub)
    func tell(_ commit: Commit)

    /// Lets `fail` know when the database turns out to be used with another secret key, or to be gone, while this program uses it.
    func watch(fingerprint: String, fail: @escaping @Sendable (StoreFailure) -> Void)
    /// - Throws: `StoreFailure.unprepared` while somebody puts another content in the place of this one.
    func requireSettled() throws(StoreFailure)

    /// How many tables of that name there are; takes the name.
    var tableCount: String { get }
    /// The tables and views that somebody made here.
    var tableNames: String { get }
    /// The columns of a table in their order; takes its name.
    var columnNames: String { get }

    /// A schema statement as this engine writes it.
    func translate(schema sql: String) -> String
    /// The statements that put a guard in place, where engines differ too much to share them.
    func statements(for guardian: SchemaGuard) -> [String]

    /// Looks of the engine's own for what is damaged or missing; each may fail by itself.
    func examinations() throws -> [Examination]
    /// What makes the target of a copy ready for many rows.
    func statementsBeforeCopying() -> [String]
    /// What has to be run in the target of a copy once all rows of a table are there.
    func statementsAfterCopying(_ table: String) -> [String]
}

extension SQLEngine {
    func exchange(news hub: CommitHub) {}
    func tell(_ commit: Commit) {}
    func watch(fingerprint: String, fail: @escaping @Sendable (StoreFailure) -> Void) {}
    func requireSettled() throws(StoreFailure) {}
    func aside<T: Sendable>(
        until deadline: ContinuousClock.Instant, _ body: @escaping @Sendable (any SQLConnection) throws -> T
    ) async throws -> T? { nil }
    var isShared: Bool { false }
    func statementsBeforeCopying() -> [String] { [] }
    func statementsAfterCopying(_ table: String) -> [String] { [] }
}

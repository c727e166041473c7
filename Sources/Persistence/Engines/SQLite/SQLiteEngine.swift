import FoundationEssentials
import GRDB

/// SQLite in WAL mode: one writer, readers beside it.
final class SQLiteEngine: SQLEngine {
    private let pool: DatabasePool
    private let folder: TemporaryFolder?

    /// Every commit is on the disk before it is acknowledged.
    convenience init(path: String) throws(StoreFailure) {
        try self.init(path: path, synchronous: "FULL", folder: nil)
    }

    /// Nothing is forced to the disk: the file does not outlive the program.
    convenience init(temporary folder: TemporaryFolder) throws(StoreFailure) {
        try self.init(path: folder.path + "/kalends.db", synchronous: "OFF", folder: folder)
    }

    /// For a look at a file that must not be made or changed; `nil` when it is missing.
    convenience init?(reading path: String) throws(StoreFailure) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Self.configuration
        configuration.readonly = true
        try self.init(pool: Self.open(path, configuration), folder: nil)
    }

    private convenience init(path: String, synchronous: String, folder: TemporaryFolder?) throws(StoreFailure) {
        let pool = try Self.open(path, Self.configuration)
        // GRDB sets NORMAL when it turns on WAL, which is after any preparation of its connections.
        try StoreFailure.only { try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(synchronous)") } }
        self.init(pool: pool, folder: folder)
    }

    private init(pool: DatabasePool, folder: TemporaryFolder?) {
        self.pool = pool
        self.folder = folder
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "kalends"
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 8
        return configuration
    }

    private static func open(_ path: String, _ configuration: Configuration) throws(StoreFailure) -> DatabasePool {
        do {
            return try DatabasePool(path: path, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            throw .other("the file \(path) cannot be opened; check that its folder is there and may be written")
        } catch let error as DatabaseError {
            throw StoreFailure(error)
        } catch {
            throw .other("\(error)")
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(with: Result { try StoreFailure.translating { try body(SQLiteConnection(database: database.get())) } })
            }
        }
    }

    func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T, afterCommit: @escaping @Sendable (T) -> Void
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                continuation.resume(with: Result { try Self.commit(body, on: database, afterCommit: afterCommit) })
            }
        }
    }

    func readNow<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try StoreFailure.translating { try pool.read { try body(SQLiteConnection(database: $0)) } }
    }

    func writeNow<T>(_ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T {
        try StoreFailure.translating { try pool.writeWithoutTransaction { try Self.commit(body, on: $0, afterCommit: afterCommit) } }
    }

    /// Runs `body` in a transaction that holds the write lock from its start.
    private static func commit<T>(
        _ body: (any SQLConnection) throws -> T, on database: GRDB.Database, afterCommit: (T) -> Void
    ) throws -> T {
        try StoreFailure.translating {
            var value: T?
            try database.inTransaction(.immediate) {
                value = try body(SQLiteConnection(database: database))
                return .commit
            }
            guard let value else { throw StoreFailure.other("the transaction ended without an answer") }
            afterCommit(value)
            return value
        }
    }

    func close() throws(StoreFailure) {
        try StoreFailure.only { try pool.close() }
    }

    func translate(schema sql: String) -> String { SQLiteSchema.translate(sql) }

    func statements(for guardian: SchemaGuard) -> [String] { SQLiteSchema.statements(for: guardian) }
}

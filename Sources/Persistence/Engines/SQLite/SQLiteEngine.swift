import Foundation
import GRDB
import Synchronization

/// SQLite in WAL mode: one writer, readers beside it.
final class SQLiteEngine: SQLEngine {
    let pool: DatabasePool
    let writers: WriteQueue
    private let folder: TemporaryFolder?
    private let isClosed = Atomic(false)

    /// Every commit is on the disk before it is acknowledged.
    convenience init(path: String) throws(StoreFailure) {
        try self.init(path: path, synchronous: "FULL", folder: nil)
    }

    /// Nothing is forced to the disk: the file does not outlive the program.
    /// - Parameter longest: how long writers may join a transaction after its begin.
    convenience init(temporary folder: TemporaryFolder, longest: Duration = .milliseconds(5)) throws(StoreFailure) {
        try self.init(path: folder.path + "/kalends.db", synchronous: "OFF", folder: folder, longest: longest)
    }

    /// For a look at a file that must not be made or changed; `nil` when it is missing.
    convenience init?(reading path: String) throws(StoreFailure) {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Self.configuration
        configuration.readonly = true
        try self.init(pool: Self.openReading(path, configuration), folder: nil)
    }

    private convenience init(
        path: String, synchronous: String, folder: TemporaryFolder?, longest: Duration = .milliseconds(5)
    ) throws(StoreFailure) {
        try Self.requireWritable(path)
        let pool = try Self.open(path, Self.configuration)
        // GRDB sets NORMAL when it turns on WAL, which is after any preparation of its connections.
        try StoreFailure.only { try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(synchronous)") } }
        self.init(pool: pool, folder: folder, longest: longest)
    }

    private init(pool: DatabasePool, folder: TemporaryFolder?, longest: Duration = .zero) {
        self.pool = pool
        self.folder = folder
        writers = WriteQueue(longest: longest)
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "kalends"
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 8
        return configuration
    }

    /// SQLite makes the files of its journal with the rights of the database's own: made while that is locked, they would lock it for good.
    /// - Throws: `StoreFailure.readOnly`.
    private static func requireWritable(_ path: String) throws(StoreFailure) {
        var status = stat()
        guard stat(path, &status) == 0 else { return }
        guard access(path, W_OK) == 0 else { throw .readOnly }
        for beside in [path + "-wal", path + "-shm"] where access(beside, F_OK) == 0 && access(beside, W_OK) != 0 {
            // Of a reader who came while it was locked.
            guard chmod(beside, status.st_mode & 0o777) == 0 else { throw .readOnly }
        }
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

    /// A journal is read with the help of files beside it, which not everybody may make; without a journal there is nothing to read there.
    private static func openReading(_ path: String, _ configuration: Configuration) throws(StoreFailure) -> DatabasePool {
        do {
            let pool = try open(path, configuration)
            try StoreFailure.only { try pool.read { _ = try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_schema") } }
            return pool
        } catch {
            switch error {
            case .corrupt, .busy: throw error
            default: break
            }
            guard access(path, R_OK) == 0 else { throw .other("the file \(path) cannot be read by this user") }
            var status = stat()
            guard stat(path + "-wal", &status) != 0 || status.st_size == 0 else { throw error }
            let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#%"))
            guard let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) else { throw error }
            return try open("file:\(escaped)?immutable=1", configuration)
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
        _ manner: WriteManner, _ body: @escaping @Sendable (any SQLConnection) throws -> T, afterCommit: @escaping @Sendable (T) -> Void
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            writers.append(
                WriteQueue.Writer(isAlone: manner == .alone) { connection in
                    let value = try body(connection)
                    return {
                        afterCommit(value)
                        continuation.resume(returning: value)
                    }
                } fail: {
                    continuation.resume(throwing: $0)
                })
            pool.asyncWriteWithoutTransaction { [writers] in writers.commitNext(on: $0) }
        }
    }

    func readNow<T>(_ body: (any SQLConnection) throws -> T) throws -> T {
        try StoreFailure.translating { try pool.read { try body(SQLiteConnection(database: $0)) } }
    }

    func writeNow<T>(_ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T {
        try StoreFailure.translating { try pool.writeWithoutTransaction { try Self.commit(body, on: $0, afterCommit: afterCommit) } }
    }

    func migrate(_ body: (any SQLConnection) throws -> Void) throws { try writeNow(body, afterCommit: {}) }

    /// Runs `body` in a transaction that holds the write lock from its start.
    private static func commit<T>(
        _ body: (any SQLConnection) throws -> T, on database: GRDB.Database, afterCommit: (T) -> Void
    ) throws -> T {
        try StoreFailure.translating {
            var value: T?
            try database.inTransaction(.immediate) {
                let connection = SQLiteConnection(database: database)
                value = try body(connection)
                try connection.fate.requireUndoomed()
                return .commit
            }
            guard let value else { throw StoreFailure.other("the transaction ended without an answer") }
            afterCommit(value)
            return value
        }
    }

    /// Leaves the file complete by itself when nobody else has it open: the last connection to close takes the journal in, if it may write.
    func close() throws(StoreFailure) {
        guard !isClosed.exchange(true, ordering: .relaxed) else { return }
        try StoreFailure.only {
            pool.releaseMemory()
            try pool.close()
        }
    }

    var isRemote: Bool { false }

    var tableNames: String { "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'" }

    var columnNames: String { "SELECT name FROM pragma_table_info(?) ORDER BY cid" }

    var tableCount: String { "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = ?" }

    func translate(schema sql: String) -> String { SQLiteSchema.translate(sql) }

    func statements(for guardian: SchemaGuard) -> [String] { SQLiteSchema.statements(for: guardian) }
}

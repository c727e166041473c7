@testable import Persistence

/// The database as one process reaches it: every transaction is a step. It runs on the calling thread, so that a history takes the same course
/// each time.
struct GatedEngine: SQLEngine {
    let inner: SQLiteEngine
    let gate: Gate
    let process: Int

    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T {
        try await gate.passLater(process) { try inner.readNow(body) }
    }

    func write<T: Sendable>(
        _ manner: WriteManner, _ body: @escaping @Sendable (any SQLConnection) throws -> T, afterCommit: @escaping @Sendable (T) -> Void
    ) async throws -> T {
        try await gate.passLater(process) { try inner.writeNow(body, afterCommit: afterCommit) }
    }

    func readNow<T>(_ body: (any SQLConnection) throws -> T) throws -> T { try gate.pass(process) { try inner.readNow(body) } }

    func writeNow<T>(_ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T {
        try gate.pass(process) { try inner.writeNow(body, afterCommit: afterCommit) }
    }

    func migrate(_ body: (any SQLConnection) throws -> Void) throws { try inner.migrate(body) }
    func close() throws(StoreFailure) {}
    var isRemote: Bool { false }
    var tableCount: String { inner.tableCount }
    var tableNames: String { inner.tableNames }
    var columnNames: String { inner.columnNames }
    func examinations() throws -> [Examination] { try inner.examinations() }
    func translate(schema sql: String) -> String { inner.translate(schema: sql) }
    func statements(for guardian: SchemaGuard) -> [String] { inner.statements(for: guardian) }
}

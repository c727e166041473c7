/// What the stores need of a database connection inside a transaction. Each engine has one; statements are prepared once and kept.
protocol SQLConnection {
    /// Runs a statement with `?` placeholders.
    /// - Returns: the number of rows changed.
    /// - Throws: `StoreFailure`.
    @discardableResult
    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int

    /// Hands each row of the answer to `body`, which must not run the same statement again.
    /// - Throws: `StoreFailure`, or what `body` throws.
    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws

    /// The same, with a statement of its own, so that `body` may run any statement.
    func stream(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws
}

/// What `Database` needs of an engine.
protocol SQLEngine: Sendable {
    func read<T: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> T) async throws -> T
    /// Calls `afterCommit` when the commit has succeeded, before the next write begins.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T, afterCommit: @escaping @Sendable (T) -> Void
    ) async throws -> T
    func readNow<T>(_ body: (any SQLConnection) throws -> T) throws -> T
    func writeNow<T>(_ body: (any SQLConnection) throws -> T, afterCommit: (T) -> Void) throws -> T
    func close() throws(StoreFailure)

    /// A schema statement as this engine writes it.
    func translate(schema sql: String) -> String
    /// The statements that put a guard in place, where engines differ too much to share them.
    func statements(for guardian: SchemaGuard) -> [String]
}

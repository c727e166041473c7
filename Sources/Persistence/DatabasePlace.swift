/// Where a database is: a file, or a PostgreSQL server.
public struct DatabasePlace: Hashable, Sendable {
    private enum Kind: Hashable { case file, server }

    private let text: String
    private let kind: Kind

    /// - Parameter text: a path, or an address that begins with `postgres://` or `postgresql://`.
    public init(_ text: String) {
        self.text = text
        kind = text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") ? .server : .file
    }

    /// Whether several nodes may serve it at the same time.
    public var isShared: Bool { kind == .server }

    /// The path, or the address without what is secret in it.
    public var name: String {
        switch kind {
        case .file: text
        case .server: PostgresAddress.withoutSecrets(text)
        }
    }

    func engine() throws(StoreFailure) -> any SQLEngine {
        switch kind {
        case .file: try SQLiteEngine(path: text)
        case .server: try Self.postgres(text)
        }
    }

    /// For a look that changes nothing; `nil` when a file is missing.
    func readingEngine() throws(StoreFailure) -> (any SQLEngine)? {
        switch kind {
        case .file: try SQLiteEngine(reading: text)
        case .server: try Self.postgres(text)
        }
    }

    #if PostgreSQL
    private static func postgres(_ address: String) throws(StoreFailure) -> any SQLEngine {
        try PostgresEngine(address: PostgresAddress(address))
    }
    #else
    private static func postgres(_ address: String) throws(StoreFailure) -> any SQLEngine {
        throw .unprepared("this program was built without PostgreSQL; build it with the trait PostgreSQL, which is on by default.")
    }
    #endif
}

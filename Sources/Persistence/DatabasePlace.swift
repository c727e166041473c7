/// Where a database is: a file, or a PostgreSQL server.
public struct DatabasePlace: Hashable, Sendable {
    private enum Kind: Hashable { case file, server }

    private let text: String
    private let kind: Kind
    /// The schema of a server's database; `nil` for the one that the server chooses.
    let schema: String?

    /// - Parameter text: a path, or an address that begins with `postgres://` or `postgresql://`.
    public init(_ text: String) { self.init(text, schema: nil) }

    init(_ text: String, schema: String?) {
        self.text = text
        self.schema = schema
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

    /// What it was made of, secrets included.
    var address: String { text }

    func engine() throws(StoreFailure) -> any SQLEngine {
        switch kind {
        case .file: try SQLiteEngine(path: text)
        case .server: try postgres()
        }
    }

    /// For a look that changes nothing; `nil` when a file is missing.
    func readingEngine() throws(StoreFailure) -> (any SQLEngine)? {
        switch kind {
        case .file: try SQLiteEngine(reading: text)
        case .server: try postgres()
        }
    }

    #if PostgreSQL
    var postgresAddress: PostgresAddress {
        get throws(StoreFailure) { try PostgresAddress(text, schema: schema) }
    }

    private func postgres() throws(StoreFailure) -> any SQLEngine { try PostgresEngine(address: postgresAddress) }
    #else
    private func postgres() throws(StoreFailure) -> any SQLEngine {
        throw .unprepared("this program was built without PostgreSQL; build it with the trait PostgreSQL, which is on by default.")
    }
    #endif
}

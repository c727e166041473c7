/// One step of the schema, frozen once it was released: it never calls today's code.
struct Migration: Sendable {
    let number: Int
    let name: String
    /// In the shared subset, with PostgreSQL's words for types; an engine translates what it calls otherwise.
    let statements: [String]
    let guards: [SchemaGuard]
}

/// What the database itself refuses, by means that each engine has of its own.
enum SchemaGuard: Sendable {
    /// Two claims of one resource never overlap.
    case overlap
    /// History is only appended to, and redacted.
    case history
}

/// The schema as this program knows it.
enum Schema {
    static let migrations = [
        Migration.first, Migration.second, Migration.third, Migration.fourth, Migration.fifth, Migration.sixth, Migration.seventh,
        Migration.eighth, Migration.ninth, Migration.tenth, Migration.eleventh, Migration.twelfth, Migration.thirteenth,
        Migration.fourteenth, Migration.fifteenth,
    ]

    static var newest: Int { migrations.last?.number ?? 0 }

    /// Brings the database forward, each step in a transaction of its own. Programs that start at once take turns.
    static func migrate(_ engine: any SQLEngine, with migrations: [Migration] = Schema.migrations) throws(StoreFailure) {
        let known = migrations.last?.number ?? 0
        try StoreFailure.only {
            // A read first: a database that is up to date is opened without waiting for a writer.
            let version = try engine.readNow { connection in try Schema.version(in: connection, of: engine) }
            if version == known { return }
            if version > known { throw StoreFailure.newerDatabase(found: version, known: known) }
            for migration in migrations {
                try engine.migrate { try apply(migration, to: $0, of: engine) }
            }
        }
    }

    /// The number of the last step that was applied; 0 for an empty database.
    static func version(in connection: any SQLConnection, of engine: any SQLEngine) throws -> Int {
        var (tables, version): (Int64, Int64) = (0, 0)
        try connection.query(engine.tableCount, [.text("schema_migrations")]) { tables = try $0.integer(at: 0) }
        if tables == 0 { return 0 }
        try connection.query("SELECT COALESCE(MAX(number), 0) FROM schema_migrations", []) { version = try $0.integer(at: 0) }
        return Int(version)
    }

    private static func apply(_ migration: Migration, to connection: any SQLConnection, of engine: any SQLEngine) throws {
        let version = try version(in: connection, of: engine)
        if version >= migration.number { return }
        if version == 0 {
            let sql = "CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)"
            try connection.execute(engine.translate(schema: sql), [])
        }
        for statement in migration.statements { try connection.execute(engine.translate(schema: statement), []) }
        for guardian in migration.guards {
            for statement in engine.statements(for: guardian) { try connection.execute(statement, []) }
        }
        try connection.execute(
            "INSERT INTO schema_migrations (number, name) VALUES (?, ?)", [.integer(Int64(migration.number)), .text(migration.name)])
    }
}

/// Schema statements as PostgreSQL writes them.
enum PostgresSchema {
    /// Text is compared byte by byte, so that lists have one order on every engine and in every country.
    static func translate(_ sql: String) -> String {
        guard ["CREATE TABLE", "CREATE UNLOGGED TABLE", "ALTER TABLE"].contains(where: sql.hasPrefix) else { return sql }
        return sql.split(separator: " TEXT", omittingEmptySubsequences: false).joined(separator: " TEXT COLLATE \"C\"")
    }

    static func statements(for guardian: SchemaGuard) -> [String] {
        switch guardian {
        case .overlap: PostgresOverlapGuard.statements
        case .history: PostgresHistoryGuard.statements
        }
    }
}

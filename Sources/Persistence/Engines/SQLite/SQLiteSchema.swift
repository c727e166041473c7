/// Schema statements as SQLite writes them: its own names for types, and tables that hold to them.
enum SQLiteSchema {
    static func translate(_ sql: String) -> String {
        let words = [
            ("BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT"),
            ("BIGINT", "INTEGER"),
            ("BYTEA", "BLOB"),
            ("UNLOGGED TABLE", "TABLE"),
        ]
        let sql = words.reduce(sql) { $0.split(separator: $1.0, omittingEmptySubsequences: false).joined(separator: $1.1) }
        return sql.hasPrefix("CREATE TABLE") ? sql + " STRICT" : sql
    }

    static func statements(for guardian: SchemaGuard) -> [String] {
        switch guardian {
        case .overlap: OverlapGuard.statements
        case .history: HistoryGuard.statements
        }
    }
}

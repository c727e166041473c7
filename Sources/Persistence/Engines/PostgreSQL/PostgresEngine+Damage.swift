#if PostgreSQL
extension PostgresEngine {
    func examinations() throws -> [Examination] {
        let tables = StoredTable.all.map(\.name) + StoredTable.passing
        return [{ try self.structure(tables, in: $0) }]
            + tables.map { table in { try self.rows(of: table, in: $0) } }
            + (try SchemaRelation.all()).map { relation in { try self.references(relation, in: $0) } }
    }

    /// Everything that refuses what must not be is there and switched on.
    private func structure(_ tables: [String], in connection: any SQLConnection) throws -> [String] {
        var present: Set<String> = []
        try connection.query(tableNames, []) { present.insert("table \(try $0.text(at: 0))") }
        let triggers = """
            SELECT CAST(t.tgname AS text), CAST(c.relname AS text) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = current_schema() AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
            """
        try connection.query(triggers, []) { present.insert("trigger \(try $0.text(at: 0)) on \(try $0.text(at: 1))") }
        // A table that was made anew and renamed keeps the name that its key had before.
        let constraints = """
            SELECT CASE WHEN k.contype = 'p' THEN CAST(c.relname AS text) || '_pkey' ELSE CAST(k.conname AS text) END,
                CAST(c.relname AS text), COALESCE(CAST(p.relname AS text), '') FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class p ON p.oid = k.confrelid
            WHERE n.nspname = current_schema() AND k.convalidated
            """
        try connection.query(constraints, []) { row in
            let parent = try row.text(at: 2)
            present.insert(
                parent.isEmpty
                    ? "constraint \(try row.text(at: 0)) on \(try row.text(at: 1))" : "reference from \(try row.text(at: 1)) to \(parent)")
        }
        let wanted =
            tables.map { "table \($0)" } + tables.map { "constraint \($0)_pkey on \($0)" }
            + ["constraint \(PostgresOverlapGuard.constraint) on claims", "trigger claims_take_turns on claims"]
            + ["removed", "emptied", "changed"].map { "trigger history_is_not_\($0) on history" }
            + (try SchemaRelation.all()).map { "reference from \($0.table) to \($0.parent)" }
        return Set(wanted).subtracting(present).sorted().map { StoreFailure.missingPart($0) }
    }

    /// The server reads every byte of every row, and fails where it cannot.
    private func rows(of table: String, in connection: any SQLConnection) throws -> [String] {
        do {
            try connection.query("SELECT CAST(COALESCE(SUM(OCTET_LENGTH(CAST(t.* AS text))), 0) AS bigint) FROM \(table) t", []) { _ in }
        } catch StoreFailure.corrupt(let what) {
            throw StoreFailure.corrupt("\(table): \(what)")
        }
        return []
    }

    private func references(_ relation: SchemaRelation, in connection: any SQLConnection) throws -> [String] {
        var count: Int64 = 0
        try connection.query(relation.count, []) { count = try $0.integer(at: 0) }
        if count == 0 { return [] }
        return ["\(count) rows of \(relation.table) refer to rows of \(relation.parent) that are missing. Restore a backup."]
    }
}
#endif

extension SQLiteEngine {
    func damage(in connection: any SQLConnection) throws -> [String] {
        var found: [String] = []
        try connection.query("PRAGMA integrity_check(20)", []) { row in
            let line = try row.text(at: 0)
            if line != "ok" { found.append("The file is damaged (\(line)). Restore a backup.") }
        }
        try connection.query("SELECT \"table\", COALESCE(\"rowid\", 0), \"parent\" FROM pragma_foreign_key_check LIMIT 20", []) { row in
            found.append(
                "The row \(try row.integer(at: 1)) of \(try row.text(at: 0)) refers to a row of \(try row.text(at: 2)) that is missing.")
        }
        return found
    }
}

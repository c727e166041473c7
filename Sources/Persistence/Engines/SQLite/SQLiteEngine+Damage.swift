extension SQLiteEngine {
    func examinations() throws -> [Examination] {
        [{ try self.integrity(in: $0) }, { try self.references(in: $0) }, { try self.structure(in: $0) }]
    }

    private func integrity(in connection: any SQLConnection) throws -> [String] {
        var found: [String] = []
        do {
            try connection.query("PRAGMA integrity_check(20)", []) { row in
                let lines = try row.text(at: 0).split(whereSeparator: \.isNewline).joined(separator: " ")
                if lines != "ok" { found.append("The file is damaged (\(lines)). Restore a backup.") }
            }
        } catch let failure as StoreFailure where failure.isDamage && !found.isEmpty {
            // What was found says more than that the search came to an end.
        }
        return found
    }

    private func references(in connection: any SQLConnection) throws -> [String] {
        var found: [String] = []
        try connection.query("SELECT \"table\", COALESCE(\"rowid\", 0), \"parent\" FROM pragma_foreign_key_check LIMIT 20", []) { row in
            found.append(
                "The row \(try row.integer(at: 1)) of \(try row.text(at: 0)) refers to a row of \(try row.text(at: 2)) that is missing.")
        }
        return found
    }

    /// Tables, indexes and guards are those of a new file, word by word.
    private func structure(in connection: any SQLConnection) throws -> [String] {
        let here = try Self.structure(in: connection)
        let wanted = try Database.inMemory().engine.readNow { try Self.structure(in: $0) }
        return wanted.filter { here[$0.key] != $0.value }.keys.sorted().map { StoreFailure.missingPart($0) }
    }

    private static func structure(in connection: any SQLConnection) throws -> [String: String] {
        var parts: [String: String] = [:]
        try connection.query(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'", []
        ) { row in
            parts[try row.text(at: 0)] = try row.text(at: 1)
        }
        return parts
    }
}

import Foundation

extension DatabasePlace {
    /// Makes a file that was closed complete by itself, so that it can be renamed or carried away; a server needs nothing.
    public func complete() throws(StoreFailure) {
        if !isShared { try SQLiteEngine.complete(fileAt: name) }
    }

    /// The names by which a database file and its journal go.
    static func files(of name: String) -> [String] { ["", "-wal", "-shm", "-journal"].map { name + $0 } }

    /// Removes everything of Kalends that is there, for good, and nothing else.
    /// - Precondition: a server's database holds nothing foreign (`content`).
    public func removeEverything() throws(StoreFailure) {
        guard isShared else {
            for file in Self.files(of: name) where unlink(file) != 0 && errno != ENOENT {
                throw .other("the file \(file) cannot be removed: \(String(cString: strerror(errno)))")
            }
            return
        }
        let engine = try engine()
        let statements = schema.map { ["DROP SCHEMA IF EXISTS \($0) CASCADE"] } ?? Self.removal
        try StoreFailure.only {
            try engine.migrate { connection in for statement in statements { try connection.execute(statement, []) } }
        }
        try engine.close()
    }

    // Without CASCADE: what somebody else hung onto our tables is not ours to remove.
    private static var removal: [String] {
        [
            "DROP TABLE IF EXISTS \(StoredTable.ownNames.sorted().joined(separator: ", "))",
            "DROP FUNCTION IF EXISTS \(functions.joined(separator: ", "))",
        ]
    }

    private static let functions = ["history_is_append_only", "claims_take_turns"]

    /// Where something is written that takes the place of what is here only when it is complete: a file beside, or a schema of its own.
    public var draft: DatabasePlace {
        isShared ? DatabasePlace(address, schema: "kalends_draft") : DatabasePlace(name + ".partial")
    }

    /// Makes room for a draft.
    func prepareDraft() throws(StoreFailure) {
        guard let schema else { return }
        let engine = try engine()
        try StoreFailure.only { try engine.migrate { try $0.execute("CREATE SCHEMA IF NOT EXISTS \(schema)", []) } }
        try engine.close()
    }

    /// Puts the draft, which is complete and closed, in the place of what is here: at once, or not at all.
    public func adoptDraft() throws(StoreFailure) {
        guard isShared else { return try adoptFile() }
        guard let schema = draft.schema else { return }
        let engine = try engine()
        try StoreFailure.only {
            try engine.migrate { connection in
                var (here, tables): (String, [String]) = ("", [])
                try connection.query("SELECT CAST(quote_ident(current_schema()) AS text)", []) { here = try $0.text(at: 0) }
                try connection.query(
                    "SELECT CAST(quote_ident(table_name) AS text) FROM information_schema.tables WHERE table_schema = ?", [.text(schema)]
                ) { tables.append(try $0.text(at: 0)) }
                for statement in Self.removal { try connection.execute(statement, []) }
                for table in tables { try connection.execute("ALTER TABLE \(schema).\(table) SET SCHEMA \(here)", []) }
                for function in Self.functions { try connection.execute("ALTER FUNCTION \(schema).\(function) SET SCHEMA \(here)", []) }
                try connection.execute("DROP SCHEMA \(schema)", [])
            }
        }
        try engine.close()
    }

    private func adoptFile() throws(StoreFailure) {
        let draft = draft.name
        // A journal that stayed would be taken for that of the new file.
        if FileManager.default.fileExists(atPath: name) {
            do throws(StoreFailure) { try complete() } catch { try removeEverything() }
        }
        for file in Self.files(of: name).dropFirst() where unlink(file) != 0 && errno != ENOENT {
            throw .other("the file \(file) cannot be removed: \(String(cString: strerror(errno)))")
        }
        guard rename(draft, name) == 0 else {
            throw .other("the file \(draft) cannot be renamed to \(name): \(String(cString: strerror(errno)))")
        }
    }
}

extension DatabasePlace {
    /// Writes the whole file, whatever is in its journal included, into another that is not there yet. Nothing is changed here.
    /// - Precondition: both are files.
    public func duplicate(to other: DatabasePlace) throws(StoreFailure) {
        guard let engine = try SQLiteEngine(reading: name) else { throw .other("there is no file \(name)") }
        try engine.duplicate(to: other.name)
        try engine.close()
    }
}

import FoundationEssentials

extension DatabasePlace {
    /// Whether anything of Kalends is there: a file that is not empty, or its tables on the server.
    /// - Throws: `StoreFailure` when that cannot be seen.
    public func isInUse() throws(StoreFailure) -> Bool {
        guard let engine = try readingEngine() else { return false }
        let version = try StoreFailure.only { try engine.readNow { try Schema.version(in: $0, of: engine) } }
        let rows =
            version == Schema.newest
            ? try StoreFailure.only { try engine.readNow { try Database.ownRows(in: $0) } } : version
        try engine.close()
        return rows > 0
    }

    /// Makes a file that was closed complete by itself, so that it can be renamed or carried away; a server needs nothing.
    public func complete() throws(StoreFailure) {
        if !isShared { try SQLiteEngine.complete(fileAt: name) }
    }

    /// Removes everything of Kalends that is there, for good.
    public func removeEverything() throws(StoreFailure) {
        guard isShared else {
            do {
                for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: name + ending) {
                    try FileManager.default.removeItem(atPath: name + ending)
                }
            } catch { throw .other("the file \(name) cannot be removed: \(error)") }
            return
        }
        let engine = try engine()
        let tables = (StoredTable.all.map(\.name) + StoredTable.passing + ["availability_revisions", "schema_migrations"])
            .joined(separator: ", ")
        try StoreFailure.only {
            try engine.migrate { connection in
                try connection.execute("DROP TABLE IF EXISTS \(tables) CASCADE", [])
                try connection.execute("DROP FUNCTION IF EXISTS history_is_append_only, claims_take_turns", [])
            }
        }
        try engine.close()
    }
}

extension Database {
    /// Rows that a person or a calendar brought; none in a database that was only opened.
    static func ownRows(in connection: any SQLConnection) throws -> Int {
        try StoredTable.all.filter { !$0.isSeeded }.reduce(0) { try $0 + $1.count(in: connection) }
    }
}

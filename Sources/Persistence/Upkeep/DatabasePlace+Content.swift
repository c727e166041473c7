import Foundation

extension DatabasePlace {
    /// What is there, as whoever wants to write there has to know it.
    public enum Content: Hashable, Sendable {
        /// No file, an empty one, or tables of Kalends that nobody has used.
        case nothing
        /// Rows that a person or a calendar brought.
        case business
        /// The rest of a copy that was cut short; which source it had.
        case unfinishedCopy(of: String)
        /// Something that is not Kalends'; the names of its tables, none for a file that is no database.
        case foreign(tables: [String])
    }

    /// Looks and changes nothing. A damaged database of Kalends counts as one that is in use.
    /// - Throws: `StoreFailure` when it cannot be seen, `.newerDatabase` among them.
    public func content() throws(StoreFailure) -> Content {
        if !isShared {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: name, isDirectory: &isFolder), isFolder.boolValue { return .foreign(tables: []) }
            guard let file = FileManager.default.contents(ofFile: name, upTo: 16) else { return .nothing }
            if file.isEmpty { return .nothing }
            if file != Data("SQLite format 3\0".utf8) { return .foreign(tables: []) }
        }
        do throws(StoreFailure) {
            guard let engine = try readingEngine() else { return .nothing }
            let content = try StoreFailure.only { try engine.readNow { try Self.content(in: $0, of: engine) } }
            try engine.close()
            return content
        } catch {
            if case .corrupt = error { return .business }
            throw error
        }
    }

    /// Whether anything of Kalends is there that somebody may miss.
    public func isInUse() throws(StoreFailure) -> Bool {
        switch try content() {
        case .business, .unfinishedCopy: true
        case .nothing, .foreign: false
        }
    }

    private static func content(in connection: any SQLConnection, of engine: any SQLEngine) throws -> Content {
        var names: [String] = []
        try connection.query(engine.tableNames, []) { names.append(try $0.text(at: 0)) }
        if names.isEmpty { return .nothing }
        guard try isOwn(names, in: connection, of: engine) else { return .foreign(tables: names) }
        let strange = names.filter { !StoredTable.ownNames.contains($0) }
        let version = try Schema.version(in: connection, of: engine)
        if version > Schema.newest { throw StoreFailure.newerDatabase(found: version, known: Schema.newest) }
        if !strange.isEmpty { return .foreign(tables: strange) }
        if let source = try DatabaseCopy.unfinished(in: connection) { return .unfinishedCopy(of: source) }
        let rows = try StoredTable.present(in: connection, of: engine).filter { !$0.isSeeded }.reduce(0) {
            try $0 + $1.count(in: connection)
        }
        return rows > 0 ? .business : .nothing
    }

    /// Other programs have tables called `schema_migrations` as well.
    private static func isOwn(_ names: [String], in connection: any SQLConnection, of engine: any SQLEngine) throws -> Bool {
        guard names.contains("schema_migrations") else { return false }
        var columns: [String] = []
        try connection.query(engine.columnNames, [.text("schema_migrations")]) { columns.append(try $0.text(at: 0)) }
        guard columns == ["number", "name"] else { return false }
        var isOurs = false
        try connection.query("SELECT name FROM schema_migrations WHERE number = 1", []) { row in
            isOurs = try row.text(at: 0) == Migration.first.name
        }
        return isOurs
    }
}

extension FileManager {
    /// The beginning of a file; `nil` when it is missing or cannot be read.
    fileprivate func contents(ofFile path: String, upTo count: Int) -> Data? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return try? file.read(upToCount: count) ?? Data()
    }
}

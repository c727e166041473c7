import Foundation

/// Everything that one database holds, written into another, whatever engines they have, and compared row by row afterwards.
///
/// The source is read in one snapshot, so that it may be in use; what it is told meanwhile is not in the copy. A copy that was cut short is
/// taken up where it stopped, as long as the source is as it was then. Rows go as bytes: what a text holds is not interpreted on its way.
public struct DatabaseCopy {
    /// How far a copy has come.
    public struct Progress: Hashable, Sendable {
        public enum Stage: String, Hashable, Sendable { case copying, comparing }

        public var stage: Stage
        public var table: String
        /// Rows done and rows in all, over all tables.
        public var done: Int
        public var total: Int
    }

    /// What a finished copy holds.
    public struct Report: Hashable, Sendable {
        public var tables: [TableCount]
        /// Equal for databases with equal content.
        public var fingerprint: Fingerprint
        /// Rows that an earlier attempt had brought over already.
        public var resumed: Int

        public var rows: Int { tables.reduce(0) { $0 + $1.rows } }
    }

    public struct TableCount: Hashable, Sendable {
        public var table: String
        public var rows: Int
    }

    /// The setting by which the rest of a copy that was cut short is known; its value tells which source it was.
    static let mark = "copy.unfinished"
    private static let rowsPerTransaction = 4_096
    private static let bytesPerTransaction = 16 << 20

    private let source: Database
    private let target: Database
    private let progress: (Progress) throws -> Void

    /// - Parameter progress: called now and then, on the calling thread; what it throws cuts the copy short.
    public init(from source: Database, to target: Database, progress: @escaping (Progress) throws -> Void = { _ in }) {
        self.source = source
        self.target = target
        self.progress = progress
    }

    /// Copies and compares.
    /// - Throws: `DatabaseCopy.Failure`, `StoreFailure`.
    public func callAsFunction() throws -> Report {
        try source.engine.readNow { source in
            if try Self.unfinished(in: source) != nil { throw Failure.sourceUnfinished }
            let tables = try StoredTable.present(in: source, of: self.source.engine)
            let counts = try tables.map { TableCount(table: $0.name, rows: try $0.count(in: source)) }
            let total = counts.reduce(0) { $0 + $1.rows }
            try begin(Self.identity(of: source, tables), tables)
            try run(target.engine.statementsBeforeCopying())
            var (done, resumed) = (0, 0)
            for (table, count) in zip(tables, counts) {
                let present = try copy(table, from: source) { written in
                    try progress(Progress(stage: .copying, table: table.name, done: min(done + written, total), total: total))
                }
                resumed += present
                done += count.rows
            }
            let fingerprint = try compare(source, tables, total: total)
            try target.engine.writeNow({ try Self.unmark($0) }, afterCommit: { _ in })
            return Report(tables: counts, fingerprint: fingerprint, resumed: resumed)
        }
    }

    /// The mark of a copy that has not been finished, when there is one.
    static func unfinished(in connection: any SQLConnection) throws -> String? {
        var found: String?
        try connection.query("SELECT setting_value FROM settings WHERE name = ?", [.text(mark)]) { found = try $0.text(at: 0) }
        return found
    }

    private static func unmark(_ connection: any SQLConnection) throws {
        try connection.execute("DELETE FROM settings WHERE name = ?", [.text(mark)])
    }

    /// What changes whenever the source does.
    static func identity(of source: any SQLConnection, _ tables: [StoredTable]) throws -> String {
        var parts: [String] = []
        for (table, sql) in [
            ("history", "SELECT COALESCE(MAX(id), 0) FROM history"), ("jobs", "SELECT COALESCE(MAX(id), 0) FROM jobs"),
            ("jobs", "SELECT COUNT(*) FROM jobs"),
            ("availability_counters", "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM availability_counters"),
            ("mails", "SELECT COUNT(*) FROM mails WHERE state = 'sent'"),
            ("sessions", "SELECT COUNT(*) FROM sessions"),
        ] where tables.contains(where: { $0.name == table }) {
            try source.query(sql, []) { row in
                let number = try row.integer(at: 0)
                parts.append(String(number))
            }
        }
        return parts.joined(separator: " ")
    }

    /// An empty target is marked; one that was marked with the same source is gone on with.
    private func begin(_ identity: String, _ tables: [StoredTable]) throws {
        try target.engine.writeNow(
            { connection in
                if let mark = try Self.unfinished(in: connection) {
                    guard mark == identity else { throw Failure.targetInUse }
                    return
                }
                for table in tables where !table.isSeeded {
                    guard try table.count(in: connection) == 0 else { throw Failure.targetInUse }
                }
                // What opening an empty database may have left there is not the source's.
                try connection.execute("DELETE FROM settings", [])
                try connection.execute(
                    "INSERT INTO settings (organization, name, setting_value) VALUES (?, ?, ?)",
                    [Database.home.sqlValue, .text(Self.mark), .text(identity)])
            }, afterCommit: { _ in })
    }

    /// - Returns: how many rows were there already.
    private func copy(_ table: StoredTable, from source: any SQLConnection, _ told: (Int) throws -> Void) throws -> Int {
        let columns = try table.columns(in: source, of: self.source.engine)
        var (last, present): ([SQLValue]?, Int) = (nil, 0)
        if !table.isSeeded {
            (last, present) = try target.engine.readNow { (try table.lastKey(in: $0), try table.count(in: $0)) }
        }
        var (batch, written) = (PackedBatch(), present)
        func flush() throws {
            if batch.count == 0 { return }
            try write(batch, into: table, columns)
            written += batch.count
            batch.removeAll()
            try told(written)
        }
        let rows = try source.packedRows(table.selection(columns, after: last))
        while try rows.advance() {
            batch.append(rows.row)
            if batch.count == Self.rowsPerTransaction || batch.bytes.count >= Self.bytesPerTransaction { try flush() }
        }
        try flush()
        try run(target.engine.statementsAfterCopying(table.name))
        return present
    }

    private func write(_ batch: PackedBatch, into table: StoredTable, _ columns: [String]) throws {
        do {
            try target.engine.writeNow(
                { connection in
                    // Migrations put rows of their own there, to which others may refer already: those are overwritten.
                    if table.isSeeded {
                        try overwrite(batch, in: table, columns, connection)
                    } else {
                        try connection.insert(batch, into: table.name, columns)
                    }
                }, afterCommit: { _ in })
        } catch let failure as StoreFailure {
            if case .other = failure, let found = batch.firstOddText(in: table, columns) { throw found }
            throw failure
        }
    }

    /// Few rows, of which each takes the place of the one that has its key.
    private func overwrite(_ batch: PackedBatch, in table: StoredTable, _ columns: [String], _ connection: any SQLConnection) throws {
        let keys = table.key.compactMap { columns.firstIndex(of: $0) }
        let changes = columns.indices.filter { !keys.contains($0) }
        // All of these tables hold texts, and numbers in columns of these names.
        let isNumber = columns.map { ["shard", "revision"].contains($0) }
        try batch.each { fields in
            let values = zip(fields, isNumber).map { field, isNumber in
                guard let field else { return SQLValue.null }
                return isNumber ? .integer(PackedFields.integer(field)) : .text(String(decoding: field, as: UTF8.self))
            }
            let sql = """
                INSERT INTO \(table.name) (\(columns.joined(separator: ", "))) VALUES (\(Placeholders.list(columns.count)))
                ON CONFLICT (\(table.key.joined(separator: ", ")))
                DO UPDATE SET \(changes.map { "\(columns[$0]) = excluded.\(columns[$0])" }.joined(separator: ", "))
                """
            try connection.execute(sql, values)
        }
    }

    private func run(_ statements: [String]) throws {
        if statements.isEmpty { return }
        try target.engine.writeNow(
            { connection in for statement in statements { try connection.query(statement, []) { _ in } } }, afterCommit: { _ in })
    }

    /// Reads both sides in the same order.
    private func compare(_ source: any SQLConnection, _ tables: [StoredTable], total: Int) throws -> Fingerprint {
        var (fingerprint, done) = (Fingerprint(), 0)
        try target.engine.readNow { target in
            for table in tables {
                let columns = try table.columns(in: source, of: self.source.engine)
                let ours = try source.packedRows(table.selection(columns))
                let theirs = try target.packedRows(table.selection(columns))
                while try ours.advance() {
                    let row = ours.row
                    fingerprint.add(row)
                    guard try theirs.advance(), theirs.row.count == row.count,
                        memcmp(theirs.row.baseAddress!, row.baseAddress!, row.count) == 0
                    else { throw Failure.differs(table: table.name, row: table.name(of: row, columns)) }
                    done += 1
                    if done % 10_000 == 0 { try progress(Progress(stage: .comparing, table: table.name, done: done, total: total)) }
                }
                if try theirs.advance() { throw Failure.differs(table: table.name, row: "a row that the source does not have") }
            }
        }
        try progress(Progress(stage: .comparing, table: "", done: total, total: total))
        return fingerprint
    }
}

extension Transaction {
    /// Whether the database is the rest of a copy that was cut short, and must not be worked with.
    public func isUnfinishedCopy() throws -> Bool { try DatabaseCopy.unfinished(in: connection) != nil }
}

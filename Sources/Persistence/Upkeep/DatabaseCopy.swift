/// Everything that one database holds, written into another, whatever engines they have, and compared row by row afterwards.
///
/// The source is read in one snapshot, so that it may be in use; what it is told meanwhile is not in the copy. A copy that was cut short is
/// taken up where it stopped, as long as the source is as it was then.
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

    public enum Failure: Error, Hashable, Sendable {
        /// The target holds a business of its own, or a copy of something else.
        case targetInUse
        /// The source is itself the rest of a copy that was cut short.
        case sourceUnfinished
        /// A row is not in the target as it is in the source.
        case differs(table: String, row: String)

        /// What happened and what to do, for a person.
        public var sentence: String {
            switch self {
            case .targetInUse:
                "The database to copy into is not empty. Choose an empty one, or say --force to remove everything that is in it."
            case .sourceUnfinished:
                "The database to copy from is the rest of a copy that was cut short. Finish or remove that copy first."
            case .differs(let table, let row):
                "After copying, \(table) differs at \(row). The copy is not usable: stop whatever writes into it and copy again with --force."
            }
        }
    }

    /// The setting by which the rest of a copy that was cut short is known; its value tells which source it was.
    static let mark = "copy.unfinished"
    private static let rowsPerStatement = 64
    private static let rowsPerTransaction = 4_096

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
            let counts = try StoredTable.all.map { TableCount(table: $0.name, rows: try $0.count(in: source)) }
            let total = counts.reduce(0) { $0 + $1.rows }
            let identity = try Self.identity(of: source)
            try begin(identity)
            try run(target.engine.statementsBeforeCopying())
            var (done, resumed) = (0, 0)
            for (table, count) in zip(StoredTable.all, counts) {
                let present = try copy(table, from: source) { written in
                    try progress(Progress(stage: .copying, table: table.name, done: min(done + written, total), total: total))
                }
                resumed += present
                done += count.rows
            }
            let fingerprint = try compare(source, total: total)
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
    private static func identity(of source: any SQLConnection) throws -> String {
        var parts: [String] = []
        for sql in [
            "SELECT COALESCE(MAX(id), 0) FROM history", "SELECT COALESCE(MAX(id), 0) FROM jobs", "SELECT COUNT(*) FROM jobs",
            "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM availability_counters",
            "SELECT COUNT(*) FROM mails WHERE state = 'sent'",
            "SELECT COUNT(*) FROM sessions",
        ] {
            try source.query(sql, []) { row in
                let number = try row.integer(at: 0)
                parts.append(String(number))
            }
        }
        return parts.joined(separator: " ")
    }

    /// An empty target is marked; one that was marked with the same source is gone on with.
    private func begin(_ identity: String) throws {
        try target.engine.writeNow(
            { connection in
                if let mark = try Self.unfinished(in: connection) {
                    guard mark == identity else { throw Failure.targetInUse }
                    return
                }
                for table in StoredTable.all where !table.isSeeded {
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
        var (last, present): ([SQLValue]?, Int) = (nil, 0)
        if !table.isSeeded {
            (last, present) = try target.engine.readNow { (try table.lastKey(in: $0), try table.count(in: $0)) }
        }
        var (batch, columns, written): ([StoredRow], SQLColumns?, Int) = ([], nil, present)
        func flush() throws {
            guard let columns, !batch.isEmpty else { return }
            try target.engine.writeNow({ try Self.insert(batch, columns, into: table, $0) }, afterCommit: { _ in })
            written += batch.count
            batch.removeAll(keepingCapacity: true)
            try told(written)
        }
        try table.rows(after: last, in: source) { names, row in
            columns = names
            batch.append(row)
            if batch.count == Self.rowsPerTransaction { try flush() }
        }
        try flush()
        try run(target.engine.statementsAfterCopying(table.name))
        return present
    }

    private func run(_ statements: [String]) throws {
        if statements.isEmpty { return }
        try target.engine.writeNow(
            { connection in for statement in statements { try connection.query(statement, []) { _ in } } }, afterCommit: { _ in })
    }

    private static func insert(_ rows: [StoredRow], _ columns: SQLColumns, into table: StoredTable, _ connection: any SQLConnection) throws
    {
        let names = columns.names
        let changes = names.filter { !table.key.contains($0) }.map { "\($0) = excluded.\($0)" }
        let conflict =
            !table.isSeeded
            ? "" : " ON CONFLICT (\(table.key.joined(separator: ", "))) DO UPDATE SET \(changes.joined(separator: ", "))"
        let tuple = "(\(Placeholders.list(names.count)))"
        for start in stride(from: 0, to: rows.count, by: rowsPerStatement) {
            let chunk = rows[start..<min(start + rowsPerStatement, rows.count)]
            let tuples = repeatElement(tuple, count: chunk.count).joined(separator: ", ")
            try connection.execute(
                "INSERT INTO \(table.name) (\(names.joined(separator: ", "))) VALUES \(tuples)\(conflict)", chunk.flatMap(\.values))
        }
    }

    /// Reads both sides in the same order.
    private func compare(_ source: any SQLConnection, total: Int) throws -> Fingerprint {
        var (fingerprint, done) = (Fingerprint(), 0)
        try target.engine.readNow { target in
            for table in StoredTable.all {
                var theirs = TableReader(table, in: target)
                try table.rows(in: source) { columns, row in
                    for value in row.values { fingerprint.add(value) }
                    guard try theirs.next() == row else { throw Failure.differs(table: table.name, row: try row.name(by: table, columns)) }
                    done += 1
                    if done % 10_000 == 0 { try progress(Progress(stage: .comparing, table: table.name, done: done, total: total)) }
                }
                if try theirs.next() != nil { throw Failure.differs(table: table.name, row: "a row that the source does not have") }
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

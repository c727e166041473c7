/// How stores run their SQL; every statement's first argument is the organization unless it says otherwise.
extension Transaction {
    @discardableResult
    func execute(_ sql: String, _ arguments: (any SQLArgument)?...) throws -> Int {
        try connection.execute(sql, arguments.map { $0?.sqlValue ?? .null })
    }

    func rows<T>(_ sql: String, _ arguments: [SQLValue], _ read: (any SQLRow) throws -> T) throws -> [T] {
        var rows: [T] = []
        try connection.query(sql, arguments) { rows.append(try read($0)) }
        return rows
    }

    func rows<T>(_ sql: String, _ arguments: (any SQLArgument)?..., read: (any SQLRow) throws -> T) throws -> [T] {
        try rows(sql, arguments.map { $0?.sqlValue ?? .null }, read)
    }

    func row<T>(_ sql: String, _ arguments: (any SQLArgument)?..., read: (any SQLRow) throws -> T) throws -> T? {
        try rows(sql, arguments.map { $0?.sqlValue ?? .null }, read).first
    }

    /// The one whole number that a statement answers.
    func number(_ sql: String, _ arguments: [SQLValue]) throws -> Int64 {
        guard let number = try rows(sql, arguments, { try $0.integer(at: 0) }).first else {
            throw StoreFailure.corrupt("no answer to \(sql)")
        }
        return number
    }
}

extension Transaction {
    func insert(_ record: some Record) throws { try insert(record.columns(), into: type(of: record).table) }

    func insert(_ columns: Columns, into table: String) throws {
        try connection.submit(Self.insertion(of: columns, into: table), [organization.sqlValue] + columns.values)
    }

    /// Inserts a row that the database may refuse; the transaction goes on then.
    func attempt<R: Record>(inserting record: R) throws {
        let columns = try record.columns()
        try connection.attempt(Self.insertion(of: columns, into: R.table), [organization.sqlValue] + columns.values)
    }

    private static func insertion(of columns: Columns, into table: String) -> String {
        let names = (["organization"] + columns.names).joined(separator: ", ")
        return "INSERT INTO \(table) (\(names)) VALUES (\(Placeholders.list(columns.pairs.count + 1)))"
    }

    /// Inserts the row, or overwrites the one that has its key.
    func put<R: Record>(_ record: R) throws {
        let columns = try record.columns()
        let names = (["organization"] + columns.names).joined(separator: ", ")
        let changes = columns.names.filter { !R.key.contains($0) }.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        let sql = """
            INSERT INTO \(R.table) (\(names)) VALUES (\(Placeholders.list(columns.pairs.count + 1))) \
            ON CONFLICT (\((["organization"] + R.key).joined(separator: ", "))) DO UPDATE SET \(changes)
            """
        try connection.submit(sql, [organization.sqlValue] + columns.values)
    }

    /// - Throws: `StoreFailure.missing` when there is no such row.
    func update<R: Record>(_ record: R) throws {
        let columns = try record.columns()
        let changes = columns.pairs.filter { !R.key.contains($0.name) }
        let key = R.key.map(columns.value(of:))
        let sql = """
            UPDATE \(R.table) SET \(changes.map { "\($0.name) = ?" }.joined(separator: ", ")) \
            WHERE organization = ? AND \(R.key.map { "\($0) = ?" }.joined(separator: " AND "))
            """
        let changed = try connection.execute(sql, changes.map(\.value) + [organization.sqlValue] + key)
        guard changed > 0 else { throw StoreFailure.missing(table: R.table, key: key.map(\.name).joined(separator: " ")) }
    }

    func find<R: Record>(_ type: R.Type = R.self, where condition: String, _ arguments: (any SQLArgument)?...) throws -> R? {
        let sql = "SELECT * FROM \(R.table) WHERE organization = ? AND \(condition)"
        return try rows(sql, [organization.sqlValue] + arguments.map { $0?.sqlValue ?? .null }, R.init(row:)).first
    }

    /// - Parameter condition: what follows `WHERE organization = ?`, beginning with `AND` or `ORDER BY`.
    func all<R: Record>(of type: R.Type = R.self, _ condition: String, _ arguments: (any SQLArgument)?...) throws -> [R] {
        let sql = "SELECT * FROM \(R.table) WHERE organization = ? \(condition)"
        return try rows(sql, [organization.sqlValue] + arguments.map { $0?.sqlValue ?? .null }, R.init(row:))
    }
}

extension SQLValue {
    /// How a message names the value.
    var name: String {
        switch self {
        case .null: "(none)"
        case .integer(let number): String(number)
        case .text(let text): text
        case .bytes(let bytes): "(\(bytes.count) bytes)"
        }
    }
}

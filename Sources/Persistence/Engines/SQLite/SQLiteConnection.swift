import FoundationEssentials
import GRDB

/// A GRDB connection inside a transaction.
struct SQLiteConnection: SQLConnection {
    let database: GRDB.Database
    let fate = TransactionFate()

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try fate.deciding { try attempt(sql, arguments) }
    }

    func attempt(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        try StoreFailure.translating {
            let statement = try database.cachedStatement(sql: sql)
            try statement.execute(arguments: StatementArguments(arguments.storable()))
            return database.changesCount
        }
    }

    func submit(_ sql: String, _ arguments: [SQLValue]) throws { _ = try execute(sql, arguments) }

    func query(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        try run({ try database.cachedStatement(sql: sql) }, arguments, body)
    }

    func stream(_ sql: String, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        try run({ try database.makeStatement(sql: sql) }, arguments, body)
    }

    // The one writer sees every row there is.
    func requireAnew() {}
    // Nobody sees a commit before it is on the disk.
    func requireDurable() {}
    func requireAlone() {}
    var shard: Int64 { 0 }
    func skippingLocked(_ table: String) -> String { "" }

    private func run(_ prepare: () throws -> Statement, _ arguments: [SQLValue], _ body: (any SQLRow) throws -> Void) throws {
        let (rows, columns) = try deciding {
            let statement = try prepare()
            return (
                try Row.fetchCursor(statement, arguments: StatementArguments(arguments.storable())), SQLColumns(statement.columnNames)
            )
        }
        while let row = try deciding({ try rows.next() }) { try body(SQLiteRow(row: row, columns: columns)) }
    }

    private func deciding<T>(_ step: () throws -> T) throws -> T { try fate.deciding { try StoreFailure.translating(step) } }
}

private struct SQLiteRow: SQLRow {
    let row: Row
    let columns: SQLColumns

    func value(at index: Int) -> SQLValue {
        switch (row[index] as DatabaseValue).storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .string(let text): .text(text)
        case .blob(let data): .bytes([UInt8](data))
        // No column holds fractions: the schema's tables are strict.
        case .double(let number): .text(String(number))
        }
    }
}

extension SQLValue: DatabaseValueConvertible {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        }
    }

    static func fromDatabaseValue(_ value: DatabaseValue) -> SQLValue? { nil }
}

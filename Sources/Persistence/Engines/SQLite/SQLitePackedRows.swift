import Foundation
import GRDB
import GRDBSQLite

/// The rows of a query as SQLite has them: text is taken byte by byte, whatever it is.
final class SQLitePackedRows: PackedRows {
    private let statement: Statement
    private let database: GRDB.Database
    private let columns: Int32
    private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 8)
    private var length = 0

    init(_ sql: String, on database: GRDB.Database) throws {
        self.database = database
        statement = try StoreFailure.translating { try database.makeStatement(sql: sql) }
        columns = Int32(statement.columnCount)
    }

    deinit { buffer.deallocate() }

    var row: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: buffer[..<length]) }

    func advance() throws -> Bool {
        let handle = statement.sqliteStatement
        switch sqlite3_step(handle) {
        case SQLITE_ROW: break
        case SQLITE_DONE: return false
        default: throw StoreFailure.last(of: database)
        }
        length = 0
        add(Int16(columns).bigEndian)
        for column in 0..<columns {
            switch sqlite3_column_type(handle, column) {
            case SQLITE_INTEGER:
                add(Int32(8).bigEndian)
                add(sqlite3_column_int64(handle, column).bigEndian)
            case SQLITE_NULL: add(Int32(-1).bigEndian)
            // The text as it lies in the file: asked for as text, SQLite would end it nowhere either.
            case SQLITE_TEXT: add(UnsafeRawPointer(sqlite3_column_text(handle, column)), Int(sqlite3_column_bytes(handle, column)))
            case SQLITE_BLOB: add(sqlite3_column_blob(handle, column), Int(sqlite3_column_bytes(handle, column)))
            default: throw StoreFailure.corrupt("the column \(statement.columnNames[Int(column)]) holds a fraction")
            }
        }
        return true
    }

    private func add<Number: FixedWidthInteger>(_ number: Number) {
        let size = MemoryLayout<Number>.size
        reserve(size)
        buffer.storeBytes(of: number, toByteOffset: length, as: Number.self)
        length += size
    }

    private func add(_ bytes: UnsafeRawPointer?, _ count: Int) {
        add(Int32(count).bigEndian)
        reserve(count)
        if let bytes, count > 0 { memcpy(buffer.baseAddress! + length, bytes, count) }
        length += count
    }

    private func reserve(_ more: Int) {
        guard length + more > buffer.count else { return }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * (length + more), alignment: 8)
        memcpy(larger.baseAddress!, buffer.baseAddress!, length)
        buffer.deallocate()
        buffer = larger
    }
}

extension SQLiteConnection {
    func packedRows(_ sql: String) throws -> any PackedRows { try SQLitePackedRows(sql, on: database) }

    func insert(_ rows: PackedBatch, into table: String, _ columns: [String]) throws {
        var kinds: [String: String] = [:]
        try query("SELECT name, type FROM pragma_table_info(?)", [.text(table)]) { kinds[try $0.text(at: 0)] = try $0.text(at: 1) }
        let isInteger = columns.map { kinds[$0] == "INTEGER" }
        let isBytes = columns.map { kinds[$0] == "BLOB" }
        try fate.deciding {
            let sql = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(Placeholders.list(columns.count)))"
            let statement = try StoreFailure.translating { try database.makeStatement(sql: sql) }
            let handle = statement.sqliteStatement
            try rows.each { fields in
                for (index, field) in fields.enumerated() {
                    let place = Int32(index + 1)
                    // The bytes outlive the step: nothing need be copied.
                    guard let field else {
                        sqlite3_bind_null(handle, place)
                        continue
                    }
                    if isInteger[index] {
                        guard field.count == 8 else {
                            throw StoreFailure.corrupt("the column \(columns[index]) of \(table) holds no whole number")
                        }
                        sqlite3_bind_int64(handle, place, PackedFields.integer(field))
                    } else if isBytes[index] {
                        if field.isEmpty {
                            sqlite3_bind_zeroblob(handle, place, 0)
                        } else {
                            sqlite3_bind_blob(handle, place, field.baseAddress, Int32(field.count), nil)
                        }
                    } else if field.isEmpty {
                        sqlite3_bind_text(handle, place, "", 0, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
                    } else {
                        sqlite3_bind_text(handle, place, field.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(field.count), nil)
                    }
                }
                guard sqlite3_step(handle) == SQLITE_DONE else {
                    let failure = StoreFailure.last(of: database)
                    sqlite3_reset(handle)
                    throw failure
                }
                sqlite3_reset(handle)
            }
        }
    }
}

extension StoreFailure {
    /// Why the last step on a connection failed.
    fileprivate static func last(of database: GRDB.Database) -> StoreFailure {
        StoreFailure(
            DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database.sqliteConnection)),
                message: String(cString: sqlite3_errmsg(database.sqliteConnection))))
    }
}

#if PostgreSQL
import CPostgres

/// The server's answer to one statement.
final class PostgresAnswer {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    var rows: Int { Int(PQntuples(result)) }
    private var columnCount: Int32 { PQnfields(result) }

    /// The rows that a statement changed.
    var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What the server says that it did: `COMMIT`, `ROLLBACK`, …
    var command: String { String(cString: PQcmdStatus(result)) }

    var columns: SQLColumns { SQLColumns((0..<columnCount).map { String(cString: PQfname(result, $0)) }) }

    /// The error that the answer is; `nil` for every other one.
    var error: PostgresError? {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: nil
        case PGRES_PIPELINE_ABORTED: .refused(.other("an earlier statement failed"))
        default:
            PostgresError(
                state: field(Int32(UInt8(ascii: "C"))) ?? "08000", message: field(Int32(UInt8(ascii: "M"))) ?? "no answer",
                table: field(Int32(UInt8(ascii: "t"))), constraint: field(Int32(UInt8(ascii: "n"))),
                detail: field(Int32(UInt8(ascii: "D"))))
        }
    }

    var isPipelineEnd: Bool { PQresultStatus(result) == PGRES_PIPELINE_SYNC }
    var isPipelineAborted: Bool { PQresultStatus(result) == PGRES_PIPELINE_ABORTED }

    private func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }

    /// - Throws: for a column of a type that no table of ours has.
    func kinds() throws(PostgresError) -> [PostgresKind] {
        var kinds: [PostgresKind] = []
        for column in 0..<columnCount {
            guard let kind = PostgresKind(rawValue: PQftype(result, column)) else {
                throw .refused(
                    .other(
                        "the column \(String(cString: PQfname(result, column))) has the type \(PQftype(result, column)), which no store reads"
                    ))
            }
            kinds.append(kind)
        }
        return kinds
    }

    /// - Precondition: the answer was asked for in binary format.
    func value(row: Int, column: Int, kind: PostgresKind) -> SQLValue {
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(result, row, column) == 1 { return .null }
        let bytes = UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        switch kind {
        case .bool, .int2, .int4, .int8:
            let isNegative = kind != .bool && bytes.first.map { $0 & 0x80 != 0 } ?? false
            return .integer(bytes.reduce(isNegative ? -1 : 0) { $0 << 8 | Int64($1) })
        case .text, .varchar, .name, .unknown: return .text(String(decoding: bytes, as: UTF8.self))
        case .bytea: return .bytes([UInt8](bytes))
        }
    }
}

/// The types that answers have, by PostgreSQL's numbers (`pg_type.dat`).
enum PostgresKind: UInt32 {
    case bool = 16
    case bytea = 17
    case name = 19
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case unknown = 705
    case varchar = 1043
}

/// A row of an answer that is in memory as a whole.
struct PostgresRow: SQLRow {
    let answer: PostgresAnswer
    let kinds: [PostgresKind]
    let columns: SQLColumns
    let row: Int

    func value(at index: Int) -> SQLValue { answer.value(row: row, column: index, kind: kinds[index]) }
}
#endif

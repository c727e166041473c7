#if PostgreSQL
import CPostgres

/// The rows of a query as `COPY … TO STDOUT (FORMAT binary)` sends them.
final class PostgresPackedRows: PackedRows {
    /// What every such stream begins with, before the first row: the signature, and two empty 32-bit words.
    static let signature = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0]
    /// What it ends with: a row of -1 fields.
    static let ending: [UInt8] = [0xFF, 0xFF]

    private let session: PostgresSession
    private var message: UnsafeMutablePointer<CChar>?
    private var isAtStart = true
    private var isAtEnd = false
    private(set) var row = UnsafeRawBufferPointer(start: nil, count: 0)

    /// - Precondition: a transaction is open on the session, and nothing else runs there until the last row was read.
    init(_ sql: String, on session: PostgresSession) throws(PostgresError) {
        self.session = session
        try session.beginCopy("COPY (\(sql)) TO STDOUT (FORMAT binary)", PGRES_COPY_OUT)
    }

    deinit {
        if let message { PQfreemem(message) }
        // What was not read cannot be passed over.
        if !isAtEnd { session.abandon() }
    }

    func advance() throws -> Bool { try StoreFailure.fromPostgres { try next() } }

    private func next() throws(PostgresError) -> Bool {
        while !isAtEnd {
            if let message { PQfreemem(message) }
            message = nil
            let length = PQgetCopyData(session.handle, &message, 0)
            guard length > 0, let message else {
                isAtEnd = true
                try session.endCopy()
                break
            }
            row = UnsafeRawBufferPointer(start: message, count: Int(length))
            if isAtStart {
                isAtStart = false
                row = UnsafeRawBufferPointer(rebasing: row.dropFirst(Self.signature.count))
            }
            // Two bytes are the ending: every row of ours has fields.
            if row.count > Self.ending.count { return true }
        }
        return false
    }
}

extension PostgresSession {
    /// Begins a COPY, which has the connection to itself until its end.
    fileprivate func beginCopy(_ sql: String, _ expected: ExecStatusType) throws(PostgresError) {
        PQsetnonblocking(handle, 0)
        guard let result = PQexec(handle, sql) else {
            PQsetnonblocking(handle, 1)
            throw lose()
        }
        if PQresultStatus(result) == expected {
            PQclear(result)
            return
        }
        let error = PostgresAnswer(result).error
        PQsetnonblocking(handle, 1)
        throw error ?? lose()
    }

    /// Waits for the last word about a COPY.
    fileprivate func endCopy() throws(PostgresError) {
        defer { PQsetnonblocking(handle, 1) }
        var error: PostgresError?
        while let result = PQgetResult(handle) {
            let answer = PostgresAnswer(result)
            if error == nil { error = answer.error }
            if PQstatus(handle) != CONNECTION_OK { throw error ?? lose() }
        }
        if let error { throw error }
    }

    /// Sends rows into a table.
    func copy(_ rows: PackedBatch, into table: String, _ columns: [String]) throws(PostgresError) {
        try beginCopy("COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)", PGRES_COPY_IN)
        for part in [PostgresPackedRows.signature, rows.bytes, PostgresPackedRows.ending] {
            let isSent = part.withUnsafeBytes { raw in
                PQputCopyData(handle, raw.assumingMemoryBound(to: CChar.self).baseAddress, Int32(raw.count))
            }
            guard isSent == 1 else { throw lose() }
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw lose() }
        try endCopy()
    }
}

extension PostgresConnection {
    func packedRows(_ sql: String) throws -> any PackedRows {
        try deciding {
            // Rows are read for as long as it takes.
            try unlimited()
            return try PostgresPackedRows(sql, on: session)
        }
    }

    func insert(_ rows: PackedBatch, into table: String, _ columns: [String]) throws {
        try deciding {
            try unlimited()
            try session.copy(rows, into: table, columns)
        }
    }
}
#endif

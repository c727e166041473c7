/// The rows of a table one after the other, fetched by the page.
struct TableReader {
    private static let pageSize = 2_048

    private let table: StoredTable
    private let connection: any SQLConnection
    private var page: ArraySlice<StoredRow> = []
    private var lastKey: [SQLValue]?
    private var isAtEnd = false

    init(_ table: StoredTable, in connection: any SQLConnection) {
        self.table = table
        self.connection = connection
    }

    /// - Returns: `nil` after the last row.
    mutating func next() throws -> StoredRow? {
        if page.isEmpty, !isAtEnd { try fetch() }
        return page.popFirst()
    }

    private mutating func fetch() throws {
        var (rows, key): ([StoredRow], [SQLValue]?) = ([], lastKey)
        try table.rows(after: lastKey, limit: Self.pageSize, in: connection) { columns, row in
            rows.append(row)
            key = try row.key(of: table, columns)
        }
        isAtEnd = rows.count < Self.pageSize
        (page, lastKey) = (rows[...], key)
    }
}

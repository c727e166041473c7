#if PostgreSQL
import Synchronization

/// Lets the server look at young tables. It plans by what it last saw of them and looks once a minute at most: until then a database that
/// fills up fast is searched by plans that were right for empty tables, and every foreign key walks through all of what it refers to.
final class PostgresStatistics: Sendable {
    /// After so many commits of this node, and after each fourfold of it.
    private static let first = 64
    private static let last = 65_536

    private let commits = Atomic(0)

    /// Counts a commit.
    /// - Returns: whether it is time to look.
    func isDue() -> Bool {
        let count = commits.add(1, ordering: .relaxed).newValue
        var due = Self.first
        while due < count { due *= 4 }
        return due == count && due <= Self.last
    }

    /// Looks at those of our tables that were never looked at, or have doubled since.
    static func refresh(_ session: PostgresSession) throws(PostgresError) {
        let sql = """
            SELECT CAST(relname AS text) FROM pg_class
            WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND pg_relation_size(oid)
                > CAST(current_setting('block_size') AS bigint) * CASE WHEN reltuples <= 0 THEN 0 ELSE 2 * relpages + 2 END
            """
        let answer = try session.run(sql, [])
        let ours = Set(StoredTable.all.map(\.name))
        for row in 0..<answer.rows {
            guard case .text(let table) = answer.value(row: row, column: 0, kind: .text), ours.contains(table) else { continue }
            try session.exchange([.text("ANALYZE \(table)")])
        }
    }
}
#endif

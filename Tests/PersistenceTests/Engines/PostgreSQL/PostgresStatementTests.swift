#if PostgreSQL
import Testing

@testable import Persistence

@Suite struct PostgresStatementTests {
    @Test(arguments: [
        ("SELECT ?, ?", "SELECT $1, $2", 2), ("SELECT 1", "SELECT 1", 0), ("SELECT '?', ?", "SELECT '?', $1", 1),
        ("SELECT 'it''s ?', ?", "SELECT 'it''s ?', $1", 1), ("SELECT \"a?\" FROM t WHERE b = ?", "SELECT \"a?\" FROM t WHERE b = $1", 1),
        ("VALUES (?, '\"', ?)", "VALUES ($1, '\"', $2)", 2),
    ])
    func `placeholders outside of quotes are numbered`(_ shared: String, _ sql: String, _ count: Int) {
        let statement = PostgresStatement(shared)
        #expect(statement.sql == sql && statement.placeholders == count)
    }
}
#endif

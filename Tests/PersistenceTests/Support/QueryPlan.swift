@testable import Persistence

/// The lines of SQLite's plan for a statement.
func queryPlan(_ sql: String, _ arguments: [SQLValue], on engine: SQLiteEngine) throws -> [String] {
    try engine.readNow { connection in
        var lines: [String] = []
        try connection.query("EXPLAIN QUERY PLAN " + sql, arguments) { lines.append(try $0.text("detail")) }
        return lines
    }
}

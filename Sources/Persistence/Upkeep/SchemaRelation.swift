/// What the rows of one table refer to in another, by the schema as the migrations make it, whatever became of it in a database.
struct SchemaRelation: Hashable {
    let table: String
    let parent: String
    /// Columns here and there, in pairs.
    var columns: [String]
    var parentColumns: [String]

    /// All of them, read from a new database.
    static func all() throws -> [SchemaRelation] {
        let pattern = try Database.inMemory()
        return try pattern.engine.readNow { connection in
            var relations: [SchemaRelation] = []
            for table in StoredTable.all {
                var found: [Int64: SchemaRelation] = [:]
                let sql = "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?) ORDER BY id, seq"
                try connection.query(sql, [.text(table.name)]) { row in
                    let parent = try row.text(at: 1)
                    let id = try row.integer(at: 0)
                    var relation = found[id] ?? SchemaRelation(table: table.name, parent: parent, columns: [], parentColumns: [])
                    relation.columns.append(try row.text(at: 2))
                    relation.parentColumns.append(try row.text(at: 3))
                    found[id] = relation
                }
                relations += found.sorted { $0.key < $1.key }.map(\.value)
            }
            return relations
        }
    }

    /// Counts the rows that refer to nothing.
    var count: String {
        let isSet = columns.map { "c.\($0) IS NOT NULL" }
        let isThere = zip(columns, parentColumns).map { "p.\($1) = c.\($0)" }.joined(separator: " AND ")
        let missing = "NOT EXISTS (SELECT 1 FROM \(parent) p WHERE \(isThere))"
        return "SELECT COUNT(*) FROM \(table) c WHERE \((isSet + [missing]).joined(separator: " AND "))"
    }
}

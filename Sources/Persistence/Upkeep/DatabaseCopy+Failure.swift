extension DatabaseCopy {
    /// Why nothing was copied, or the copy is not what it should be.
    public enum Failure: Error, Hashable, Sendable {
        /// The target holds a business of its own, or a copy of something else.
        case targetInUse
        /// The target is the rest of a copy of something else.
        case targetUnfinished
        /// The target holds something that is not Kalends'.
        case targetForeign(place: String, tables: [String])
        /// Nodes use the target.
        case targetServed(sessions: Int)
        /// Another copy is being written into the same target.
        case copyUnderWay
        /// Source and target are one.
        case sameDatabase
        /// The source is itself the rest of a copy that was cut short.
        case sourceUnfinished
        /// A row is not in the target as it is in the source.
        case differs(table: String, row: String)
        /// A text that the target cannot hold as it is.
        case oddText(table: String, row: String, column: String)

        /// What happened and what to do, for a person.
        public var sentence: String {
            switch self {
            case .targetInUse:
                "The database to write is not empty. Choose an empty one, or say --force to remove everything that is in it."
            case .targetUnfinished:
                "The database to write holds the rest of a copy of something else. Choose another one, or say --force to remove that rest."
            case .targetForeign(let place, let tables):
                tables.isEmpty
                    ? "\(place) is not a database of Kalends, and is left alone, --force or not. Choose another one, or move it away."
                    : "\(place) holds what is not Kalends' (\(tables.prefix(3).joined(separator: ", "))\(tables.count > 3 ? ", …" : "")), "
                        + "and is left alone, --force or not. Choose a database that is Kalends' alone."
            case .targetServed(let sessions):
                "“kalends serve” is connected to the database to write (connections: \(sessions)). Stop every node first, then say the same again."
            case .copyUnderWay: "Something is being copied into the same database just now. Wait until that has ended, or stop it."
            case .sameDatabase: "A database is not copied into itself. Name another one to write."
            case .sourceUnfinished:
                "The database to copy from is the rest of a copy that was cut short. Finish or remove that copy first."
            case .differs(let table, let row):
                "After copying, \(table) differs at \(row), and the copy was thrown away. Stop whatever writes into it and copy again."
            case .oddText(let table, let row, let column):
                "The column \(column) of \(table) \(row) holds bytes that are no text in UTF-8, which PostgreSQL does not keep. "
                    + "Correct that value in the database to copy from, then copy again."
            }
        }
    }
}

extension PackedBatch {
    /// The first field that cannot be a text on PostgreSQL.
    func firstOddText(in table: StoredTable, _ columns: [String]) -> DatabaseCopy.Failure? {
        var found: DatabaseCopy.Failure?
        each { fields in
            guard found == nil else { return }
            for (field, column) in zip(fields, columns) where column != "message" {
                guard let field, let first = field.first, first != 0, first != 0xFF || field.count != 8 else { continue }
                if String(validating: field, as: UTF8.self) != nil, !field.contains(0) { continue }
                let name = table.key.compactMap { columns.firstIndex(of: $0) }.map { PackedFields.name(fields[$0]) }.joined(separator: " ")
                found = .oddText(table: table.name, row: name, column: column)
                return
            }
        }
        return found
    }
}

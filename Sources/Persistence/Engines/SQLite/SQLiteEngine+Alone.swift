import GRDB

extension SQLiteEngine {
    /// Makes a file that nobody has open complete by itself, without the journal beside it, so that it can be renamed or carried away.
    static func complete(fileAt path: String) throws(StoreFailure) {
        try StoreFailure.only {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { database in
                try database.checkpoint(.truncate)
                try database.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try queue.close()
        }
    }

    /// Writes the pages of this database into a new file, those that are still in the journal alone among them.
    func duplicate(to path: String) throws(StoreFailure) {
        try StoreFailure.only {
            let other = try DatabaseQueue(path: path)
            try pool.backup(to: other)
            try other.close()
        }
    }
}

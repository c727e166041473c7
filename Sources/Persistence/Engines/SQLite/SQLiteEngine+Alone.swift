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
}

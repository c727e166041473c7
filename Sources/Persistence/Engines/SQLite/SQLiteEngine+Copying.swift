extension SQLiteEngine {
    /// Room in memory for the pages that the rows of a big table are spread over, and fewer ways from the journal to their places.
    func statementsBeforeCopying() -> [String] { ["PRAGMA cache_size = -65536", "PRAGMA wal_autocheckpoint = 16384"] }
}

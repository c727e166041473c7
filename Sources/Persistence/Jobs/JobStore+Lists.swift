extension JobStore {
    /// The latest made first; of every state when none is named.
    public func list(state: Job.State? = nil, limit: Int, offset: Int = 0) throws -> [Job] {
        guard let state else {
            return try transaction.rows(
                "SELECT * FROM jobs WHERE organization = ? ORDER BY id DESC LIMIT ? OFFSET ?", transaction.organization, limit, offset,
                read: Job.init(row:))
        }
        return try transaction.rows(
            "SELECT * FROM jobs WHERE organization = ? AND state = ? ORDER BY id DESC LIMIT ? OFFSET ?", transaction.organization,
            state.rawValue, limit, offset, read: Job.init(row:))
    }

    public func counts() throws -> JobCounts {
        var counts = JobCounts()
        let sql = "SELECT state, COUNT(*) AS jobs FROM jobs WHERE organization = ? GROUP BY state"
        for (state, count) in try transaction.rows(
            sql, transaction.organization, read: { (try $0.choice("state") as Job.State, try $0.count("jobs")) })
        {
            switch state {
            case .waiting: counts.waiting = count
            case .running: counts.running = count
            case .dead: counts.dead = count
            }
        }
        return counts
    }
}

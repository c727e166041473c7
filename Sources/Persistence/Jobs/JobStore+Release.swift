public import CivilTime

extension JobStore {
    /// Gives back what a worker of this name held when it stopped, so that nothing waits for a lease to run out.
    /// - Parameters:
    ///   - others: what the worker is still at.
    ///   - isCutShort: whether the worker had begun the work, and its process ended in the middle of it.
    public func release(worker: String, except others: Set<Int64> = [], isCutShort: Bool = false) throws {
        transaction.touch(.jobs)
        let held = try transaction.rows(
            "SELECT * FROM jobs WHERE organization = ? AND state = 'running' AND worker = ?", transaction.organization, worker,
            read: Job.init(row:))
        for job in held where !others.contains(job.id) {
            let error = isCutShort ? Job.interruption(after: job.lastError) : job.lastError ?? ""
            try retry(job.id, worker: worker, due: job.due, error: error)
        }
    }

    /// Makes everything that waits in a lane due at once, in the order in which it was asked for.
    /// - Returns: how much of it was due later.
    @discardableResult
    public func pullForward(lane: String, now: Instant) throws -> Int {
        transaction.touch(.jobs)
        let sql = "UPDATE jobs SET due_at = ? WHERE organization = ? AND lane = ? AND state = 'waiting' AND due_at > ?"
        return try transaction.execute(sql, now, transaction.organization, lane, now)
    }

    /// Makes the work of a lane that failed before due at once: what stood in its way is gone, or a person asks.
    public func hasten(lane: String, now: Instant) throws {
        transaction.touch(.jobs)
        let sql = "UPDATE jobs SET due_at = ? WHERE organization = ? AND lane = ? AND state = 'waiting' AND attempts > 0 AND due_at > ?"
        try transaction.execute(sql, now, transaction.organization, lane, now)
    }
}

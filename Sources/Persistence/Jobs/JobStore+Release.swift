extension JobStore {
    /// Gives back what a worker of this name held when it stopped, so that nothing waits for a lease to run out.
    public func release(worker: String) throws {
        transaction.touch(.jobs)
        let held = try transaction.rows(
            "SELECT * FROM jobs WHERE organization = ? AND state = 'running' AND worker = ?", transaction.organization, worker,
            read: Job.init(row:))
        for job in held { try retry(job.id, worker: worker, due: job.due, error: job.lastError ?? "") }
    }
}

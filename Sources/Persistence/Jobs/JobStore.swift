public import CivilTime

/// The work queue. What a worker holds is its own until its lease runs out: then its late `complete`, `retry`, `bury` and `renew` answer
/// `false` and change nothing.
public struct JobStore {
    let transaction: Transaction

    /// Adds a job. When one of the same key waits already, that one is only made due no later than this; one that runs does not count, so
    /// that what happened meanwhile leads to another run.
    /// - Parameter now: when the job was asked for; `due` when nothing is said.
    /// - Returns: the id of the job that waits.
    @discardableResult
    public func enqueue(
        kind: String, payload: String, lane: String, key: String? = nil, due: Instant, now: Instant? = nil
    ) throws -> Int64 {
        transaction.touch(.jobs)
        return try transaction.number(Self.addition + " RETURNING id", values(kind, payload, lane, key, due, now))
    }

    /// `enqueue` for whoever needs no id.
    public func leave(
        kind: String, payload: String, lane: String, key: String? = nil, due: Instant, now: Instant? = nil
    ) throws {
        transaction.touch(.jobs)
        try transaction.connection.submit(Self.addition, values(kind, payload, lane, key, due, now))
    }

    private static let addition = """
        INSERT INTO jobs (organization, kind, payload, lane, job_key, due_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (organization, job_key) WHERE state = 'waiting' AND job_key IS NOT NULL
        DO UPDATE SET due_at = CASE WHEN excluded.due_at < jobs.due_at THEN excluded.due_at ELSE jobs.due_at END
        """

    private func values(_ kind: String, _ payload: String, _ lane: String, _ key: String?, _ due: Instant, _ now: Instant?) -> [SQLValue] {
        let columns: [(any SQLArgument)?] = [transaction.organization, kind, payload, lane, key, due, now ?? due]
        return columns.map { $0?.sqlValue ?? .null }
    }

    public func find(_ id: Int64) throws -> Job? {
        try transaction.row("SELECT * FROM jobs WHERE organization = ? AND id = ?", transaction.organization, id, read: Job.init(row:))
    }

    /// Work is done. The job goes away.
    /// - Returns: whether the worker still held it.
    @discardableResult
    public func complete(_ id: Int64, worker: String) throws -> Bool {
        transaction.touch(.jobs)
        let sql = "DELETE FROM jobs WHERE organization = ? AND id = ? AND state = 'running' AND worker = ?"
        return try transaction.execute(sql, transaction.organization, id, worker) > 0
    }

    /// Work failed and is to be tried again. When a job of the same key waits by now, the two become one.
    /// - Returns: whether the worker still held it.
    @discardableResult
    public func retry(_ id: Int64, worker: String, due: Instant, error: String) throws -> Bool {
        guard let job = try held(id, by: worker) else { return false }
        try wait(job, due: due, attempts: job.attempts, error: error)
        return true
    }

    /// Work failed for good; a person decides.
    /// - Returns: whether the worker still held it.
    @discardableResult
    public func bury(_ id: Int64, worker: String, error: String) throws -> Bool {
        transaction.touch(.jobs)
        let sql = """
            UPDATE jobs SET state = 'dead', last_error = ?, lease_until = NULL, worker = NULL
            WHERE organization = ? AND id = ? AND state = 'running' AND worker = ?
            """
        return try transaction.execute(sql, error, transaction.organization, id, worker) > 0
    }

    /// Work takes longer than thought.
    /// - Returns: whether the worker still held it, and holds it on.
    @discardableResult
    public func renew(_ id: Int64, worker: String, leaseUntil: Instant) throws -> Bool {
        let sql = "UPDATE jobs SET lease_until = ? WHERE organization = ? AND id = ? AND state = 'running' AND worker = ?"
        return try transaction.execute(sql, leaseUntil, transaction.organization, id, worker) > 0
    }

    /// Lets a dead job wait again from now on, its attempts forgotten; nothing for one that is not dead.
    public func revive(_ id: Int64, now: Instant) throws {
        guard let job = try find(id), job.state == .dead else { return }
        try wait(job, due: now, attempts: 0, error: job.lastError)
    }

    /// Removes a job that waits or is dead. One that runs is left to its worker.
    /// - Returns: whether it was removed.
    @discardableResult
    public func discard(_ id: Int64) throws -> Bool {
        transaction.touch(.jobs)
        return try transaction.execute(
            "DELETE FROM jobs WHERE organization = ? AND id = ? AND state <> 'running'", transaction.organization, id) > 0
    }

    private func held(_ id: Int64, by worker: String) throws -> Job? {
        let job = try find(id)
        return job?.state == .running && job?.worker == worker ? job : nil
    }

    /// Makes a job wait, or lets it become one with the job of its key that waits already.
    private func wait(_ job: Job, due: Instant, attempts: Int, error: String?) throws {
        transaction.touch(.jobs)
        if let key = job.key, let other = try waiting(key: key) {
            try transaction.execute("DELETE FROM jobs WHERE organization = ? AND id = ?", transaction.organization, job.id)
            try transaction.execute(
                "UPDATE jobs SET due_at = ?, attempts = ?, last_error = ? WHERE organization = ? AND id = ?", min(due, other.due),
                max(attempts, other.attempts), error, transaction.organization, other.id)
        } else {
            try transaction.execute(
                """
                UPDATE jobs SET state = 'waiting', due_at = ?, attempts = ?, last_error = ?, lease_until = NULL, worker = NULL
                WHERE organization = ? AND id = ?
                """, due, attempts, error, transaction.organization, job.id)
        }
    }

    private func waiting(key: String) throws -> Job? {
        try transaction.row(
            "SELECT * FROM jobs WHERE organization = ? AND state = 'waiting' AND job_key = ?", transaction.organization, key,
            read: Job.init(row:))
    }
}

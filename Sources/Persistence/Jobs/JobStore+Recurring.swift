public import CivilTime

/// How the jobs of a kind stand.
public struct JobOutlook: Hashable, Sendable {
    /// When the first that waits is due.
    public var nextDue: Instant?
    public var running: Int
    public var dead: Int

    public init(nextDue: Instant?, running: Int, dead: Int) {
        self.nextDue = nextDue
        self.running = running
        self.dead = dead
    }
}

extension JobStore {
    /// Adds a job unless one of its key waits or runs, on whichever node: that one is left as it is, and so is its time.
    /// - Returns: whether it was added.
    @discardableResult
    public func ensure(kind: String, payload: String, lane: String, key: String, due: Instant, now: Instant) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM jobs WHERE organization = ? AND job_key = ? AND state IN ('waiting', 'running'))"
        guard try transaction.number(sql, [transaction.organization.sqlValue, key.sqlValue]) == 0 else { return false }
        try enqueue(kind: kind, payload: payload, lane: lane, key: key, due: due, now: now)
        return true
    }

    public func outlook(kind: String) throws -> JobOutlook {
        let sql = """
            SELECT MIN(CASE WHEN state = 'waiting' THEN due_at END) AS next_due, COUNT(CASE WHEN state = 'running' THEN 1 END) AS running,
                COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead
            FROM jobs WHERE organization = ? AND kind = ?
            """
        let outlook = try transaction.row(sql, transaction.organization, kind) { row in
            JobOutlook(nextDue: try row.instantOrNil("next_due"), running: try row.count("running"), dead: try row.count("dead"))
        }
        return outlook ?? JobOutlook(nextDue: nil, running: 0, dead: 0)
    }

    /// Makes what failed before due at once: whoever starts a node may have mended what stood in its way.
    /// - Parameter kind: only these.
    public func hasten(kind: String, now: Instant) throws {
        transaction.touch(.jobs)
        let sql = "UPDATE jobs SET due_at = ? WHERE organization = ? AND kind = ? AND state = 'waiting' AND attempts > 0 AND due_at > ?"
        try transaction.execute(sql, now, transaction.organization, kind, now)
    }

    /// Lets everything of a kind that waits in a lane wait at least so long: whoever is on its other side asked for patience.
    public func putOff(kind: String, lane: String, until moment: Instant) throws {
        transaction.touch(.jobs)
        let sql = "UPDATE jobs SET due_at = ? WHERE organization = ? AND lane = ? AND kind = ? AND state = 'waiting' AND due_at < ?"
        try transaction.execute(sql, moment, transaction.organization, lane, kind, moment)
    }
}

public import CivilTime

extension JobStore {
    /// Takes jobs that are due: first those whose lease has run out, then waiting ones, one per lane, the earliest due first. No other
    /// worker gets them before `leaseUntil`.
    /// - Parameters:
    ///   - kinds: only these; all when `nil`. A job of another kind that comes first in its lane still holds its lane.
    ///   - takesOver: whether jobs whose lease has run out are taken.
    ///   - others: jobs that are not taken whatever their lease says: the worker is still at them.
    public func claim(
        now: Instant, worker: String, leaseUntil: Instant, limit: Int, kinds: [String]? = nil, takesOver: Bool = true,
        except others: Set<Int64> = []
    ) throws -> [Job] {
        let expired = """
            SELECT id FROM jobs WHERE organization = ? AND state = 'running' AND lease_until <= ? \(Self.only(kinds, in: "kind"))
            ORDER BY due_at, id LIMIT ? \(transaction.connection.skippingLocked("jobs"))
            """
        let waiting = Self.firstOfFreeLanes(kinds) + " " + transaction.connection.skippingLocked("j")
        var ids: [Int64] = []
        if takesOver {
            ids = try transaction.rows(expired, transaction.organization, now, limit + others.count) { try $0.integer(at: 0) }
                .filter { !others.contains($0) }
            ids = Array(ids.prefix(limit))
        }
        let lost = ids.count
        if ids.count < limit {
            ids += try transaction.rows(waiting, transaction.organization, now, limit - ids.count) { try $0.integer(at: 0) }
        }
        return try ids.enumerated().flatMap { try take($1, worker: worker, leaseUntil: leaseUntil, wasLost: $0 < lost) }
    }

    /// Whether a job runs, or waits that was due at that moment.
    /// - Parameter kinds: only these; all when `nil`.
    public func hasUnfinished(dueBy moment: Instant, kinds: [String]? = nil) throws -> Bool {
        let sql = """
            SELECT EXISTS (SELECT 1 FROM jobs WHERE organization = ? AND (state = 'running' OR (state = 'waiting' AND due_at <= ?))
                \(Self.only(kinds, in: "kind")))
            """
        return try transaction.number(sql, [transaction.organization.sqlValue, moment.sqlValue]) != 0
    }

    /// Of each lane in which nothing runs, the job that comes first. Each job is looked at by itself, in the order in which they are due,
    /// until there are enough: asked with NOT EXISTS, PostgreSQL would compare all lanes first.
    private static func firstOfFreeLanes(_ kinds: [String]?) -> String {
        """
        SELECT j.id FROM jobs j WHERE j.organization = ? AND j.state = 'waiting' AND j.due_at <= ? \(only(kinds, in: "j.kind"))
            AND (SELECT COUNT(*) FROM jobs r WHERE r.organization = j.organization AND r.lane = j.lane AND r.state = 'running') = 0
            AND j.id = (
                SELECT w.id FROM jobs w WHERE w.organization = j.organization AND w.lane = j.lane AND w.state = 'waiting'
                ORDER BY w.due_at, w.id LIMIT 1)
        ORDER BY j.due_at, j.id LIMIT ?
        """
    }

    /// Kinds are names of our own, never typed by anybody.
    private static func only(_ kinds: [String]?, in column: String) -> String {
        guard let kinds else { return "" }
        return "AND \(column) IN (" + kinds.map { "'\($0)'" }.joined(separator: ", ") + ")"
    }

    /// - Parameter wasLost: whether somebody had it who did not come to its end.
    private func take(_ id: Int64, worker: String, leaseUntil: Instant, wasLost: Bool) throws -> [Job] {
        transaction.touch(.jobs)
        let sql = """
            UPDATE jobs SET state = 'running', worker = ?, lease_until = ?, attempts = attempts + 1 WHERE organization = ? AND id = ?
            RETURNING *
            """
        if wasLost, let lost = try find(id) {
            try transaction.execute(
                "UPDATE jobs SET last_error = ? WHERE organization = ? AND id = ?", Job.interruption(after: lost.lastError),
                transaction.organization, id)
        }
        return try transaction.rows(sql, worker, leaseUntil, transaction.organization, id, read: Job.init(row:))
    }

    /// When there will next be something to claim: now when there is already, `nil` when nothing waits. A job behind another of its lane
    /// does not count: that one's end is news of its own.
    public func nextDue(after now: Instant) throws -> Instant? {
        let sql = """
            SELECT MIN(moment) FROM (
                SELECT MIN(lease_until) AS moment FROM jobs WHERE organization = ? AND state = 'running'
                UNION ALL
                SELECT MIN(j.due_at) FROM jobs j WHERE j.organization = ? AND j.state = 'waiting' AND NOT EXISTS (
                    SELECT 1 FROM jobs r WHERE r.organization = j.organization AND r.lane = j.lane AND r.state = 'running')
            ) AS moments
            """
        let moment = try transaction.row(sql, transaction.organization, transaction.organization) { row in
            row.value(at: 0) == .null ? nil : Instant(secondsSinceEpoch: try row.integer(at: 0))
        }
        return (moment ?? nil).map { max($0, now) }
    }
}

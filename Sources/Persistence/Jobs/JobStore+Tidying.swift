extension JobStore {
    /// Removes the dead job of a key, when its work was asked for anew.
    public func discardDead(key: String) throws {
        let sql = "DELETE FROM jobs WHERE organization = ? AND job_key = ? AND state = 'dead'"
        if try transaction.execute(sql, transaction.organization, key) > 0 { transaction.touch(.jobs) }
    }

    /// The jobs of a lane in every state, in the order in which they were asked for.
    public func all(lane: String) throws -> [Job] {
        try transaction.rows(
            "SELECT * FROM jobs WHERE organization = ? AND lane = ? ORDER BY id", transaction.organization, lane, read: Job.init(row:))
    }

    /// Removes what was given up of one piece of work.
    /// - Parameter id: of the job that stays, whatever became of it.
    public func forgetDead(lane: String, key: String, besides id: Int64) throws {
        let sql = "DELETE FROM jobs WHERE organization = ? AND lane = ? AND state = 'dead' AND job_key = ? AND id <> ?"
        if try transaction.execute(sql, transaction.organization, lane, key, id) > 0 { transaction.touch(.jobs) }
    }

    /// Puts another payload in the place of the one that waits under a key, if one does.
    public func replacePayload(waiting key: String, with payload: String) throws {
        try transaction.execute(
            "UPDATE jobs SET payload = ? WHERE organization = ? AND job_key = ? AND state = 'waiting'", payload, transaction.organization,
            key)
    }

    /// Puts another payload in the place of a job's, to take personal facts out of it.
    public func replacePayload(of id: Int64, with payload: String) throws {
        try transaction.execute("UPDATE jobs SET payload = ? WHERE organization = ? AND id = ?", payload, transaction.organization, id)
    }
}

import CivilTime

extension Job {
    init(row: any SQLRow) throws {
        self.init(
            id: try row.integer("id"), kind: try row.text("kind"), payload: try row.text("payload"), lane: try row.text("lane"),
            key: try row.textOrNil("job_key"), due: try row.instant("due_at"), attempts: try row.count("attempts"),
            leaseUntil: try row.instantOrNil("lease_until"), worker: try row.textOrNil("worker"), state: try row.choice("state"),
            lastError: try row.textOrNil("last_error"), createdAt: try row.instant("created_at"))
    }
}

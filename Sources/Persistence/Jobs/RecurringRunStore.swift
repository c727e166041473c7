public import CivilTime

/// The last time that a piece of recurring work was done, on whichever node.
public struct RecurringRun: Hashable, Sendable {
    public var name: String
    public var startedAt: Instant
    public var endedAt: Instant
    /// Why it was not done; `nil` when it was.
    public var failure: String?

    public init(name: String, startedAt: Instant, endedAt: Instant, failure: String? = nil) {
        self.name = name
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.failure = failure
    }
}

/// What became of recurring work.
public struct RecurringRunStore {
    let transaction: Transaction

    /// Puts the run in the place of the one before.
    public func put(_ run: RecurringRun) throws {
        transaction.touch(.jobs)
        try transaction.execute(
            """
            INSERT INTO recurring_runs (organization, name, started_at, ended_at, failure) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (organization, name)
            DO UPDATE SET started_at = excluded.started_at, ended_at = excluded.ended_at, failure = excluded.failure
            """, transaction.organization, run.name, run.startedAt, run.endedAt, run.failure)
    }

    public func find(_ name: String) throws -> RecurringRun? {
        try transaction.row("SELECT * FROM recurring_runs WHERE organization = ? AND name = ?", transaction.organization, name) { row in
            RecurringRun(
                name: try row.text("name"), startedAt: try row.instant("started_at"), endedAt: try row.instant("ended_at"),
                failure: try row.textOrNil("failure"))
        }
    }
}

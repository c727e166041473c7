public import CivilTime

/// Wrong attempts at one thing, and the moment of the last one.
public struct Attempts: Hashable, Sendable {
    public var failures: Int
    public var lastAt: Instant

    public init(failures: Int, lastAt: Instant) {
        self.failures = failures
        self.lastAt = lastAt
    }
}

/// Wrong attempts as all nodes count them. A subject says what was tried and by whom, in a form that names nobody.
public struct AttemptStore {
    let transaction: Transaction

    public func find(_ subject: String) throws -> Attempts? {
        try transaction.row(
            "SELECT failures, last_at FROM attempts WHERE organization = ? AND subject = ?", transaction.organization, subject
        ) { Attempts(failures: try $0.count("failures"), lastAt: try $0.instant("last_at")) }
    }

    public func put(_ attempts: Attempts, at subject: String) throws {
        try transaction.execute(
            """
            INSERT INTO attempts (organization, subject, failures, last_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (organization, subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at
            """, transaction.organization, subject, attempts.failures, attempts.lastAt)
    }

    public func delete(_ subject: String) throws {
        try transaction.execute("DELETE FROM attempts WHERE organization = ? AND subject = ?", transaction.organization, subject)
    }

    /// - Returns: how many subjects were forgotten.
    @discardableResult
    public func deleteBefore(_ instant: Instant) throws -> Int {
        try transaction.execute("DELETE FROM attempts WHERE organization = ? AND last_at < ?", transaction.organization, instant)
    }
}

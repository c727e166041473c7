import Booking

/// The bucket from which all nodes take the requests of a household. It is full when `full_at` is past; each request taken moves that moment
/// away by an interval, and nobody takes one that would move it more than a minute ahead.
///
/// All moments and lengths are microseconds.
struct RequestBucket {
    private static let minute: Int64 = 60_000_000

    let connection: any SQLConnection
    let organization: Organization.ID

    /// Takes requests, in one statement, so that whoever else takes some at the same moment gets others.
    func take(_ asked: RequestAsking) throws -> RequestGrant {
        var grant: RequestGrant?
        let fullAt = asked.now + Int64(asked.wanted) * asked.interval
        try connection.query(
            Self.statement(interval: asked.interval),
            [
                organization.sqlValue, .text(asked.household), .integer(asked.now), .integer(Int64(asked.wanted)),
                .integer(asked.givenBack),
                .integer(fullAt),
            ]
        ) { grant = RequestGrant(granted: Int(try $0.integer(at: 0)), fullAt: try $0.integer(at: 1)) }
        guard let grant else { throw StoreFailure.corrupt("the bucket of a household gave no answer") }
        return grant
    }

    /// Removes the buckets that are full again, which is what a missing one counts for.
    func deleteFull(by now: Int64) throws {
        try connection.execute(
            "DELETE FROM request_buckets WHERE organization = ? AND full_at < ?", [organization.sqlValue, .integer(now)])
    }

    /// - Parameter interval: our own number, one a program.
    private static func statement(interval: Int64) -> String {
        let known = "request_buckets.full_at - excluded.given_back"
        let full = "(CASE WHEN \(known) > excluded.asked_at THEN \(known) ELSE excluded.asked_at END)"
        let free = "((\(minute) - (\(full) - excluded.asked_at)) / \(interval))"
        let granted = "(CASE WHEN \(free) <= 0 THEN 0 WHEN \(free) < excluded.granted THEN \(free) ELSE excluded.granted END)"
        return """
            INSERT INTO request_buckets (organization, household, asked_at, granted, given_back, full_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization, household) DO UPDATE SET asked_at = excluded.asked_at, granted = \(granted),
                given_back = excluded.given_back, full_at = \(full) + \(granted) * \(interval)
            RETURNING granted, full_at
            """
    }
}

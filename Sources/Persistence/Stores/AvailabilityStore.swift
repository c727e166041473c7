public import Booking
public import CivilTime

/// The hot path of slot search: what takes time, and whether anything changed since. No JSON, no dates; cost follows the rows in the
/// window.
public struct AvailabilityStore {
    let transaction: Transaction

    /// Rises with every commit that may change any slot; what was computed at one revision is right for as long as it stands.
    public func revision() throws -> Int64 {
        try transaction.number(
            "SELECT CAST(COALESCE(SUM(revision), 0) AS BIGINT) FROM availability_counters WHERE organization = ?",
            [transaction.organization.sqlValue])
    }

    /// Counts on a row that no other writer counts on at the same time; a snapshot sees of each row what it sees of its commits, so that
    /// the sum is as old as the rest.
    func advanceRevision() throws {
        try transaction.connection.submit(
            """
            INSERT INTO availability_counters (organization, shard, revision) VALUES (?, ?, 1)
            ON CONFLICT (organization, shard) DO UPDATE SET revision = availability_counters.revision + 1
            """, [transaction.organization.sqlValue, transaction.connection.shard.sqlValue])
    }

    /// Whatever closes time of the resources in the span, by start; every resource named has an entry. Times reach beyond the span as they
    /// are.
    public func taken(of resources: [Resource.ID], overlapping span: Span) throws -> [Resource.ID: [TakenTime]] {
        var taken: [Resource.ID: [TakenTime]] = [:]
        var rest = resources[...]
        while !rest.isEmpty {
            let chunk = Array(rest.prefix(Placeholders.longest))
            rest = rest.dropFirst(Placeholders.longest)
            let found = try read(chunk, overlapping: span)
            for (resource, times) in zip(chunk, found) { taken[resource] = times.sorted { $0.span < $1.span } }
        }
        return taken
    }

    private func read(_ resources: [Resource.ID], overlapping span: Span) throws -> [[TakenTime]] {
        var found = Array(repeating: [TakenTime](), count: resources.count)
        let query = TakenQuery.of(resources: resources.count)
        let arguments = query.arguments(organization: transaction.organization, resources: resources, span: span)
        try transaction.connection.query(query.sql, arguments) { row in
            let cause: TakenTime.Cause =
                switch try row.integer(at: 1) {
                case 0: .claim
                case 1: .busy
                case 2: .timeOff
                case 3: .unread(.ageing)
                case 4: .unread(.stale)
                case 5: .unread(.dead)
                default: throw row.unexpected(at: 1, wanted: "a cause")
                }
            found[Int(try row.integer(at: 0))].append(TakenTime(span: try row.span(at: 2), cause: cause))
        }
        return found
    }
}

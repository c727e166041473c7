public import Booking
public import CivilTime

/// The hot path of slot search: what takes time, and whether anything changed since. No JSON, no dates; cost follows the rows in the window.
public struct AvailabilityStore {
    let transaction: Transaction

    /// Rises with every commit that may change any slot; what was computed at one revision is right for as long as it stands.
    public func revision() throws -> Int64 {
        try transaction.number("SELECT revision FROM availability_revisions WHERE organization = ?", [transaction.organization.sqlValue])
    }

    func advanceRevision() throws {
        try transaction.execute("UPDATE availability_revisions SET revision = revision + 1 WHERE organization = ?", transaction.organization)
    }

    /// Whatever closes time of the resources in the span, by start; every resource named has an entry. Times reach beyond the span as they are.
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
        let room = Placeholders.roundedUp(resources.count)
        var arguments = resources.map(\.sqlValue) + repeatElement(.null, count: room - resources.count)
        arguments += [transaction.organization.sqlValue, span.start.sqlValue, span.end.sqlValue]
        arguments += LengthClass.allCases.map { $0.earliestStart(reaching: span.start).sqlValue }
        try transaction.connection.query(TakenQuery.sql(resources: room), arguments) { row in
            let cause: TakenTime.Cause =
                switch try row.integer(at: 1) {
                case 0: .claim
                case 1: .busy
                case 2: .timeOff
                default: throw row.unexpected(at: 1, wanted: "a cause")
                }
            found[Int(try row.integer(at: 0))].append(TakenTime(span: try row.span(at: 2), cause: cause))
        }
        return found
    }
}

/// One statement for all resources and causes. Joins are crossed so that the small lists drive and every table is searched by its index.
enum TakenQuery {
    static func sql(resources: Int) -> String { texts[resources] ?? text(resources: resources) }

    private static let texts = Dictionary(uniqueKeysWithValues: [1, 4, 16, 64, 256, 1_024].map { ($0, text(resources: $0)) })

    private static func text(resources: Int) -> String {
        """
        WITH wanted (number, resource) AS (VALUES \((0..<resources).map { "(\($0), ?)" }.joined(separator: ", "))),
        place (organization, start_at, end_at) AS (VALUES (?, CAST(? AS BIGINT), CAST(? AS BIGINT))),
        reach (length_class, earliest) AS (VALUES (0, CAST(? AS BIGINT)), (1, CAST(? AS BIGINT)), (2, CAST(? AS BIGINT)))
        SELECT wanted.number, 0, c.start_at, c.end_at FROM place CROSS JOIN wanted CROSS JOIN claims c
        WHERE c.organization = place.organization AND c.resource = wanted.resource
            AND c.start_at < place.end_at AND c.end_at > place.start_at
            AND c.start_at >= COALESCE(
                (SELECT MAX(p.start_at) FROM claims p
                    WHERE p.organization = place.organization AND p.resource = wanted.resource AND p.start_at <= place.start_at),
                place.start_at)
        UNION ALL
        SELECT wanted.number, 1, b.start_at, b.end_at FROM place CROSS JOIN wanted CROSS JOIN reach CROSS JOIN busy_blocks b
        WHERE b.organization = place.organization AND b.resource = wanted.resource AND b.length_class = reach.length_class
            AND b.start_at > reach.earliest AND b.start_at < place.end_at AND b.end_at > place.start_at
            AND b.end_at > b.start_at AND b.is_busy = 1
        UNION ALL
        SELECT wanted.number, 1, h.start_at, h.end_at FROM place CROSS JOIN wanted CROSS JOIN conflict_holds h
        WHERE h.organization = place.organization AND h.resource = wanted.resource
            AND h.end_at > place.start_at AND h.start_at < place.end_at
        UNION ALL
        SELECT wanted.number, 2, t.start_at, t.end_at FROM place CROSS JOIN wanted CROSS JOIN time_off t
        WHERE t.organization = place.organization AND t.resource = wanted.resource
            AND t.end_at > place.start_at AND t.start_at < place.end_at
        """
    }
}

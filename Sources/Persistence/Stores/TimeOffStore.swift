public import Booking
public import CivilTime

public struct TimeOffStore {
    let transaction: Transaction

    public func insert(_ timeOff: TimeOff) throws {
        try change()
        try transaction.insert(timeOff)
    }

    public func update(_ timeOff: TimeOff) throws {
        try change()
        try transaction.update(timeOff)
    }

    public func delete(_ id: TimeOff.ID) throws {
        try change()
        try transaction.execute("DELETE FROM time_off WHERE organization = ? AND id = ?", transaction.organization, id)
    }

    /// A booking looks for time off once.
    private func change() throws {
        transaction.touch(.availability)
        try transaction.requireAlone()
    }

    public func find(_ id: TimeOff.ID) throws -> TimeOff? { try transaction.find(where: "id = ?", id) }

    /// By start; all of it when no span is named.
    public func all(of resource: Resource.ID, overlapping span: Span? = nil) throws -> [TimeOff] {
        guard let span else { return try transaction.all("AND resource = ? ORDER BY start_at, id", resource) }
        return try transaction.all(
            "AND resource = ? AND end_at > ? AND start_at < ? ORDER BY start_at, id", resource, span.start, span.end)
    }

    /// By resource and start.
    public func all(of resources: [Resource.ID], overlapping span: Span) throws -> [TimeOff] {
        var found: [TimeOff] = []
        try Placeholders.chunks(resources.map(\.sqlValue)) { list, values in
            let sql = "SELECT * FROM time_off WHERE organization = ? AND end_at > ? AND start_at < ? AND resource IN (\(list))"
            let arguments = [transaction.organization.sqlValue, span.start.sqlValue, span.end.sqlValue] + values
            found += try transaction.rows(sql, arguments, TimeOff.init(row:))
        }
        return found.sorted { ($0.resource, $0.span, $0.id) < ($1.resource, $1.span, $1.id) }
    }
}

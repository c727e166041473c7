public import Booking
public import CivilTime

/// The one guard against double booking: the database itself refuses a claim that overlaps another of its resource.
public struct ClaimStore {
    let transaction: Transaction

    /// - Throws: `StoreFailure.overlap` when the time is taken. The transaction goes on; nothing of this claim was written.
    public func insert(_ claim: Claim) throws {
        transaction.touch(.availability)
        do {
            try transaction.attempt(inserting: claim)
        } catch StoreFailure.overlap {
            // Somebody who was faster can be the reason: what the body read of free time is out of date then.
            if try all(of: [claim.resource], overlapping: claim.span).isEmpty { try transaction.connection.requireAnew() }
            throw StoreFailure.overlap
        }
    }

    /// The same for a write that ends with the refusal, which may come as late as its commit.
    /// - Throws: `StoreFailure.overlap` when the time is taken.
    public func take(_ claim: Claim) throws {
        transaction.touch(.availability)
        try transaction.insert(claim)
    }

    public func delete(of appointment: Appointment.ID) throws {
        transaction.touch(.availability)
        try transaction.execute("DELETE FROM claims WHERE organization = ? AND appointment = ?", transaction.organization, appointment)
    }

    public func all(of appointment: Appointment.ID) throws -> [Claim] {
        try transaction.all("AND appointment = ? ORDER BY resource, start_at", appointment)
    }

    /// By resource and start.
    public func all(of resources: [Resource.ID], overlapping span: Span) throws -> [Claim] {
        var claims: [Claim] = []
        for resource in Set(resources).sorted() {
            // Claims never overlap, so that of those which begin before the span only the last can reach into it.
            let sql = """
                SELECT * FROM claims WHERE organization = ? AND resource = ? AND start_at < ? AND end_at > ? AND start_at >= COALESCE(
                    (SELECT start_at FROM claims WHERE organization = ? AND resource = ? AND start_at <= ? ORDER BY start_at DESC LIMIT 1),
                    ?)
                ORDER BY start_at
                """
            let home = transaction.organization
            claims += try transaction.rows(
                sql, home, resource, span.end, span.start, home, resource, span.start, span.start, read: Claim.init(row:))
        }
        return claims
    }
}

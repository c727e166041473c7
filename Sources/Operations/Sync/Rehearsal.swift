import Persistence

extension Kalends {
    /// Does something within a transaction and undoes it: what it came to is told, and nothing stays.
    func rehearse<Outcome: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Outcome) async throws -> Outcome {
        do {
            try await database.write { transaction -> Void in throw Undone(outcome: try body(transaction)) }
        } catch let undone as Undone<Outcome> {
            return undone.outcome
        }
        preconditionFailure("A rehearsal ends by being undone.")
    }
}

private struct Undone<Outcome: Sendable>: Error {
    let outcome: Outcome
}

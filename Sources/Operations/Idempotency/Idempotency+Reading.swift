public import Persistence
import Synchronization

extension Idempotency {
    /// The same for an answer that tells more than the use case's result: it is read within the transaction that gives the result,
    /// with or without a key, and so tells of nothing that happened later.
    /// - Parameters:
    ///   - answer: of the result, with what it reads; it must write nothing.
    ///   - work: the use case; see `answering(_:to:)`.
    /// - Throws: what `work` and `answer` throw, `StoreFailure`.
    public static func answering<Value: Sendable>(
        in kalends: Kalends, _ answer: @escaping @Sendable (Value, Transaction) throws -> RequestAnswer, to work: () async throws -> Value
    ) async throws -> RequestAnswer {
        let told = Told()
        let noted: @Sendable (Value, Transaction) throws -> RequestAnswer = { value, transaction in
            let said = try answer(value, transaction)
            told.latest.withLock { $0 = said }
            return said
        }
        let rider =
            Exchange.current?.rider(noted)
            ?? Rider { transaction, value in if let value = value as? Value { _ = try noted(value, transaction) } }
        let value = try await rider.accompanying(work)
        if let said = told.latest.withLock({ $0 }) { return said }
        return try await kalends.database.read { try answer(value, $0) }
    }
}

/// What was read for the answer in the run of the transaction that counts, the last one.
private final class Told: Sendable {
    let latest = Mutex<RequestAnswer?>(nil)
}

import Operations
import Persistence

extension APICall {
    /// Does what the request asks for. Where the request bears a key, the answer is stored with what was done (decision 0031).
    /// - Parameter answer: what the use case's result is answered with.
    /// - Throws: what `work` throws.
    func answering<Value: Sendable>(
        _ answer: @escaping @Sendable (Value) throws -> APIAnswer, to work: () async throws -> Value
    ) async throws -> APIAnswer {
        let preferences = preferences
        return APIAnswer(try await Idempotency.answering({ try answer($0).kept(preferences) }, to: work))
    }

    /// The same for an answer that is read within the transaction of what was done.
    func answering<Value: Sendable>(
        _ answer: @escaping @Sendable (Value, Transaction) throws -> APIAnswer, to work: () async throws -> Value
    ) async throws -> APIAnswer {
        let preferences = preferences
        return APIAnswer(
            try await Idempotency.answering(in: kalends, { try answer($0, $1).kept(preferences) }, to: work))
    }
}

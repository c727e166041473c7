import Persistence

extension APICall {
    /// Does what the request asks for.
    /// - Parameter answer: what the use case's result is answered with.
    /// - Throws: what `work` throws.
    func answering<Value: Sendable>(
        _ answer: @escaping @Sendable (Value) throws -> APIAnswer, to work: () async throws -> Value
    ) async throws -> APIAnswer { try answer(try await work()) }

    /// The same for an answer that tells more than the use case's result.
    func answering<Value: Sendable>(
        _ answer: @escaping @Sendable (Value, Transaction) throws -> APIAnswer, to work: () async throws -> Value
    ) async throws -> APIAnswer {
        let value = try await work()
        return try await read { try answer(value, $0) }
    }
}

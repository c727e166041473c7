import Persistence
import Synchronization

/// One request that is being carried out, as those see it who do its work.
final class Exchange: Sendable {
    @TaskLocal static var current: Exchange?

    private struct State {
        var isOpen = true
        var kept: String?
        var hasMissed = false
    }

    private let keep: @Sendable (RequestAnswer, Transaction) throws -> String
    private let state = Mutex(State())

    /// - Parameter keep: stores an answer within a transaction, and gives it as it is stored.
    init(keep: @escaping @Sendable (RequestAnswer, Transaction) throws -> String) { self.keep = keep }

    /// The answer that was last stored with what was done, whether or not that was committed.
    var kept: String? { state.withLock { $0.kept } }
    /// Whether something was written, and no answer with it.
    var hasMissed: Bool { state.withLock { $0.hasMissed && $0.kept == nil } }

    /// Nothing that goes on later belongs to the request.
    func close() { state.withLock { $0.isOpen = false } }

    /// - Parameter answer: what is answered to a value.
    func rider<Value: Sendable>(_ answer: @escaping @Sendable (Value, Transaction) throws -> RequestAnswer) -> Rider {
        Rider { [self] transaction, value in
            guard state.withLock({ $0.isOpen }) else { return }
            // Nothing tells a write that answers nothing from another one.
            guard Value.self != Void.self, let value = value as? Value else { return state.withLock { $0.hasMissed = true } }
            let kept = try keep(try answer(value, transaction), transaction)
            state.withLock { $0.kept = kept }
        }
    }
}

extension Idempotency {
    /// Calls a use case and says what is answered to its result. Within a request that bears a key the answer is stored in the transaction that
    /// gives the result, so that both are there or neither.
    /// - Parameters:
    ///   - answer: of the use case's result; it is asked within the transaction, more than once where that is begun anew, and must be quick.
    ///     What it throws undoes what the use case did.
    ///   - work: the use case; the write that has its effect must answer what it answers itself. Of one that answers nothing the answer is stored
    ///     afterwards.
    /// - Returns: the answer.
    /// - Throws: what `work` and `answer` throw.
    public static func answering<Value: Sendable>(
        _ answer: @escaping @Sendable (Value) throws -> RequestAnswer, to work: () async throws -> Value
    ) async throws -> RequestAnswer {
        guard let exchange = Exchange.current else { return try answer(try await work()) }
        return try answer(try await exchange.rider { value, _ in try answer(value) }.accompanying(work))
    }
}

import Operations
import Persistence
import RestShape

extension APICall {
    /// Somebody was faster.
    private struct ChangedMeanwhile: Error {}

    /// Reads something and has it changed only as long as it stands as it was read; otherwise all is done anew with what stands there now.
    /// - Parameter find: throws `NotFound` where it is not, or not any more.
    /// - Throws: what the body throws; `GraphError` when others were faster four times.
    func changing<Value: Hashable & Sendable, Outcome: Sendable>(
        _ find: @escaping @Sendable (Transaction) throws -> Value, _ body: (Value) async throws -> Outcome
    ) async throws -> Outcome {
        for _ in 0..<4 {
            let before = try await read(find)
            do {
                return try await WriteCondition.requiring({ transaction in
                    guard try find(transaction) == before else { throw ChangedMeanwhile() }
                }) { try await body(before) }
            } catch is ChangedMeanwhile {
                continue
            }
        }
        throw GraphError(.conflict, "Others are changing this at the same moment: read it again, and repeat the change.")
    }
}

/// What must hold when a write begins, for callers that are further away from the transaction than the use case which opens it.
///
/// It is asked first in every `Database.write` of the task and of those it waits for; what it throws undoes the write and is thrown on as it
/// is. So whoever read something can have it changed by any use case only if it still stands as it was read.
public enum WriteCondition {
    @TaskLocal static var current: (@Sendable (Transaction) throws -> Void)?

    /// Carries out something whose writes all begin with a condition.
    public static func requiring<Value: Sendable>(
        _ condition: @escaping @Sendable (Transaction) throws -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        try await $current.withValue(condition) { try await body() }
    }
}

/// What rides along in the writes of a task: it is called within each of their transactions, at the end, with what the body answered, and what
/// it writes is committed with what the body wrote, or not at all.
///
/// So whoever asks for a use case can store something with its effect that the use case knows nothing of. Writes of tasks that are begun
/// meanwhile carry the rider too; it has to tell by the answer which one it waits for.
public struct Rider: Sendable {
    @TaskLocal static var current: Rider?

    private let join: @Sendable (Transaction, any Sendable) throws -> Void

    /// - Parameter join: called once for each run of a body, which may be run more than once; it must leave nothing behind but what it writes
    ///   and notes about this very run. What it throws undoes the whole write.
    public init(_ join: @escaping @Sendable (Transaction, any Sendable) throws -> Void) { self.join = join }

    /// Does some work with the rider along.
    public func accompanying<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        try await Self.$current.withValue(self) { try await work() }
    }

    func joining<Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value
    ) -> @Sendable (Transaction) throws -> Value {
        { transaction in
            let value = try body(transaction)
            try join(transaction, value)
            return value
        }
    }
}

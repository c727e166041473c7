import Persistence

extension Kalends {
    /// A write that is tried until the database has taken it, through every trouble that may pass: for what has happened already and must be
    /// known. It has to come to the same when it is done twice.
    /// - Throws: what does not pass; `CancellationError` when the task was cancelled meanwhile.
    @discardableResult
    func insist<Value: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> Value) async throws -> Value {
        try await Self.insist(on: database, body)
    }

    /// The same for whoever has nothing but the database.
    static func insist<Value: Sendable>(
        on database: Database, _ body: @escaping @Sendable (Transaction) throws -> Value
    ) async throws -> Value {
        var pause = Duration.milliseconds(50)
        while true {
            do {
                return try await database.write(body)
            } catch let failure as StoreFailure where failure.isPassing {
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(400))
            }
        }
    }
}

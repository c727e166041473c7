import Synchronization

/// The first of two outcomes; the second one is nobody's any more.
final class FirstAnswer<Value: Sendable>: Sendable {
    /// No answer came in time.
    struct Late: Error {}

    private let waiting: Mutex<CheckedContinuation<Value, any Error>?>

    private init(_ continuation: CheckedContinuation<Value, any Error>) { waiting = Mutex(continuation) }

    private func give(_ outcome: Result<Value, any Error>) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(with: outcome)
    }

    /// The answer of some work, which goes on by itself when it takes longer.
    /// - Throws: what the work throws; `Late`.
    static func within(_ patience: Duration, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let first = FirstAnswer(continuation)
            let waiting = Task {
                do { try await Task.sleep(for: patience) } catch { return }
                first.give(.failure(Late()))
            }
            Task {
                do { first.give(.success(try await work())) } catch { first.give(.failure(error)) }
                waiting.cancel()
            }
        }
    }
}

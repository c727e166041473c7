import Synchronization

/// Tells every subscriber of every commit; none of them can hold up a writer.
final class CommitHub: Sendable {
    private struct Subscribers {
        var next = 0
        var streams: [Int: AsyncStream<Commit>.Continuation] = [:]
        var isFinished = false
    }

    private let subscribers = Mutex(Subscribers())

    func subscribe() -> AsyncStream<Commit> {
        let (stream, continuation) = AsyncStream.makeStream(of: Commit.self, bufferingPolicy: .bufferingNewest(256))
        let number: Int? = subscribers.withLock { subscribers in
            guard !subscribers.isFinished else { return nil }
            subscribers.next += 1
            subscribers.streams[subscribers.next] = continuation
            return subscribers.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.subscribers.withLock { $0.streams.removeValue(forKey: number) }
        }
        return stream
    }

    func publish(_ commit: Commit) {
        // Yielding happens outside the lock: a subscriber that ends takes the same lock in its termination handler.
        for stream in subscribers.withLock({ Array($0.streams.values) }) { stream.yield(commit) }
    }

    func finish() {
        let streams = subscribers.withLock { subscribers in
            subscribers.isFinished = true
            defer { subscribers.streams = [:] }
            return Array(subscribers.streams.values)
        }
        for stream in streams { stream.finish() }
    }
}

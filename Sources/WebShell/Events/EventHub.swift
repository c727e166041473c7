import Synchronization

/// Tells open pages that something changed. Events say what to look at, never what it is: a page that misses one misses nothing.
public final class EventHub: Sendable {
    /// One listening page.
    struct Subscriber: Sendable {
        let topics: Set<String>
        let continuation: AsyncStream<Signal>.Continuation
    }

    /// What a listener is sent.
    enum Signal: Hashable, Sendable {
        case changed(Set<String>)
        case heartbeat
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var next = 0
        var isFinished = false
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: pages that may listen at the same time.
    public init(limit: Int = 2000) { self.limit = limit }

    /// Wakes the pages that listen to any of the topics.
    public func publish(_ topics: Set<String>) {
        let listeners = state.withLock { Array($0.subscribers.values) }
        for listener in listeners {
            let heard = listener.topics.intersection(topics)
            if !heard.isEmpty { listener.continuation.yield(.changed(heard)) }
        }
    }

    /// The changes of some topics from now on; `nil` when too many listen already, or after `finish`.
    public func subscribe(to topics: Set<String>) -> AsyncStream<Set<String>>? {
        guard let (signals, _) = listen(to: topics) else { return nil }
        return AsyncStream { continuation in
            let task = Task {
                for await signal in signals { if case .changed(let heard) = signal { continuation.yield(heard) } }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// A page that reads slowly keeps the newest signals only.
    func listen(to topics: Set<String>) -> (AsyncStream<Signal>, AsyncStream<Signal>.Continuation)? {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(16))
        let id: Int? = state.withLock { state in
            guard !state.isFinished, state.subscribers.count < limit else { return nil }
            state.next += 1
            state.subscribers[state.next] = Subscriber(topics: topics, continuation: continuation)
            return state.next
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in self?.forget(id) }
        return (stream, continuation)
    }

    private func forget(_ id: Int) {
        let gone = state.withLock { $0.subscribers.removeValue(forKey: id) }
        _ = gone
    }

    /// Ends every stream: the server is about to stop.
    public func finish() {
        let listeners = state.withLock { state in
            state.isFinished = true
            defer { state.subscribers = [:] }
            return Array(state.subscribers.values)
        }
        for listener in listeners { listener.continuation.finish() }
    }

    /// Pages that listen now.
    public var count: Int { state.withLock { $0.subscribers.count } }
}

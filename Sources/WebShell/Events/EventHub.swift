import Secrets
import Synchronization

/// Tells open pages that something changed. Events say what to look at, never what it is.
///
/// A page knows the place in the news at which it was made, and names it when it begins to listen: whatever happened between the two it is
/// told at once. Places are random, so that nobody reads out of them how busy a business is.
public final class EventHub: Sendable {
    /// One listening page.
    struct Subscriber: Sendable {
        let topics: Set<String>
        let continuation: AsyncStream<Signal>.Continuation
    }

    /// What a listener is sent.
    enum Signal: Hashable, Sendable {
        case changed(Set<String>, place: String)
        case heartbeat
    }

    /// One piece of news, and the place behind it.
    private struct News {
        let topics: Set<String>
        let place: String
    }

    private struct State {
        var subscribers: [Int: Subscriber] = [:]
        var next = 0
        var isFinished = false
        /// The latest ones, the oldest first.
        var news = [News(topics: [], place: Token.random(bytes: 9))]

        /// What happened after a place; `nil` where nobody knows it any more.
        func topics(after place: String) -> Set<String>? {
            guard let index = news.lastIndex(where: { $0.place == place }) else { return nil }
            return news[(index + 1)...].reduce(into: []) { $0.formUnion($1.topics) }
        }
    }

    /// Pages that were made before so many news look again at all they show.
    private static let remembered = 256

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: pages that may listen at the same time.
    public init(limit: Int = 2000) { self.limit = limit }

    /// Where the news are now, for a page that is about to read what it shows.
    public var place: String { state.withLock { $0.news[$0.news.count - 1].place } }

    /// Wakes the pages that listen to any of the topics.
    public func publish(_ topics: Set<String>) {
        let news = News(topics: topics, place: Token.random(bytes: 9))
        let listeners = state.withLock { state in
            if state.news.count >= Self.remembered { state.news.removeFirst(Self.remembered / 2) }
            state.news.append(news)
            return Array(state.subscribers.values)
        }
        for listener in listeners {
            let heard = listener.topics.intersection(topics)
            if !heard.isEmpty { listener.continuation.yield(.changed(heard, place: news.place)) }
        }
    }

    /// The changes of some topics from now on; `nil` when too many listen already, or after `finish`.
    public func subscribe(to topics: Set<String>) -> AsyncStream<Set<String>>? {
        guard let (signals, _) = listen(to: topics) else { return nil }
        return AsyncStream { continuation in
            let task = Task {
                for await signal in signals { if case .changed(let heard, _) = signal { continuation.yield(heard) } }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// A page that reads slowly keeps the newest signals only.
    /// - Parameter seen: the place at which the page was made: what happened since comes first. `nil`: nothing does.
    func listen(to topics: Set<String>, seen: String? = nil) -> (AsyncStream<Signal>, AsyncStream<Signal>.Continuation)? {
        let (stream, continuation) = AsyncStream.makeStream(of: Signal.self, bufferingPolicy: .bufferingNewest(16))
        let id: Int? = state.withLock { state in
            guard !state.isFinished, state.subscribers.count < limit else { return nil }
            if let seen {
                let missed = state.topics(after: seen)?.intersection(topics) ?? topics
                if !missed.isEmpty { continuation.yield(.changed(missed, place: state.news[state.news.count - 1].place)) }
            }
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

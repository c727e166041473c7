import Synchronization
import Testing

@testable import Outbound

@Suite(.timeLimit(.minutes(1)))
struct ConcurrencyTests {
    /// Answers nothing until the client goes away.
    func silentServer() throws -> HTTPServer {
        try HTTPServer { _, connection in
            connection.waitForClose()
            return false
        }
    }

    @Test func `cancelling the task ends its request at once`() async throws {
        let server = try silentServer()
        let client = HTTPClient(policy: .all, userAgent: "k")
        let task = Task { try await client.send(OutboundRequest(.GET, server.url)) }
        _ = await server.nextRequest()
        task.cancel()
        let result = await task.result
        // Otherwise its deadline would have ended it.
        #expect(throws: OutboundFailure.cancelled) { try result.get() }
    }

    @Test func `a task cancelled beforehand connects to nobody`() async throws {
        let server = try silentServer()
        let client = HTTPClient(policy: .all, userAgent: "k")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(OutboundRequest(.GET, server.url))
        }
        let result = await task.result
        #expect(throws: OutboundFailure.cancelled) { try result.get() }
        #expect(server.connectionCount == 0)
    }

    @Test func `a request that gets no place in time is given up without connecting`() async throws {
        let server = try silentServer()
        let client = HTTPClient(policy: .all, userAgent: "k", maximumConcurrent: 1)
        let first = Task { try await client.send(OutboundRequest(.GET, server.url)) }
        _ = await server.nextRequest()
        var second = OutboundRequest(.GET, server.url)
        second.deadline = 0.1
        await #expect(throws: OutboundFailure.timedOut(afterSeconds: 0.1)) { try await client.send(second) }
        #expect(server.connectionCount == 1)
        first.cancel()
        _ = await first.result
    }

    @Test func `no more requests run at one moment than allowed, and all are answered`() async throws {
        let counted = Counted()
        let server = try HTTPServer { _, connection in
            counted.enter()
            defer { counted.leave() }
            return connection.send(Array(answer("200 OK").utf8))
        }
        let client = HTTPClient(policy: .all, userAgent: "k", maximumConcurrent: 3)
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<60 { group.addTask { try? await client.send(OutboundRequest(.GET, server.url + "/\(number)")).status } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count == 60 && statuses.allSatisfy { $0 == 200 })
        #expect(Set(server.asked.map(\.path)).count == 60)
        #expect(counted.most <= 3)
        #expect(server.connectionCount <= 3)
    }

    @Test func `a client that nobody holds any more lets its thread and connections go`() async throws {
        let closed = AsyncStream<Void>.makeStream()
        let server = try Listener { connection in
            while let line = connection.line() { if line.isEmpty { connection.send(answer("200 OK")) } }
            closed.continuation.yield()
        }
        do {
            let client = HTTPClient(policy: .all, userAgent: "k")
            _ = try await client.send(OutboundRequest(.GET, "http://127.0.0.1:\(server.port)/"))
        }
        for await _ in closed.stream { break }
    }
}

/// How many are inside, and how many ever were at one moment.
final class Counted: Sendable {
    private let state = Mutex((inside: 0, most: 0))
    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock {
            $0.inside += 1
            $0.most = max($0.most, $0.inside)
        }
    }

    func leave() { state.withLock { $0.inside -= 1 } }
}

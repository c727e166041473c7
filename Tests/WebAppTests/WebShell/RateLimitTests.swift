import Hummingbird
import HummingbirdTesting
import Testing

@testable import WebShell

/// The limit over a real connection: who asks is the peer, or whom our own proxy names.
struct RateLimitTests {
    private func statuses(_ fixture: ShellFixture, _ requests: [(path: String, client: String?)]) async throws -> [Int] {
        try await fixture.test(.live) { client in
            var statuses: [Int] = []
            for request in requests {
                var headers: HTTPFields = [:]
                if let name = request.client { headers[.forwardedFor] = name }
                statuses.append(try await client.execute(uri: request.path, method: .get, headers: headers) { $0.status.code })
            }
            return statuses
        }
    }

    @Test func `past the limit an address waits; static files and health checks are not counted`() async throws {
        let fixture = try ShellFixture(rateLimit: 2)
        let css = fixture.shell.assets.address("kalends.css")
        let answers = try await statuses(
            fixture, [("/plain", nil), (css, nil), ("/plain", nil), ("/plain", nil), (css, nil), ("/healthz", nil)])
        #expect(answers == [200, 200, 200, 429, 200, 404])
    }

    @Test func `behind our own proxy each client has a limit of its own`() async throws {
        let fixture = try ShellFixture(proxies: "127.0.0.1 ::1", rateLimit: 1)
        let answers = try await statuses(
            fixture, [("/plain", "203.0.113.1"), ("/plain", "203.0.113.2"), ("/plain", "203.0.113.1"), ("/plain", "9.9.9.9, 203.0.113.2")])
        #expect(answers == [200, 200, 429, 429])
    }

    @Test func `a stranger cannot pass for others`() async throws {
        let answers = try await statuses(ShellFixture(rateLimit: 1), [("/plain", "203.0.113.1"), ("/plain", "203.0.113.2")])
        #expect(answers == [200, 429])
    }

    @Test func `no limit is no limit`() async throws {
        let answers = try await statuses(ShellFixture(rateLimit: 0), Array(repeating: ("/plain", nil), count: 50))
        #expect(answers.allSatisfy { $0 == 200 })
    }
}

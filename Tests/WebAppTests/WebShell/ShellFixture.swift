import CivilTime
import Hummingbird
import HummingbirdTesting
import Secrets

@testable import WebShell

/// A shell with a few routes, at a frozen clock.
struct ShellFixture {
    static let now = Instant(secondsSinceEpoch: 1_796_000_000)

    let shell: WebShell

    init(baseURL: String = "http://localhost:8080", proxies: String = "", rateLimit: Int = 0) throws {
        shell = try WebShell(
            settings: WebShell.Settings(
                baseURL: baseURL, trustedProxies: try TrustedProxies(parsing: proxies), rateLimit: rateLimit,
                secretKey: SecretKey(bytes: Array(repeating: 1, count: 32)), clock: { Self.now }),
            furniture: [], translate: { $0 is Busy ? Problem(status: .serviceUnavailable) : nil })
    }

    struct Broken: Error { let secret = "carl@example.org" }
    struct Busy: Error {}

    func test<Value>(_ setup: TestingSetup = .router, _ body: @Sendable (any TestClientProtocol) async throws -> Value) async throws
        -> Value
    {
        let router = shell.makeRouter()
        router.get("/plain") { _, _ in Response.text("hello") }
        router.get("/manage/{token}") { _, _ in Response.html("<p>hello</p>", headers: ContentPolicy(frameAncestors: ["*"]).headers) }
        router.get("/broken") { _, _ -> Response in throw Broken() }
        router.get("/busy") { _, _ -> Response in throw Busy() }
        router.get("/wait") { _, _ -> Response in throw Problem.tooMany(retryAfter: .seconds(90)) }
        router.post("/form") { [shell] request, _ in Response.text(try await shell.form(request)["name"]) }
        shell.finish(router)
        return try await Application(router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
            .test(setup, body)
    }
}

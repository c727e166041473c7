import Booking
import CivilTime
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Operations
import Persistence
import RestShape
import Secrets
import TestSupport
import WebShell

@testable import RestAPI

/// The API over Ana's studio and Dario's garage, at a clock that stands still: Monday 23 November 2026 is two days away.
struct APIFixture {
    let kalends: Kalends
    let shell: WebShell
    let api: RestAPI
    let clock = ManualClock()

    /// - Parameter rateLimit: requests a minute; 0: no limit.
    init(rateLimit: Int = 0, _ change: (Transaction) throws -> Void = { _ in }) throws {
        let database = try Cast.database(withDario: true)
        try database.writeNow { transaction in try change(transaction) }
        let key = SecretKey(bytes: Array(repeating: 9, count: 32))
        kalends = Kalends(
            database: database, zones: TestZones.database, clock: clock.reading, identifiers: SequentialIDs(after: 9000).making,
            secretKey: key,
            settings: Kalends.Settings(
                baseURL: "http://localhost:8080", mailFrom: "kalends@example.org", isMailConfigured: true, pollInterval: .minutes(5),
                version: "test"),
            providers: [], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        shell = try WebShell(
            settings: WebShell.Settings(
                baseURL: "http://localhost:8080", rateLimit: rateLimit, secretKey: key, clock: clock.reading), furniture: [.restAPI])
        api = RestAPI(kalends, shell: shell)
    }

    /// A key of a program.
    func token(_ scopes: Set<TokenScope> = [.manage, .sync], role: Role = .administrator, days: Int? = 30) async throws -> String {
        let request = MakeToken.Request(name: "Test", user: nil, role: role, scopes: scopes, lifetime: days.map { .days($0) })
        return try await MakeToken(kalends)(request, actor: .system).text
    }

    /// - Parameter isLive: over a real connection, whose other end is counted.
    func test<Value>(
        _ token: String?, isLive: Bool = false, _ body: @Sendable (Program) async throws -> Value
    ) async throws -> Value {
        let router = shell.makeRouter()
        api.addRoutes(to: router)
        shell.finish(router)
        return try await Application(router: router).test(isLive ? .live : .router) { client in
            try await body(Program(client: client, token: token))
        }
    }

    /// The same with an administrator's key to everything.
    func test<Value>(_ body: @Sendable (Program) async throws -> Value) async throws -> Value {
        try await test(try await token(), body)
    }
}

/// An answer as a test reads it.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    /// Null for what is no JSON.
    var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
    /// The code of the error in it.
    var code: String { json["error"]?["code"]?.string ?? "" }
    var target: String { json["error"]?["target"]?.string ?? "" }
    /// Of a list, the texts of a property.
    func texts(_ name: String) -> [String] { (json["value"]?.elements ?? []).compactMap { $0[name]?.string } }
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}

/// A program that asks.
struct Program: Sendable {
    static let studio = "/v1.0/solutions/bookingBusinesses/bstudio"

    let client: any TestClientProtocol
    let token: String?

    func ask(_ method: HTTPRequest.Method, _ path: String, _ body: String? = nil, _ more: HTTPFields = [:]) async throws -> Answer {
        var headers = more
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await client.execute(uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }) {
            Answer(status: $0.status.code, headers: $0.headers, text: String(buffer: $0.body))
        }
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> Answer { try await ask(.get, path, nil, headers) }
    func post(_ path: String, _ body: String) async throws -> Answer { try await ask(.post, path, body) }
    func patch(_ path: String, _ body: String, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await ask(.patch, path, body, headers)
    }

    /// Books a haircut for Cleo on Monday at this hour of Berlin.
    func book(_ hour: Int, _ more: String = "") async throws -> Answer {
        try await post(
            Self.studio + "/appointments",
            """
            {"serviceId": "vhaircut", "staffMemberIds": ["sana"],
             "startDateTime": {"dateTime": "2026-11-23T\(hour):00:00", "timeZone": "Europe/Berlin"},
             "customers": [{"name": "Cleo", "emailAddress": "cleo@example.org"}]\(more)}
            """)
    }
}

import Booking
import CalendarSync
import CivilTime
import Hummingbird
import HummingbirdTesting
import Logging
import Operations
import Persistence
import Secrets
import TestSupport
import WebShell

@testable import AdminApp

/// The admin app over Ana's studio, at a clock that stands still: Ana administrates, Ben schedules, Vera looks on.
struct AdminFixture {
    static let vera = User(
        id: User.ID("uvera"), name: "Vera", email: "vera@example.org", passwordHash: nil, role: .viewer, createdAt: Cast.morning)
    /// Monday 23 November 2026, 10:00 in the studio.
    static let monday = Cast.morning + .days(2)

    let kalends: Kalends
    let shell: WebShell
    let clock = ManualClock()

    /// - Parameters:
    ///   - change: what is different in the database from the cast's.
    ///   - hasGoogle: whether this installation is registered with Google.
    init(isMailConfigured: Bool = true, hasGoogle: Bool = false, _ change: (Transaction) throws -> Void = { _ in }) throws {
        let database = try Cast.database()
        try database.writeNow { transaction in
            try transaction.users.insert(Self.vera)
            for user in [Cast.ana, Cast.ben, Self.vera] {
                try transaction.sessions.insert(
                    Session(
                        tokenHash: Token.hash(Self.token(of: user)), user: user.id, createdAt: Cast.morning, lastSeenAt: Cast.morning,
                        expiresAt: Cast.morning + .days(30), userAgent: "Firefox/140 Linux", address: "192.0.2.1"))
            }
            try change(transaction)
        }
        let key = SecretKey(bytes: Array(repeating: 7, count: 32))
        kalends = Kalends(
            database: database, zones: TestZones.database, clock: clock.reading, identifiers: SequentialIDs(after: 5000).making,
            secretKey: key,
            settings: Kalends.Settings(
                baseURL: "http://localhost:8080", mailFrom: "kalends@example.org", isMailConfigured: isMailConfigured,
                pollInterval: .minutes(5),
                version: "test"),
            providers: [PaperProvider(kind: .caldav), PaperProvider(kind: .feed)] + (hasGoogle ? [PaperProvider(kind: .google)] : []),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        shell = try WebShell(
            settings: WebShell.Settings(baseURL: "http://localhost:8080", secretKey: key, clock: clock.reading), furniture: [.adminApp])
    }

    static func token(of user: User) -> String { "token-of-\(user.id)-0123456789" }

    func test<Value>(as user: User? = Cast.ana, _ body: @Sendable (Staffer) async throws -> Value) async throws -> Value {
        let router = shell.makeRouter()
        addAdminApp(to: router, kalends: kalends, shell: shell)
        shell.finish(router)
        let token = user.map(Self.token)
        let csrf = token.map { shell.csrf.token(session: Token.hash($0)) }
        return try await Application(router: router).test(.router) { client in
            try await body(Staffer(client: client, cookie: token.map { "kalends=\($0)" }, csrf: csrf))
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
        try await kalends.database.read(body)
    }

    /// Books for Cleo, as the page would.
    @discardableResult
    func book(_ service: Service = Cast.haircut, at start: Instant = monday, with staff: StaffMember = Cast.anaMember) async throws
        -> Appointment
    {
        try await BookAppointment(kalends)(
            BookAppointment.Request(
                business: Cast.studio.id, service: service.id, staff: staff.id, start: start,
                details: CustomerDetails(name: "Cleo", email: "cleo@example.org"), zone: "Europe/Berlin", language: "en", actor: .customer)
        ).appointment
    }
}

/// Somebody at the admin app, with a session's cookie or without.
struct Staffer: Sendable {
    let client: any TestClientProtocol
    let cookie: String?
    let csrf: String?

    func get(_ path: String, cookies: [String] = []) async throws -> Answer {
        try await client.execute(uri: path, method: .get, headers: headers(cookies)) { response in
            Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// - Parameter fields: in any order; the form's token is added unless it is among them.
    func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:], more: [String: String] = [:]) async throws -> Answer {
        var query = Query()
        for (name, value) in fields { query.append(name, value) }
        for (name, value) in more.sorted(by: { $0.key < $1.key }) { query.append(name, value) }
        if let csrf, !query.contains("csrf") { query.append("csrf", csrf) }
        var headers = headers([])
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: query.text)) { response in
            Answer(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }

    /// The page that follows an answer, with the notice that it left.
    func follow(_ answer: Answer) async throws -> Answer { try await get(answer.location, cookies: answer.cookies) }

    private func headers(_ more: [String]) -> HTTPFields {
        let all = [cookie].compactMap(\.self) + more
        return all.isEmpty ? [:] : [.cookie: all.joined(separator: "; ")]
    }
}

extension Answer {
    /// The cookies that it sets, as a browser would send them back.
    var cookies: [String] { headers[values: .setCookie].map { String($0.prefix { $0 != ";" }) } }

    /// The text of the page as people read it, roughly.
    var words: String {
        text.replacing("&#39;", with: "'").replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
            .replacing("&amp;", with: "&")
    }
}

/// A provider that answers from paper: every password but "wrong" opens three calendars.
struct PaperProvider: CalendarProvider {
    let kind: ProviderKind

    static let calendars = [
        RemoteCalendar(id: "/office/", name: "Work", access: .readWrite), RemoteCalendar(id: "/home/", name: "Home", access: .readWrite),
        RemoteCalendar(id: "/team/", name: "Team", access: .readOnly),
    ]

    var authorization: (any AccountAuthorization)? { kind == .google ? PaperAuthorization() : nil }

    func discover(_ credentials: CalendarCredentials) async throws(ProviderFailure) -> DiscoveredAccount {
        guard credentials.password != "wrong" else { throw ProviderFailure(.unauthorized, "The server refused <user> and password.") }
        return DiscoveredAccount(
            address: credentials.address, name: "\(credentials.user) at cal.example.org", ownAddresses: [], calendars: Self.calendars)
    }

    func reader(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> any CalendarReader { EmptyReader() }

    func writer(of calendar: RemoteCalendar, with credentials: CalendarCredentials) -> (any CalendarWriter)? { nil }

    func keptPayload(of item: RemoteItem, keepsTitle: Bool, ownAddresses: [String]) -> String { "" }
    func expand(_ item: RemoteItem, in window: Span, for owner: CalendarOwner) -> ItemExpansion { ItemExpansion() }

    private struct EmptyReader: CalendarReader {
        func changes(since cursor: SyncCursor?, known: [RemoteItem.ID: String]) async throws(ProviderFailure) -> ChangeBatch {
            ChangeBatch()
        }
        func item(_ id: RemoteItem.ID) async throws(ProviderFailure) -> RemoteItem? { nil }
    }
}

/// A sign-in on paper: the code says who comes back, and what was not ticked.
struct PaperAuthorization: AccountAuthorization {
    let permissions = [AccountPermission(scope: "events", wording: "See <events>", purpose: "So that time is closed.")]

    func authorizationAddress(for request: AuthorizationRequest) -> String {
        "https://accounts.example.org/sign-in?state=\(request.state)&hint=\(request.expectedEmail ?? "")"
    }

    func exchange(code: String, verifier: String, redirect: String) async throws(ProviderFailure) -> AuthorizedAccount {
        guard code != "spent" else { throw ProviderFailure(.unauthorized, "The sign-in is not good any more.") }
        let (who, isUnticked) = (code.prefix { $0 != "-" }, code.hasSuffix("-unticked"))
        return AuthorizedAccount(
            subject: "subject-\(who)", name: "\(who) at Google", email: "\(who)@example.org",
            credentials: CalendarCredentials(address: "google:\(who)", user: "subject-\(who)", password: "grant"),
            missing: isUnticked ? permissions : [])
    }

    func revoke(_ credentials: CalendarCredentials) async throws(ProviderFailure) {}
}

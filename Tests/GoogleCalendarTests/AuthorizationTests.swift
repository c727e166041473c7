import CalendarSimulators
import CalendarSync
import CivilTime
import Outbound
import Secrets
import Testing

@testable import GoogleCalendar

struct AuthorizationTests {
    private let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    private let redirect = "http://localhost:8080/oauth/google"

    private func request(_ email: String? = nil) -> AuthorizationRequest {
        AuthorizationRequest(redirect: redirect, state: "s1", challenge: ProofKey.challenge(of: verifier), expectedEmail: email)
    }

    /// What comes back to us after somebody decided on the consent page.
    private func consent(_ google: Google, ticked: [String]? = nil, decision: String = "allow") async throws -> [String: String] {
        let authorization = GoogleAuthorization(google.provider)
        let address = authorization.authorizationAddress(for: request())
        let client = HTTPClient(policy: .all, userAgent: "browser")
        let page = try await client.send(OutboundRequest(.GET, address))
        #expect(page.status == 200 && String(decoding: page.body, as: UTF8.self).contains("wants access"))
        let fields =
            [("person", google.subject), ("decision", decision)]
            + (ticked ?? authorization.permissions.map(\.scope)).map { ("scope", $0) }
        var post = OutboundRequest(.POST, address, body: Array(FormText.text(fields).utf8))
        post.maximumRedirects = 0
        let location = try #require(try await client.send(post).header("Location"))
        #expect(location.hasPrefix(redirect + "?"))
        let query = location.split(separator: "?").last ?? ""
        return Dictionary(
            query.split(separator: "&").compactMap { field in
                let parts = field.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), String(parts[1]).replacing("%2F", with: "/")) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `a sign-in names the account by its subject and works`() async throws {
        try await Google.run { google async throws in
            let outcome = try await consent(google)
            #expect(outcome["state"] == "s1")
            let account = try await GoogleAuthorization(google.provider).exchange(
                code: outcome["code"] ?? "", verifier: verifier, redirect: redirect)
            #expect(account.subject == google.subject && account.email == Google.email && account.missing.isEmpty)
            #expect(account.credentials.user == google.subject && account.credentials.address == "google:\(google.subject)")
            #expect(try await google.provider.discover(account.credentials).name == "ana@example.org at Google")
        }
    }

    @Test func `the address asks for little, for offline access and for a consent that brings a refresh token`() async throws {
        try await Google.run { google async throws in
            let address = GoogleAuthorization(google.provider).authorizationAddress(for: request("ana@example.org"))
            let wanted = [
                "response_type=code", "access_type=offline", "prompt=consent", "code_challenge_method=S256", "include_granted_scopes=true",
                "login_hint=ana%40example.org", "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "scope=openid%20https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fuserinfo.email%20https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.events%20https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.calendarlist.readonly",
            ]
            for part in wanted { #expect(address.contains(part), "\(part)") }
        }
    }

    @Test func `a tick that is missing is noticed, and told as what it is for`() async throws {
        try await Google.run { google async throws in
            // What was granted before is granted still, whatever is ticked now.
            try google.edit(.revokeAccess(subject: google.subject))
            let outcome = try await consent(google, ticked: [GoogleAuthorization.prefix + "calendar.calendarlist.readonly"])
            let account = try await GoogleAuthorization(google.provider).exchange(
                code: outcome["code"] ?? "", verifier: verifier, redirect: redirect)
            #expect(account.missing.map(\.scope) == [GoogleAuthorization.prefix + "calendar.events"])
            #expect(account.missing.first?.purpose.contains("bookings") == true)
            let refused = try await failure { _ = try await google.provider.discover(account.credentials) }
            #expect(refused.kind == .forbidden && refused.sentence.contains("tick"))
        }
    }

    @Test func `a code is good once, and only with the verifier of its challenge`() async throws {
        try await Google.run { google async throws in
            let authorization = GoogleAuthorization(google.provider)
            let code = try await consent(google)["code"] ?? ""
            let wrong = try await failure {
                _ = try await authorization.exchange(code: code, verifier: String(repeating: "x", count: 43), redirect: redirect)
            }
            let again = try await failure { _ = try await authorization.exchange(code: code, verifier: verifier, redirect: redirect) }
            #expect(wrong.kind == .unauthorized && again.kind == .unauthorized)
        }
    }

    @Test func `a redirect that Google does not know is the operator's business`() async throws {
        try await Google.run { google async throws in
            let code = try await consent(google)["code"] ?? ""
            let refused = try await failure {
                _ = try await GoogleAuthorization(google.provider).exchange(code: code, verifier: verifier, redirect: redirect + "/other")
            }
            #expect(refused.kind == .misconfigured && refused.sentence.contains("KALENDS_BASE_URL"))
        }
    }

    @Test func `access that was taken back asks to connect again, and nothing else does`() async throws {
        try await Google.run { google async throws in
            google.simulator.advance(by: .hours(2))
            try google.edit(.revokeAccess(subject: google.subject))
            #expect(try await failure { _ = try await google.read() } == .reconnect)
        }
        let others: [(Int, String, ProviderFailure.Kind)] = [
            (401, "invalid_client", .misconfigured), (400, "unauthorized_client", .misconfigured), (500, "internal_failure", .unreachable),
            (503, "backendError", .unreachable), (429, "rate_limited", .throttled), (400, "something_new", .invalidAnswer),
            (400, "admin_policy_enforced", .forbidden),
        ]
        for (status, reason, kind) in others {
            try await Google.run { google async throws in
                google.simulator.advance(by: .hours(2))
                google.fault(SimulatedFault(.refuse, method: "token", status: status, reason: reason))
                let refused = try await failure { _ = try await google.read() }
                #expect(refused.kind == kind, "\(reason)")
                #expect(try await google.read().batch.listing == [])
            }
        }
    }

    @Test func `a wrong client secret blames the configuration and not the account's owner`() async throws {
        try await Google.run(clientSecret: "wrong") { google async throws in
            google.simulator.advance(by: .hours(2))
            let refused = try await failure { _ = try await google.read() }
            #expect(refused.kind == .misconfigured && refused.retry == .never)
            #expect(refused.sentence.contains("KALENDS_GOOGLE_CLIENT_SECRET"))
        }
    }

    @Test func `a grant that dies after a week says that the consent screen is in testing`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.isInTesting = true }
            google.simulator.advance(by: .days(7) + .minutes(1))
            #expect(try await failure { _ = try await google.read() } == .reconnectAfterTesting)
        }
    }

    @Test func `a token that Google refuses before its time is replaced once`() async throws {
        try await Google.run { google async throws in
            google.fault(SimulatedFault(.refuse, method: "events.list", status: 401, reason: "authError"))
            #expect(try await google.read().batch.listing == [])
            google.fault(SimulatedFault(.refuse, method: "events.list", times: 2, status: 401, reason: "authError"))
            let refused = try await failure { _ = try await google.read() }
            #expect(refused.kind == .unreachable, "only the token endpoint can say that access was taken back")
        }
    }

    @Test func `many requests at once share one renewal, whose new refresh token is used from then on`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.rotatesRefreshTokens = true }
            for _ in 0..<3 {
                google.simulator.advance(by: .hours(2))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<8 { group.addTask { _ = try await google.read() } }
                    try await group.waitForAll()
                }
            }
            let renewals = google.simulator.world.requests.filter { $0.path == "/token" }
            #expect(renewals.count == 3 && renewals.allSatisfy { $0.status == 200 })
        }
    }

    @Test func `a rotation whose answer is lost ends the grant, which is told as that`() async throws {
        try await Google.run { google async throws in
            google.settings { $0.rotatesRefreshTokens = true }
            google.simulator.advance(by: .hours(2))
            google.fault(SimulatedFault(.loseAnswer, method: "token"))
            #expect(try await failure { _ = try await google.read() }.kind == .unreachable)
            #expect(try await failure { _ = try await google.read() } == .reconnect)
        }
    }

    @Test func `signing in again replaces what was remembered of the account`() async throws {
        try await Google.run { google async throws in
            google.simulator.advance(by: .hours(2))
            try google.edit(.revokeAccess(subject: google.subject))
            #expect(try await failure { _ = try await google.read() } == .reconnect)
            google.credentials = google.grant()
            #expect(try await google.read().batch.listing == [])
        }
    }

    @Test func `taking the grant back works twice`() async throws {
        try await Google.run { google async throws in
            let authorization = GoogleAuthorization(google.provider)
            try await authorization.revoke(google.credentials)
            try await authorization.revoke(google.credentials)
            google.simulator.advance(by: .hours(2))
            #expect(try await failure { _ = try await google.read() } == .reconnect)
        }
    }

    @Test func `a wider scope that was granted before is enough`() {
        let all: Set = [GoogleAuthorization.prefix + "calendar"]
        #expect(GoogleAuthorization.isCovered(GoogleAuthorization.prefix + "calendar.events", by: all))
        #expect(GoogleAuthorization.isCovered(GoogleAuthorization.prefix + "calendar.calendarlist.readonly", by: all))
        #expect(!GoogleAuthorization.isCovered(GoogleAuthorization.prefix + "calendar.events", by: ["calendar.events.readonly"]))
    }
}

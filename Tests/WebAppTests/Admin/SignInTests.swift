import Booking
import CivilTime
import Hummingbird
import HummingbirdTesting
import Operations
import Persistence
import Secrets
import TestSupport
import Testing

@testable import AdminApp

/// Signing in, out, and choosing a password.
struct SignInTests {
    private static let hash = PasswordHash.make("correct horse battery")

    private static func fixture() throws -> AdminFixture {
        try AdminFixture { transaction in
            var ana = Cast.ana
            ana.passwordHash = hash
            try transaction.users.update(ana)
        }
    }

    private static func signIn(_ stranger: Staffer, _ password: String, next: String = "") async throws -> Answer {
        let page = try await stranger.get("/admin/sign-in")
        let token = try #require(page.values(of: "csrf").first)
        return try await stranger.post("/admin/sign-in", ["csrf": token, "email": "Ana@example.org", "password": password, "next": next])
    }

    @Test func `the right password opens the calendar with a cookie that scripts cannot read`() async throws {
        try await Self.fixture().test(as: nil) { stranger in
            let answer = try await Self.signIn(stranger, "correct horse battery")
            #expect(answer.status == .seeOther)
            #expect(answer.location == "/admin")
            let cookie = try #require(answer.headers[values: .setCookie].first { $0.hasPrefix("kalends=") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            let home = try await stranger.get("/admin", cookies: answer.cookies)
            #expect(home.status == .ok)
        }
    }

    @Test func `a wrong password is told plainly, keeps the address and tells no more`() async throws {
        try await Self.fixture().test(as: nil) { stranger in
            let answer = try await Self.signIn(stranger, "guessed")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.text.contains("Email or password is wrong"))
            #expect(answer.values(of: "email") == ["Ana@example.org"])
            #expect(!answer.text.contains("guessed"))
            #expect(answer.cookies.allSatisfy { !$0.hasPrefix("kalends=") })
        }
    }

    @Test func `guessing is slowed down and says for how long`() async throws {
        try await Self.fixture().test(as: nil) { stranger in
            for _ in 0..<6 { _ = try await Self.signIn(stranger, "guessed") }
            let answer = try await Self.signIn(stranger, "correct horse battery")
            #expect(answer.status == .tooManyRequests)
            #expect(answer.text.contains("Too many wrong tries. Wait"))
        }
    }

    @Test func `a page that was asked for is shown after the sign-in, and only ever one of ours`() async throws {
        try await Self.fixture().test(as: nil) { stranger in
            let wanted = try await stranger.get("/admin/customers?q=cleo")
            #expect(wanted.location == "/admin/sign-in?next=/admin/customers%3Fq%3Dcleo")
            #expect(
                try await Self.signIn(stranger, "correct horse battery", next: "/admin/customers?q=cleo").location
                    == "/admin/customers?q=cleo")
            for evil in ["https://evil.example", "//evil.example", "/admin/../../evil", "/\\evil.example", "/adminevil", "/admin//evil"] {
                let answer = try await Self.signIn(stranger, "correct horse battery", next: evil)
                #expect(answer.location == "/admin", "\(evil)")
            }
        }
    }

    @Test func `signing in ends the session that the browser had before`() async throws {
        let fixture = try Self.fixture()
        try await fixture.test(as: Cast.ben) { ben in
            let page = try await ben.client.execute(uri: "/admin/sign-in", method: .get) {
                Answer(status: $0.status, headers: $0.headers, text: String(buffer: $0.body))
            }
            let token = try #require(page.values(of: "csrf").first)
            _ = try await ben.post("/admin/sign-in", ["csrf": token, "email": "ana@example.org", "password": "correct horse battery"])
        }
        #expect(try await fixture.read { try $0.sessions.all(of: Cast.ben.id) }.isEmpty)
    }

    @Test func `a sign-in form of another site is refused`() async throws {
        try await Self.fixture().test(as: nil) { stranger in
            let answer = try await stranger.post(
                "/admin/sign-in", ["csrf": "made-up", "email": "ana@example.org", "password": "correct horse battery"])
            #expect(answer.status == .forbidden)
        }
    }

    @Test func `signing out ends the session and takes the cookie away`() async throws {
        let fixture = try Self.fixture()
        try await fixture.test { ana in
            let answer = try await ana.post("/admin/sign-out")
            #expect(answer.location == "/admin/sign-in")
            #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("kalends=;") && $0.contains("Max-Age=0") })
            #expect(try await ana.get("/admin").location == "/admin/sign-in")
        }
    }

    @Test func `forgetting the password gets the same answer for every address`() async throws {
        try await Self.fixture().test(as: nil) { stranger in
            let token = try #require(try await stranger.get("/admin/forgot").values(of: "csrf").first)
            let known = try await stranger.post("/admin/forgot", ["csrf": token, "email": "ana@example.org"])
            let unknown = try await stranger.post("/admin/forgot", ["csrf": token, "email": "nobody@example.org"])
            #expect(known.status == .ok && known.text == unknown.text)
            #expect(known.text.contains("a link is on its way"))
        }
    }

    @Test func `an invitation opens once, and its password must be long enough`() async throws {
        let fixture = try Self.fixture()
        let invited = try await InviteUser(fixture.kalends)(
            name: "Nils", email: "nils@example.org", role: .viewer, actor: .user(Cast.ana.id))
        let path = String(invited.link.dropFirst("http://localhost:8080".count))
        try await fixture.test(as: nil) { stranger in
            let page = try await stranger.get(path)
            #expect(page.text.contains("Welcome, Nils"))
            let token = try #require(page.values(of: "csrf").first)
            let short = try await stranger.post(path, ["csrf": token, "password": "short"])
            #expect(short.status == .unprocessableContent)
            #expect(short.text.contains("shorter than 10"))
            let accepted = try await stranger.post(path, ["csrf": token, "password": "a long enough one"])
            #expect(accepted.location == "/admin")
            #expect(try await stranger.get("/admin", cookies: accepted.cookies).status == .ok)
            #expect(try await stranger.get(path).status == .gone)
        }
    }
}

/// Where somebody may be sent after a form.
struct LocalPathTests {
    @Test(arguments: ["/admin", "/admin?date=2026-11-23", "/admin/customers?q=a%20b"])
    func `a path of the admin app is kept`(path: String) { #expect(LocalPath(path)?.text == path) }

    @Test(arguments: [
        "", "/", "/b/studio", "//evil", "/admin//evil", "https://evil/admin", "/administrator", "/admin\\evil", "/admin\r\nX: y",
        "/admin/ä", "/admin/../b",
    ])
    func `anything else is refused`(path: String) { #expect(LocalPath(path) == nil) }
}

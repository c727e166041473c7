import CivilTime
import Secrets
import Synchronization
import Testing

@testable import WebShell

/// Public forms carry a signed token and need no cookie; forms of people who are signed in carry one of their session.
struct FormTokenTests {
    private final class ManualClock: Sendable {
        let now = Mutex(Instant(secondsSinceEpoch: 1_800_000_000))
    }

    private let clock = ManualClock()
    private let key = SecretKey(bytes: Array(repeating: 3, count: 32))

    private var tokens: FormTokens { FormTokens(key: key, clock: { [clock] in clock.now.withLock { $0 } }) }

    @Test func `a fresh token of ours is valid and has a key of its own`() {
        let first = tokens.check(tokens.make(purpose: "book:cut"), purpose: "book:cut")
        let second = tokens.check(tokens.make(purpose: "book:cut"), purpose: "book:cut")
        guard case .valid(let one) = first, case .valid(let other) = second else {
            Issue.record("\(first) \(second)")
            return
        }
        #expect(one != other)
    }

    @Test func `the same token says the same key however often it is sent`() {
        let token = tokens.make(purpose: "book:cut")
        #expect(tokens.check(token, purpose: "book:cut") == tokens.check(token, purpose: "book:cut"))
    }

    @Test func `a token is good for one purpose only`() {
        #expect(tokens.check(tokens.make(purpose: "book:cut"), purpose: "cancel:cut") == .forged)
    }

    @Test func `a token lasts a day`() {
        let token = tokens.make(purpose: "book:cut")
        clock.now.withLock { $0 += FormTokens.lifetime }
        guard case .valid = tokens.check(token, purpose: "book:cut") else {
            Issue.record("refused within its time")
            return
        }
        clock.now.withLock { $0 += .seconds(1) }
        #expect(tokens.check(token, purpose: "book:cut") == .expired)
    }

    @Test func `nobody can lengthen a token's life`() {
        let parts = tokens.make(purpose: "book:cut").split(separator: ".")
        #expect(tokens.check("9999999999.\(parts[1]).\(parts[2])", purpose: "book:cut") == .forged)
    }

    @Test(arguments: ["", ".", "..", "a.b.c", "1.2", "1.2.3.4", String(repeating: "1", count: 10_000)])
    func `what is no token is refused`(text: String) {
        #expect(tokens.check(text, purpose: "book:cut") == .forged)
    }

    @Test func `another installation's token is refused`() {
        let other = FormTokens(key: SecretKey(bytes: Array(repeating: 4, count: 32)), clock: { Instant(secondsSinceEpoch: 1_800_000_000) })
        #expect(tokens.check(other.make(purpose: "book:cut"), purpose: "book:cut") == .forged)
    }

    @Test func `a session's token is no other session's`() {
        let csrf = CSRFTokens(key: key, baseURL: "https://book.example")
        #expect(csrf.isValid(csrf.token(session: "ana"), session: "ana"))
        #expect(!csrf.isValid(csrf.token(session: "ana"), session: "ben"))
        #expect(!csrf.isValid("", session: "ana"))
    }

    @Test(
        arguments: [
            ("same-origin", nil, true), ("cross-site", "https://book.example", false), (nil, "https://book.example", true),
            (nil, "https://evil.example", false), (nil, "null", false), (nil, nil, true), (nil, "http://intranet:8080", true),
        ] as [(String?, String?, Bool)])
    func `a request that changes something comes from our own pages`(site: String?, origin: String?, isOurs: Bool) {
        let csrf = CSRFTokens(key: key, baseURL: "https://book.example/kalends")
        #expect(csrf.isOwnOrigin(fetchSite: site, origin: origin, host: "intranet:8080") == isOurs)
    }
}

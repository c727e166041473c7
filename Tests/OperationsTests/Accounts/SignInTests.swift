import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

struct SignInTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.kalends.setPassword("correct horse", of: Cast.ana.id, keeping: nil)
    }

    private func signIn(_ password: String = "correct horse", email: String = "ana@example.org", from address: String = "192.0.2.1")
        async throws -> SignedIn
    {
        try await SignIn(world.kalends)(email: email, password: password, userAgent: "Test", address: address)
    }

    @Test func `the right password opens a session, which ends when it is signed out or unused for a month`() async throws {
        let signedIn = try await signIn()
        #expect(try await CurrentUser(world.kalends)(signedIn.token)?.user.id == Cast.ana.id)
        #expect(try world.read { try $0.sessions.all(of: Cast.ana.id).map(\.tokenHash) } != [signedIn.token])
        try await EndSession(world.kalends).signOut(token: signedIn.token)
        #expect(try await CurrentUser(world.kalends)(signedIn.token) == nil)
        let other = try await signIn()
        world.clock.advance(by: .days(29))
        #expect(try await CurrentUser(world.kalends)(other.token) != nil)
        world.clock.advance(by: .days(29))
        #expect(try await CurrentUser(world.kalends)(other.token) != nil)
        world.clock.advance(by: .days(30))
        #expect(try await CurrentUser(world.kalends)(other.token) == nil)
    }

    @Test func `wrong passwords, unknown addresses and users who were only invited get the same answer`() async throws {
        for (email, password) in [("ana@example.org", "wrong"), ("eve@example.org", "correct horse"), ("ben@example.org", ""), ("", "")] {
            #expect(try await failure(of: SignIn.Failure.self) { _ = try await signIn(password, email: email) } == .refused)
        }
    }

    @Test func `guessing is slowed down, for the right password too, until time has passed`() async throws {
        for _ in 0..<5 { _ = try await failure(of: SignIn.Failure.self) { _ = try await signIn("wrong") } }
        let slowed = try await failure(of: TooManyAttempts.self) { _ = try await signIn() }
        #expect(slowed?.until == world.clock.now + .minutes(1))
        world.clock.advance(by: .minutes(1))
        _ = try await signIn()
        _ = try await signIn()
    }

    @Test func `guesses at the same moment are all counted`() async throws {
        let heard = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do { _ = try await signIn("wrong") } catch SignIn.Failure.refused { return true } catch { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(heard == 5)
    }

    @Test func `a guesser keeps nobody away who signs in from elsewhere`() async throws {
        for _ in 0..<5 { _ = try await failure(of: SignIn.Failure.self) { _ = try await signIn("wrong") } }
        #expect(try await failure(of: TooManyAttempts.self) { _ = try await signIn() } != nil)
        _ = try await signIn(from: "192.0.2.2")
        #expect(try await failure(of: TooManyAttempts.self) { _ = try await signIn() } != nil)
    }

    /// As many sign-ins begin, and none of them succeeds.
    private func begin(_ email: String, from household: String) async throws {
        let limits = SignInLimits(email: email, household: household).all(isKnown: false)
        try await world.database.write { try world.kalends.count(limits, $0) }
    }

    @Test func `guessing from many places is slowed down for all but those who are signed in already`() async throws {
        _ = try await signIn(from: "198.51.100.1")
        for place in 0..<100 { try await begin("ana@example.org", from: "192.0.2.\(place)") }
        let slowed = try await failure(of: TooManyAttempts.self) { _ = try await signIn(from: "203.0.113.1") }
        #expect(slowed?.until == world.clock.now + .seconds(5))
        _ = try await signIn(from: "198.51.100.1")
        #expect(try await failure(of: TooManyAttempts.self) { _ = try await signIn(from: "203.0.113.1") } != nil)
        world.clock.advance(by: .seconds(5))
        _ = try await signIn(from: "203.0.113.1")
    }

    @Test func `a network that tries many addresses is slowed down for all of them`() async throws {
        for number in 0..<20 { try await begin("u\(number)@example.org", from: "192.0.2.1") }
        #expect(try await failure(of: TooManyAttempts.self) { _ = try await signIn() }?.until == world.clock.now + .minutes(1))
        _ = try await signIn(from: "192.0.2.2")
    }

    @Test func `the addresses of one household count as one`() async throws {
        func signIn(_ password: String, from address: String) async throws {
            _ = try await SignIn(world.kalends)(
                email: "ana@example.org", password: password, userAgent: "", address: address, household: "2001:db8::/64")
        }
        for number in 1...5 { _ = try await failure(of: SignIn.Failure.self) { try await signIn("wrong", from: "2001:db8::\(number)") } }
        #expect(try await failure(of: TooManyAttempts.self) { try await signIn("correct horse", from: "2001:db8::9") } != nil)
    }

    @Test func `wrong attempts are the database's, name nobody there, and are forgotten after two hours`() async throws {
        for _ in 0..<5 { _ = try await failure(of: SignIn.Failure.self) { _ = try await signIn("wrong") } }
        // Another node of the same database and key.
        let other = world.kalends.at(world.clock.now)
        #expect(
            try await failure(of: TooManyAttempts.self) {
                _ = try await SignIn(other)(email: "ana@example.org", password: "correct horse", userAgent: "", address: "192.0.2.1")
            } != nil)
        #expect(try world.read { try $0.attempts.find("sign-in 192.0.2.1 ana@example.org") } == nil)
        world.clock.advance(by: .hours(2) + .seconds(1))
        try await Sweep(kalends: world.kalends)()
        let moment = world.clock.now
        #expect(try await world.database.write { try $0.attempts.deleteBefore(moment) } == 0)
        _ = try await signIn()
    }

    @Test func `many users behind one address are not taken for a guesser`() async throws {
        for _ in 0..<30 { _ = try await signIn() }
    }

    @Test func `a session is ended by its own user alone`() async throws {
        _ = try await signIn()
        let session = try #require(try world.read { try $0.sessions.all(of: Cast.ana.id).first })
        #expect(try await failure(of: NotFound.self) { try await EndSession(world.kalends)(session.tokenHash, of: Cast.ben.id) } != nil)
        try await EndSession(world.kalends)(session.tokenHash, of: Cast.ana.id)
        #expect(try world.read { try $0.sessions.all(of: Cast.ana.id) }.isEmpty)
    }

    @Test func `no session begins with a password that was changed meanwhile`() async throws {
        let before = try #require(try world.read { try $0.users.find(Cast.ana.id) })
        try await world.kalends.setPassword("another horse", of: Cast.ana.id, keeping: nil)
        #expect(
            try await failure(of: SignIn.Failure.self) {
                _ = try await world.kalends.startSession(for: before, userAgent: "", address: "", household: "")
            } == .refused)
    }
}

extension (user: User, session: Session)? {
    fileprivate static func == (left: Self, right: _OptionalNilComparisonType) -> Bool { left.map { _ in false } ?? true }
    fileprivate static func != (left: Self, right: _OptionalNilComparisonType) -> Bool { left.map { _ in true } ?? false }
}

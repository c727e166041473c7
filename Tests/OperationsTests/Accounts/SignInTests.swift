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
                _ = try await world.kalends.startSession(for: before, userAgent: "", address: "")
            } == .refused)
    }
}

extension (user: User, session: Session)? {
    fileprivate static func == (left: Self, right: _OptionalNilComparisonType) -> Bool { left.map { _ in false } ?? true }
    fileprivate static func != (left: Self, right: _OptionalNilComparisonType) -> Bool { left.map { _ in true } ?? false }
}

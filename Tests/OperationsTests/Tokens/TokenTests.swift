import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// A key lets its bearer do what it was made for, and never more than whoever holds it may do.
struct TokenTests {
    let world: World

    init() throws { world = try World() }

    private func make(
        _ user: User.ID?, role: Role = .administrator, _ scopes: Set<TokenScope> = [.read], days: Int? = 30, actor: Actor = World.ana
    ) async throws -> (text: String, token: AccessToken) {
        try await MakeToken(world.kalends)(
            MakeToken.Request(name: "Reports", user: user, role: role, scopes: scopes, lifetime: days.map { .days($0) }), actor: actor)
    }

    private func bearer(_ text: String) async throws -> TokenBearer { try await FindBearer(world.kalends)(text) }

    @Test func `it is found by its text alone, which is nowhere stored`() async throws {
        let (text, token) = try await make(Cast.ana.id)
        #expect(try await bearer(text).token.id == token.id)
        #expect(text.hasPrefix("kal_") && text.hasSuffix(token.hint) && token.tokenHash != text)
        for wrong in ["", "kal_", String(text.dropLast()), text + "a", String(text.dropFirst(4)), text.uppercased()] {
            #expect(try await failure(of: FindBearer.Failure.self) { _ = try await bearer(wrong) } == .unknown, "\(wrong)")
        }
    }

    @Test func `past its time and once it is revoked it lets nobody in`() async throws {
        let (text, token) = try await make(Cast.ana.id)
        let (lasting, _) = try await make(Cast.ana.id, days: nil)
        world.clock.advance(by: .days(30))
        #expect(try await failure(of: FindBearer.Failure.self) { _ = try await bearer(text) } == .expired)
        #expect(try await bearer(lasting).token.expiresAt == nil)
        try await RevokeToken(world.kalends)(token.id, actor: World.ana)
        let revokedAt = world.clock.now
        world.clock.advance(by: .minutes(1))
        try await RevokeToken(world.kalends)(token.id, actor: World.ana)
        #expect(try await failure(of: FindBearer.Failure.self) { _ = try await bearer(text) } == .revoked)
        #expect(try world.read { try $0.accessTokens.find(token.id)?.revokedAt } == revokedAt)
    }

    @Test func `a scope contains the smaller ones`() {
        #expect(TokenScope.manage.contained == [.read, .appointments, .readWrite, .manage])
        #expect(TokenScope.allCases.allSatisfy { $0.contained.contains($0) })
        #expect(!TokenScope.manage.contained.contains(.sync) && !TokenScope.sync.contained.contains(.read))
    }

    @Test(arguments: Role.allCases) func `what it may is what both its scopes and its holder's role allow`(_ role: Role) async throws {
        let bearer = try await bearer(make(nil, role: role, Set(TokenScope.allCases)).text)
        let allowed = TokenScope.allCases.filter { bearer.may($0) }
        switch role {
        case .administrator: #expect(allowed == TokenScope.allCases)
        case .scheduler: #expect(allowed == [.read, .appointments])
        case .viewer: #expect(allowed == [.read])
        }
        let reading = try await self.bearer(make(nil, role: role).text)
        #expect(TokenScope.allCases.filter { reading.may($0) } == [.read])
    }

    @Test func `a personal one follows its user's role, and goes with the user`() async throws {
        let (text, _) = try await make(Cast.ben.id, [.manage], actor: .user(Cast.ben.id))
        #expect(try await bearer(text).role == .scheduler)
        try await ChangeUser(world.kalends).role(of: Cast.ben.id, to: .viewer, actor: World.ana)
        #expect(try await !bearer(text).may(.appointments))
        try await ChangeUser(world.kalends).remove(Cast.ben.id, actor: World.ana)
        #expect(try await failure(of: FindBearer.Failure.self) { _ = try await bearer(text) } == .unknown)
    }

    @Test func `nobody makes one for somebody else, and only administrators for programs`() async throws {
        let ben = Actor.user(Cast.ben.id)
        #expect(try await failure(of: NotAllowed.self) { _ = try await make(Cast.ana.id, actor: ben) } != nil)
        #expect(try await failure(of: NotAllowed.self) { _ = try await make(Cast.ben.id) } != nil)
        #expect(try await failure(of: NotAllowed.self) { _ = try await make(nil, role: .viewer, actor: ben) } != nil)
        let (_, anas) = try await make(Cast.ana.id)
        #expect(try await failure(of: NotAllowed.self) { try await RevokeToken(world.kalends)(anas.id, actor: ben) } != nil)
        let (text, bens) = try await make(Cast.ben.id, actor: ben)
        try await RevokeToken(world.kalends)(bens.id, actor: World.ana)
        #expect(try await failure(of: FindBearer.Failure.self) { _ = try await bearer(text) } == .revoked)
    }

    @Test func `a program acts under its own name, and is asked for its role each time`() async throws {
        let (_, token) = try await make(nil, role: .scheduler, [.manage])
        let actor = Actor.application(token.id)
        #expect(actor.text == "application:\(token.id)")
        #expect(try await failure(of: NotAllowed.self) { try await ChangeUser(world.kalends).remove(Cast.ben.id, actor: actor) } != nil)
        try world.database.writeNow { try $0.requireScheduler(actor) }
        try await RevokeToken(world.kalends)(token.id, actor: World.ana)
        #expect(throws: NotAllowed.self) { try world.database.writeNow { try $0.requireScheduler(actor) } }
    }

    @Test func `uses are noted, at most every ten minutes`() async throws {
        let (text, token) = try await make(Cast.ana.id)
        func used() throws -> Instant? { try world.read { try $0.accessTokens.find(token.id)?.lastUsedAt } }
        #expect(try used() == nil)
        _ = try await bearer(text)
        let first = world.clock.now
        world.clock.advance(by: .minutes(10))
        _ = try await bearer(text)
        #expect(try used() == first)
        world.clock.advance(by: .minutes(1))
        _ = try await bearer(text)
        #expect(try used() == world.clock.now)
    }

    @Test(arguments: [("", [TokenScope.read], 30, "name"), ("a", [], 30, "scopes"), ("a", [.read], 0, "days"), ("a", [.read], 367, "days")])
    func `what is missing or out of range is named`(_ name: String, _ scopes: [TokenScope], _ days: Int, _ field: String) async throws {
        let request = MakeToken.Request(name: name, user: nil, scopes: Set(scopes), lifetime: .days(days))
        let invalid = try await failure(of: Invalid.self) { _ = try await MakeToken(world.kalends)(request, actor: World.ana) }
        #expect(invalid?.faults.map(\.field) == [field])
    }
}

import Booking
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

struct UserTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.kalends.setPassword("correct horse", of: Cast.ana.id, keeping: nil)
    }

    @Test func `the last administrator stays, and one who never answered the invitation does not count`() async throws {
        _ = try await InviteUser(world.kalends)(name: "Eve", email: "eve@example.org", role: .administrator, actor: World.ana)
        #expect(
            try await failure(of: ChangeUser.Failure.self) { try await ChangeUser(world.kalends).remove(Cast.ana.id, actor: World.ana) }
                == .lastAdministrator)
        #expect(
            try await failure(of: ChangeUser.Failure.self) {
                try await ChangeUser(world.kalends).role(of: Cast.ana.id, to: .viewer, actor: World.ana)
            } == .lastAdministrator)
        let second = try await CreateAdministrator(world.kalends)(name: "Fay", email: "fay@example.org", password: "correct horse")
        try await ChangeUser(world.kalends).role(of: Cast.ana.id, to: .viewer, actor: .user(second.id))
        #expect(try await failure(of: NotAllowed.self) { try await ChangeUser(world.kalends).remove(second.id, actor: World.ana) } != nil)
    }

    @Test func `two administrators who remove each other at once leave one`() async throws {
        let second = try await CreateAdministrator(world.kalends)(name: "Fay", email: "fay@example.org", password: "correct horse")
        async let first: Void? = try? ChangeUser(world.kalends).remove(second.id, actor: World.ana)
        async let other: Void? = try? ChangeUser(world.kalends).remove(Cast.ana.id, actor: .user(second.id))
        _ = await (first, other)
        #expect(try world.read { try $0.users.all().filter { $0.role == .administrator }.count } == 1)
    }

    @Test func `a removed user is signed out everywhere, and the person stays without a user`() async throws {
        try await world.kalends.setPassword("correct horse", of: Cast.ben.id, keeping: nil)
        let signedIn = try await SignIn(world.kalends)(email: "ben@example.org", password: "correct horse", userAgent: "", address: "")
        let link = try await RequestPasswordReset(world.kalends).link(email: "ben@example.org")
        try await ChangeUser(world.kalends).remove(Cast.ben.id, actor: World.ana)
        #expect(try await CurrentUser(world.kalends)(signedIn.token).map { _ in true } == nil)
        #expect(try await ChoosePassword(world.kalends).open(token: String(link.split(separator: "/").last ?? "")).map { _ in true } == nil)
        #expect(try world.read { try $0.staff.find(Cast.benMember.id)?.user } == nil)
        #expect(try world.history("user:uben").last?.action == "removed")
    }

    @Test func `a role that is taken away counts at once`() async throws {
        try await ChangeUser(world.kalends).role(of: Cast.ben.id, to: .viewer, actor: World.ana)
        #expect(try await failure(of: NotAllowed.self) { try await world.book(by: World.ben) } != nil)
    }
}

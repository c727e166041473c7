import Booking
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

struct PasswordTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.kalends.setPassword("correct horse", of: Cast.ana.id, keeping: nil)
    }

    private func canSignIn(_ email: String, _ password: String) async throws -> Bool {
        try await failure(of: SignIn.Failure.self) {
            _ = try await SignIn(world.kalends)(email: email, password: password, userAgent: "", address: "")
        } == nil
    }

    private func token(_ link: String) -> String { String(link.split(separator: "/").last ?? "") }

    private func choose(_ link: String, _ password: String = "battery staple") async throws -> SignedIn {
        try await ChoosePassword(world.kalends)(token: token(link), password: password, userAgent: "", address: "")
    }

    @Test func `changing it needs the present one and ends the other sessions`() async throws {
        let kept = try await SignIn(world.kalends)(email: "ana@example.org", password: "correct horse", userAgent: "", address: "")
        _ = try await SignIn(world.kalends)(email: "ana@example.org", password: "correct horse", userAgent: "", address: "")
        let session = try #require(try await CurrentUser(world.kalends)(kept.token)).session.tokenHash
        let wrong: Invalid? = try await failure {
            try await ChangePassword(world.kalends)(of: Cast.ana.id, current: "wrong", new: "battery staple", session: session)
        }
        #expect(wrong == Invalid("current", "passwordWrong"))
        let short: Invalid? = try await failure {
            try await ChangePassword(world.kalends)(of: Cast.ana.id, current: "correct horse", new: "short", session: session)
        }
        #expect(short?.faults.map(\.key) == ["passwordTooShort"])
        try await ChangePassword(world.kalends)(of: Cast.ana.id, current: "correct horse", new: "battery staple", session: session)
        #expect(try world.read { try $0.sessions.all(of: Cast.ana.id).map(\.tokenHash) } == [session])
        #expect(try await canSignIn("ana@example.org", "battery staple"))
    }

    @Test func `a reset is mailed to a user and to nobody else, and nothing tells the two apart`() async throws {
        try await RequestPasswordReset(world.kalends)(email: "nobody@example.org")
        try await RequestPasswordReset(world.kalends)(email: " ANA@example.org ")
        try await world.run()
        #expect(world.mail.deliveries.map(\.to) == ["ana@example.org"])
    }

    @Test func `a reset link works once, for two hours, and ends every session`() async throws {
        _ = try await SignIn(world.kalends)(email: "ana@example.org", password: "correct horse", userAgent: "", address: "")
        let link = try await RequestPasswordReset(world.kalends).link(email: "ana@example.org")
        #expect(try await ChoosePassword(world.kalends).open(token: token(link))?.isInvitation == false)
        let signedIn = try await choose(link)
        #expect(try world.read { try $0.sessions.all(of: Cast.ana.id).count } == 1)
        #expect(try await CurrentUser(world.kalends)(signedIn.token)?.user.id == Cast.ana.id)
        #expect(try await failure(of: NotFound.self) { _ = try await choose(link) } != nil)
        let late = try await RequestPasswordReset(world.kalends).link(email: "ana@example.org")
        world.clock.advance(by: .hours(2))
        #expect(try await failure(of: NotFound.self) { _ = try await choose(late) } != nil)
    }

    @Test func `of two who use one link at the same moment one wins`() async throws {
        let link = try await RequestPasswordReset(world.kalends).link(email: "ana@example.org")
        let wins = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<2 {
                group.addTask {
                    do { _ = try await choose(link, "battery staple \(number)") } catch { return false }
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(wins == 1)
    }

    @Test func `only a hash of the link is stored, and links past their time are swept away`() async throws {
        let link = try await RequestPasswordReset(world.kalends).link(email: "ana@example.org")
        #expect(try world.read { try $0.passwordLinks.find(tokenHash: token(link)) } == nil)
        world.clock.advance(by: .hours(3))
        try await Sweep(kalends: world.kalends)()
        #expect(try world.read { try $0.passwordLinks.find(tokenHash: world.hash(of: token(link))) } == nil)
    }

    @Test func `asking for a reset again and again is slowed down`() async throws {
        for _ in 0..<5 { try await RequestPasswordReset(world.kalends)(email: "ana@example.org") }
        #expect(
            try await failure(of: TooManyAttempts.self) { try await RequestPasswordReset(world.kalends)(email: "ana@example.org") } != nil)
    }

    @Test func `an invitation is mailed, opens the account and can be repeated until it is answered`() async throws {
        let invited = try await InviteUser(world.kalends)(name: "Eve", email: "Eve@example.org", role: .scheduler, actor: World.ana)
        #expect(try await !canSignIn("eve@example.org", ""))
        let again = try await InviteUser(world.kalends).again(invited.user.id, actor: World.ana)
        try await world.run()
        #expect(world.mail.deliveries(to: "eve@example.org").count == 2)
        #expect(try await failure(of: NotFound.self) { _ = try await choose(invited.link) } != nil)
        #expect(try await ChoosePassword(world.kalends).open(token: token(again))?.isInvitation == true)
        _ = try await choose(again)
        #expect(try await canSignIn("eve@example.org", "battery staple"))
        #expect(
            try await failure(of: NotFound.self) { _ = try await InviteUser(world.kalends).again(invited.user.id, actor: World.ana) } != nil
        )
    }

    @Test func `an address is invited once`() async throws {
        let invalid: Invalid? = try await failure {
            _ = try await InviteUser(world.kalends)(name: "Ben", email: "BEN@example.org", role: .viewer, actor: World.ana)
        }
        #expect(invalid == Invalid("email", "emailTaken"))
    }
}

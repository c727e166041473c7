import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// An alarm leads each reader to where they can do something: whoever manages no connections gets a link of their own.
struct OwnLinkTests {
    let world: World

    init() throws { world = try World() }

    private func request(_ actor: Actor, password: String = "app-password") -> ConnectCalendar.Request {
        ConnectCalendar.Request(
            resource: Cast.benResource.id, provider: .caldav,
            credentials: CalendarCredentials(address: "https://cal.example.org", user: "ben", password: password), linked: "work",
            conflicts: ["work"], actor: actor)
    }

    /// Ben connects his calendar by an invitation.
    private func connectByInvitation() async throws -> (account: CalendarAccount, link: String) {
        let link = try await InviteToConnect(world.kalends)(Cast.benMember.id, isMailed: false, actor: World.ana)
        let opened = try await open(link)
        try await OpenInvitation(world.kalends).agree(opened.invitation.id)
        let account = try await ConnectCalendar(world.kalends)(request(opened.actor))
        try await world.run()
        return (account, link)
    }

    private func open(_ link: String) async throws -> OpenedInvitation {
        let token = try #require(link.split(separator: "/").last.map(String.init))
        return try #require(try await OpenInvitation(world.kalends).find(token: token))
    }

    private func giveAccount(_ user: User, _ role: Role) async throws {
        try await world.database.write { transaction in
            var user = user
            (user.passwordHash, user.role) = ("hash", role)
            try transaction.users.update(user)
        }
    }

    /// The text of the last mail to somebody.
    private func mail(to address: String) throws -> String {
        try #require(world.mail.deliveries(to: address).last).message.replacing("=\r\n", with: "")
    }

    private func ownLink(in text: String) -> String? {
        text.firstMatch(of: /https:\/\/booking\.example\.org\/connect\/[A-Za-z0-9_.-]+/).map { String($0.output) }
    }

    private func refuse() async throws {
        world.server.change { $0.password = "changed" }
        try await world.poll()
        try await world.run()
    }

    @Test func `an invited person without an account signs in again by a fresh link of their own, to the same account`() async throws {
        let (account, used) = try await connectByInvitation()
        try await refuse()
        let text = try mail(to: Cast.benMember.email)
        #expect(text.contains("Subject: The calendar of Ben needs somebody") && !text.contains("/admin/"))
        let link = try #require(ownLink(in: text))
        #expect(link != used)
        let opened = try await open(link)
        #expect(opened.state == .open && opened.invitation.consentedAt != nil && opened.broken?.account.id == account.id)
        #expect(opened.broken?.reason == "The password is refused.")
        let again = try await ConnectCalendar(world.kalends)(request(opened.actor, password: "changed"))
        #expect(again.id == account.id)
        try await world.run()
        #expect(try world.calendar().failure == nil && world.read { try $0.accounts.all().count } == 1)
        #expect(try await open(link).state == .used)
        // The all-clear says it; that it is connected was said long ago.
        #expect(try world.mails().count { $0.kind == "all-clear" && $0.to == Cast.benMember.email } == 1)
        #expect(try world.mails().count { $0.kind == "connected" && $0.to == Cast.benMember.email } == 1)
        #expect(try !mail(to: Cast.benMember.email).contains("/admin/"))
    }

    @Test func `what was agreed to in another wording is asked again`() async throws {
        _ = try await connectByInvitation()
        try await world.database.write { transaction in
            for var invitation in try transaction.invitations.all() {
                invitation.consent = "0"
                try transaction.invitations.update(invitation)
            }
        }
        try await refuse()
        let opened = try await open(try #require(ownLink(in: try mail(to: Cast.benMember.email))))
        #expect(opened.state == .open && opened.invitation.consentedAt == nil)
    }

    @Test func `administrators keep their link, and a scheduler gets one that is not refused`() async throws {
        try await giveAccount(Cast.ana, .administrator)
        try await giveAccount(Cast.ben, .scheduler)
        _ = try await connectByInvitation()
        try await refuse()
        #expect(try mail(to: Cast.ana.email).contains("/admin/calendars/connect?account"))
        let bens = try mail(to: Cast.benMember.email)
        #expect(ownLink(in: bens) != nil && !bens.contains("/admin/"))
        #expect(bens.contains("was told the same"))
    }

    @Test func `a person who administers gets no link for people without an account`() async throws {
        try await giveAccount(Cast.ben, .administrator)
        _ = try await connectByInvitation()
        try await refuse()
        let text = try mail(to: Cast.benMember.email)
        #expect(text.contains("/admin/calendars/connect?account") && ownLink(in: text) == nil)
    }

    @Test(arguments: [nil, Role.viewer, .scheduler])
    func `what only the server's administrator can mend leads to a page that opens, or to none`(_ role: Role?) async throws {
        if let role { try await giveAccount(Cast.ben, role) }
        _ = try await connectByInvitation()
        let away = ProviderFailure(.unreachable, "No answer.")
        world.server.fail(.changes, .fails(away), .fails(away), .fails(away))
        try await world.poll()
        world.clock.advance(by: .hours(2))
        try await WatchCalendars(kalends: world.kalends)()
        try await world.run()
        let text = try mail(to: Cast.benMember.email)
        #expect(text.contains("/admin/calendars/people/rben/check") == (role == .scheduler))
        #expect(ownLink(in: text) == nil && text.contains("Whoever administers that server"))
    }

    @Test func `a link that is still open is sent again with its whole time, so that one works at a time`() async throws {
        _ = try await connectByInvitation()
        try await refuse()
        let first = try #require(ownLink(in: try mail(to: Cast.benMember.email)))
        world.server.change { $0.password = "app-password" }
        world.clock.advance(by: .minutes(20))
        try await world.run()
        world.clock.advance(by: .days(3))
        try await world.run()
        try await refuse()
        #expect(try ownLink(in: mail(to: Cast.benMember.email)) == first)
        #expect(try await open(first).invitation.expiresAt == world.clock.now + InviteToConnect.lifetime)
    }
}

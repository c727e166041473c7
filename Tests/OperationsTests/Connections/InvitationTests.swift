import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// A person connects their own calendar by a link, and nothing else can be done with it.
struct InvitationTests {
    let world: World

    init() throws { world = try World() }

    private func invite(isMailed: Bool = true) async throws -> OpenedInvitation {
        try await InviteToConnect(world.kalends)(Cast.benMember.id, isMailed: isMailed, actor: World.ana)
        return try await opened()
    }

    /// The last invitation as its link opens it.
    private func opened() async throws -> OpenedInvitation {
        let invitation = try #require(try world.read { try $0.invitations.all(of: Cast.benResource.id).first })
        return try #require(try await OpenInvitation(world.kalends).find(invitation.id))
    }

    private func accepted() async throws -> OpenedInvitation {
        let opened = try await invite()
        try await OpenInvitation(world.kalends).agree(opened.invitation.id)
        return try await self.opened()
    }

    private func request(_ actor: Actor, of resource: Resource.ID = Cast.benResource.id) -> ConnectCalendar.Request {
        ConnectCalendar.Request(
            resource: resource, provider: .caldav,
            credentials: CalendarCredentials(address: "https://cal.example.org", user: "ben", password: "app-password"), linked: "work",
            conflicts: ["work"], actor: actor)
    }

    private func status() throws -> ConnectionStatus {
        try world.read { try world.kalends.connectionStanding(Cast.benMember, $0) }.status
    }

    private func mails(_ kind: String) throws -> [QueuedMail] {
        try world.read { try $0.mails.list(limit: 100).rows }.filter { $0.kind == kind }
    }

    // MARK: The way through

    @Test func `invited, opened, agreed, connected, imported: each is a status, and each side gets one mail at the end`() async throws {
        #expect(try status() == .notInvited)
        let opened = try await invite()
        #expect(try status() == .invited)
        try await world.run()
        #expect(try mails("connect-invitation").map(\.state) == [.sent] && mails("connect-invitation").map(\.to) == [Cast.benMember.email])
        try await OpenInvitation(world.kalends).noteOpened(opened)
        #expect(try status() == .opened)
        try await OpenInvitation(world.kalends).agree(opened.invitation.id)
        let account = try await ConnectCalendar(world.kalends)(request(opened.actor))
        #expect(try status() == .importing(nil))
        try await world.run()
        #expect(try status() == .synced)
        let invitation = try await self.opened().invitation
        #expect(invitation.account == account.id && invitation.acceptedAt == world.clock.now)
        #expect(invitation.consentedAt == world.clock.now && invitation.consent == OpenInvitation.consentVersion)
        #expect(Set(try mails("connected").map(\.to)) == [Cast.benMember.email, Cast.ana.email])
        for _ in 0..<3 { try await world.poll() }
        #expect(try mails("connected").count == 2, "an outcome is told once")
    }

    @Test func `opening changes nothing but that it was opened`() async throws {
        let opened = try await invite()
        let before = try world.read { try $0.history.latest(limit: 100).count }
        for _ in 0..<3 {
            try await OpenInvitation(world.kalends).noteOpened(opened)
            world.clock.advance(by: .minutes(1))
        }
        #expect(try await self.opened().invitation.openedAt == world.clock.now - .minutes(3))
        #expect(try world.read { try $0.history.latest(limit: 100).count } == before)
        #expect(try world.read { try $0.accounts.all().isEmpty })
    }

    @Test func `a link is found by its own token alone`() async throws {
        let opened = try await invite()
        let found = try await OpenInvitation(world.kalends).find(token: opened.token)
        #expect(found?.invitation.id == opened.invitation.id)
        for wrong in ["", "x", String(opened.token.dropLast()), opened.token + "A", world.kalends.newInvitationToken(), "a.b"] {
            #expect(try await OpenInvitation(world.kalends).find(token: wrong) == nil, "\(wrong)")
        }
        let stored = try world.read { try $0.invitations.find(opened.invitation.id) }
        #expect(stored?.tokenHash != opened.token && stored?.sealedToken.contains(opened.token) == false)
    }

    // MARK: What the holder of a link may not

    @Test func `without consent, for another person, or after its end the link connects nothing`() async throws {
        let opened = try await invite()
        let connect = ConnectCalendar(world.kalends)
        await #expect(throws: NotAllowed.self) { try await connect(request(opened.actor)) }
        try await OpenInvitation(world.kalends).agree(opened.invitation.id)
        await #expect(throws: NotAllowed.self) { try await connect(request(opened.actor, of: Cast.anaResource.id)) }
        await #expect(throws: NotAllowed.self) {
            try await connect.discover(.caldav, request(opened.actor).credentials, for: Cast.anaResource.id, actor: opened.actor)
        }
        world.clock.advance(by: InviteToConnect.lifetime)
        await #expect(throws: NotAllowed.self) { try await connect(request(opened.actor)) }
        #expect(try status() == .expired && world.read { try $0.accounts.all().isEmpty })
    }

    @Test func `a link that was used connects nothing more`() async throws {
        let opened = try await accepted()
        let account = try await ConnectCalendar(world.kalends)(request(opened.actor))
        await #expect(throws: NotAllowed.self) { try await ConnectCalendar(world.kalends)(request(opened.actor)) }
        await #expect(throws: NotAllowed.self) {
            try await ConnectCalendar(world.kalends).change(account.id, linked: nil, conflicts: ["family"], actor: opened.actor)
        }
        await #expect(throws: NotAllowed.self) { try await ConnectCalendar(world.kalends).list(account.id, actor: opened.actor) }
    }

    @Test func `the holder of a link has no other right at all`() async throws {
        let actor = try await accepted().actor
        let account = try await world.connect()
        let booked = try await world.book(monday(10))
        await #expect(throws: NotAllowed.self) { try await DisconnectAccount(world.kalends)(account.id, actor: actor) }
        await #expect(throws: NotAllowed.self) { try await ConnectCalendar(world.kalends).list(account.id, actor: actor) }
        await #expect(throws: NotAllowed.self) { try await SyncNow(world.kalends)(actor: actor) }
        await #expect(throws: NotAllowed.self) { try await world.cancel(booked, by: actor) }
        await #expect(throws: NotAllowed.self) {
            try await InviteToConnect(world.kalends)(Cast.benMember.id, isMailed: false, actor: actor)
        }
        await #expect(throws: NotAllowed.self) {
            try await SignInAccount(world.kalends).begin(
                SignInAccount.Purpose(provider: .google, resource: Cast.benResource.id), session: "s", actor: actor)
        }
        await #expect(throws: NotAllowed.self) {
            _ = try await SaveSyncSettings(world.kalends).preview(
                SaveSyncSettings.Change(resource: nil, choices: SyncChoices(), reachesExisting: false), actor: actor)
        }
    }

    @Test func `schedulers and viewers invite nobody`() async throws {
        for actor in [World.ben, World.vera] {
            await #expect(throws: NotAllowed.self) {
                try await InviteToConnect(world.kalends)(Cast.benMember.id, isMailed: true, actor: actor)
            }
        }
    }

    // MARK: Taking back, and sending again

    @Test func `a link that is taken back ends at once, and a new one ends the one before`() async throws {
        let first = try await accepted()
        let second = try await invite(isMailed: false)
        #expect(try await OpenInvitation(world.kalends).find(token: first.token)?.state == .revoked)
        await #expect(throws: NotAllowed.self) { try await ConnectCalendar(world.kalends)(request(first.actor)) }
        try await InviteToConnect(world.kalends).revoke(Cast.benMember.id, actor: World.ana)
        #expect(try await OpenInvitation(world.kalends).find(token: second.token)?.state == .revoked)
        #expect(try status() == .notInvited)
        await #expect(throws: InviteToConnect.Failure.over) {
            try await InviteToConnect(world.kalends).again(Cast.benMember.id, actor: World.ana)
        }
    }

    @Test func `sending again is the same link with its whole time, and another mail`() async throws {
        let first = try await invite()
        world.clock.advance(by: .days(10))
        try await InviteToConnect(world.kalends).again(Cast.benMember.id, actor: World.ana)
        let again = try await opened()
        #expect(again.token == first.token && again.invitation.expiresAt == world.clock.now + InviteToConnect.lifetime)
        #expect(try mails("connect-invitation").count == 2)
    }

    @Test func `a mail that is not delivered is told with its reason, and the link works all the same`() async throws {
        world.mail.fail(.permanent)
        let opened = try await invite()
        try await world.run()
        let standing = try world.read { try world.kalends.connectionStanding(Cast.benMember, $0) }
        #expect(standing.mail?.state == .failed && standing.mail?.lastReply.isEmpty == false)
        #expect(standing.status == .invited && standing.link?.hasSuffix(opened.token) == true)
    }

    @Test func `whoever has bookings written nowhere is not told that they appear there`() async throws {
        let opened = try await accepted()
        var nowhere = request(opened.actor)
        nowhere.linked = nil
        _ = try await ConnectCalendar(world.kalends)(nowhere)
        try await world.run()
        for (address, sentence) in [
            (Cast.benMember.email, "Your bookings are not written there."), (Cast.ana.email, "Bookings are not written there."),
        ] {
            let text = try #require(world.mail.deliveries(to: address).last).message.replacing("=\r\n", with: "")
            #expect(text.contains(sentence) && !text.contains("appear there"), "\(address)")
        }
    }

    // MARK: How it ends otherwise

    @Test func `an import that fails for good is told both sides once, with the reason`() async throws {
        let opened = try await accepted()
        let gone = ProviderFailure(.forbidden, "The calendar may not be read any more.")
        world.server.fail(.changes, .fails(gone), .fails(gone), .fails(gone))
        _ = try await ConnectCalendar(world.kalends)(request(opened.actor))
        try await world.run()
        #expect(try status() == .failed(reason: gone.sentence, since: world.clock.now))
        for _ in 0..<4 {
            world.clock.advance(by: .minutes(11))
            try await world.run()
        }
        #expect(try mails("connect-failed").count == 2 && mails("connected").count == 2)
        #expect(try status() == .synced)
    }

    @Test func `an import that is only held up is nobody's mail`() async throws {
        let opened = try await accepted()
        world.server.fail(.changes, .fails(ProviderFailure(.unreachable, "The server does not answer.")))
        _ = try await ConnectCalendar(world.kalends)(request(opened.actor))
        try await world.run()
        #expect(try mails("connect-failed").isEmpty && mails("connected").isEmpty)
        world.clock.advance(by: .minutes(2))
        try await world.run()
        #expect(try mails("connected").count == 2)
    }

    @Test func `a sign-in that is declined is told once, however often the page is loaded`() async throws {
        let opened = try await accepted()
        for _ in 0..<3 { try await ReportFailedSignIn(world.kalends)(opened.invitation.id, "You did not allow it.") }
        #expect(try mails("connect-failed").count == 2)
    }

    @Test func `at Google a link connects the holder's own account, in the browser that began, and chooses its calendars`() async throws {
        let opened = try await accepted()
        let signIn = SignInAccount(world.kalends)
        let purpose = SignInAccount.Purpose(provider: .google, resource: Cast.benResource.id, invitation: opened.invitation.id)
        let beginning = try await signIn.begin(purpose, session: "browser", actor: opened.actor)
        let answer = try world.consent(at: beginning.address)
        #expect(signIn.purpose(of: answer.state, session: "another") == nil)
        #expect(signIn.purpose(of: answer.state, session: "browser") == purpose)
        await #expect(throws: SignInAccount.Failure.self) {
            try await signIn.finish(.google, answer, session: "another", actor: opened.actor)
        }
        await #expect(throws: NotAllowed.self) { try await signIn.finish(.google, answer, session: "browser", actor: World.ana) }
        let account = try await signIn.finish(.google, answer, session: "browser", actor: opened.actor)
        #expect(try status() == .choosing)
        try await ConnectCalendar(world.kalends).change(
            account.id, linked: World.email, conflicts: [World.email], actor: opened.actor)
        try await world.run()
        #expect(try status() == .synced && mails("connected").count == 2)
    }

    @Test func `an account that was connected otherwise is not the holder's to change`() async throws {
        let google = try await world.connectGoogle()
        let opened = try await accepted()
        await #expect(throws: NotAllowed.self) {
            try await ConnectCalendar(world.kalends).change(google.id, linked: nil, conflicts: [World.email], actor: opened.actor)
        }
    }

    // MARK: Which account

    /// A link by which Ben is to sign in again to an account that does not let us in.
    private func again(_ account: CalendarAccount) async throws -> OpenedInvitation {
        let kalends = world.kalends
        let made = try await world.database.write { transaction in
            var refused = try #require(try transaction.accounts.find(account.id))
            refused.refusedSince = kalends.now
            try transaction.accounts.update(refused)
            return try InvitationBook(kalends: kalends, transaction: transaction).again(refused, Cast.benMember)?.invitation.id
        }
        try await OpenInvitation(kalends).agree(try #require(made))
        return try await opened()
    }

    private func purpose(_ opened: OpenedInvitation, _ account: CalendarAccount.ID?) -> SignInAccount.Purpose {
        SignInAccount.Purpose(provider: .google, resource: Cast.benResource.id, account: account, invitation: opened.invitation.id)
    }

    @Test func `a link to sign in again names its account at Google, and takes no other`() async throws {
        let google = try await world.connectGoogle()
        let opened = try await again(google)
        #expect(opened.isForOneAccount)
        let signIn = SignInAccount(world.kalends)
        await #expect(throws: NotAllowed.self) {
            try await signIn.begin(purpose(opened, nil), session: "browser", actor: opened.actor)
        }
        let beginning = try await signIn.begin(purpose(opened, google.id), session: "browser", actor: opened.actor)
        #expect(beginning.address.contains("login_hint=ben"))
        let wrong = try world.consent(at: beginning.address, as: "eva@gmail.example")
        let failure = try await failure(of: SignInAccount.Failure.self) {
            _ = try await signIn.finish(.google, wrong, session: "browser", actor: opened.actor)
        }
        #expect(failure?.reason == .otherAccount(wanted: google.name, found: "eva@gmail.example"))
        #expect(try world.read { try $0.accounts.all() }.count == 1)
        let once = try await signIn.begin(purpose(opened, google.id), session: "browser", actor: opened.actor)
        let right = try world.consent(at: once.address)
        #expect(try await signIn.finish(.google, right, session: "browser", actor: opened.actor).id == google.id)
        #expect(try await self.opened().account?.id == google.id)
    }

    @Test func `an account that was signed in to by mistake is let go, and the link asks again`() async throws {
        let invited = try await accepted()
        let signIn = SignInAccount(world.kalends)
        let beginning = try await signIn.begin(purpose(invited, nil), session: "browser", actor: invited.actor)
        let wrong = try world.consent(at: beginning.address, as: "eva@gmail.example")
        _ = try await signIn.finish(.google, wrong, session: "browser", actor: invited.actor)
        #expect(try await opened().account != nil)
        try await OpenInvitation(world.kalends).letGo(invited.invitation.id)
        let after = try await opened()
        #expect(after.account == nil && after.state == .open)
        #expect(try world.read { try $0.accounts.all() }.allSatisfy { !$0.isConnected })
    }

    @Test func `letting go leaves a connection alone that is in use`() async throws {
        let google = try await world.connectGoogle()
        let invited = try await accepted()
        let signIn = SignInAccount(world.kalends)
        let beginning = try await signIn.begin(purpose(invited, nil), session: "browser", actor: invited.actor)
        _ = try await signIn.finish(.google, try world.consent(at: beginning.address), session: "browser", actor: invited.actor)
        try await OpenInvitation(world.kalends).letGo(invited.invitation.id)
        #expect(try world.read { try $0.accounts.find(google.id) }?.isConnected == true)
        try await InviteToConnect(world.kalends).revoke(Cast.benMember.id, actor: World.ana)
        await #expect(throws: NotAllowed.self) { try await OpenInvitation(world.kalends).letGo(invited.invitation.id) }
    }

    @Test func `a connection that somebody else has mended ends its link, which says so`() async throws {
        let google = try await world.connectGoogle()
        let link = try await again(google)
        try await world.signIn(account: google.id)
        let found = try #require(try await OpenInvitation(world.kalends).find(token: link.token))
        #expect(found.state == .revoked && found.mended?.id == google.id)
    }

    // MARK: Other states

    @Test func `a server that does not answer is told with how old what is known is, and is no failure`() async throws {
        try await world.connect()
        let known = world.clock.now
        let away = ProviderFailure(.unreachable, "The server does not answer.")
        world.server.fail(.changes, .fails(away))
        try await world.poll()
        let since = world.clock.now
        for (minutes, age) in [(0, CalendarAge.fresh), (5, .ageing), (60, .stale), (4_320, .dead)] {
            world.clock.advance(by: .minutes(minutes))
            #expect(try status() == .unread(UnreadConnection(age: age, since: since, knownAsOf: known, reason: away.sentence)))
        }
        try await world.run()
        #expect(try status() == .synced)
        // Nothing was read for longer than planned, though nothing failed.
        let read = world.clock.now
        world.clock.advance(by: .minutes(10))
        #expect(try status() == .unread(UnreadConnection(age: .ageing, knownAsOf: read)))
    }

    @Test func `a write that goes through wakes the reading of a calendar that did not answer`() async throws {
        try await world.connect()
        let away = ProviderFailure(.unreachable, "The server does not answer.")
        world.server.fail(.changes, .fails(away))
        try await world.poll()
        world.server.forgetCounts()
        try await world.book(monday(10))
        try await world.run()
        #expect(world.server.count(.create) == 1 && world.server.count(.changes) == 1)
        #expect(try status() == .synced && world.calendar().readAt == world.clock.now)
    }

    @Test func `switched off, refused and disconnected are told as such`() async throws {
        let account = try await world.connect()
        #expect(try status() == .synced)
        try await world.save(SyncChoices(sendsBookings: false, readsEvents: false), of: Cast.benResource.id)
        #expect(try status() == .switchedOff)
        try await world.save(SyncChoices(sendsBookings: true, readsEvents: true), of: Cast.benResource.id)
        world.server.change { $0.password = "other" }
        try await world.poll()
        guard case .failed(_, let since) = try status() else {
            Issue.record("not failed")
            return
        }
        #expect(since == world.clock.now)
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        #expect(try status() == .disconnected)
    }
}

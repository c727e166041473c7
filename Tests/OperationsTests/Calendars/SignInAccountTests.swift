import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Connecting an account at Google’s own page, against the stand-in.
struct SignInAccountTests {
    let world: World

    init() throws { world = try World() }

    private func refusal(_ work: () async throws -> Void) async throws -> SignInAccount.Failure? {
        try await failure(of: SignInAccount.Failure.self, work)
    }

    @Test func `an account is known by its subject, its grant is sealed, and nothing of it is used before somebody chooses`() async throws {
        let account = try await world.signIn()
        #expect(account.provider == .google && account.name == "\(World.email) at Google" && account.ownAddresses == [World.email])
        #expect(account.user == world.person() && account.address == "google:\(world.person())")
        let grant = try world.grant(of: account.id)
        #expect(grant.refreshToken.hasPrefix("1//") && !account.sealedSecret.contains(grant.refreshToken))
        #expect(try world.read { try $0.calendars.all().isEmpty && $0.jobs.list(limit: 9).isEmpty })
        let found = try await ConnectCalendar(world.kalends).list(account.id, actor: World.ana)
        #expect(found.calendars.map(\.id) == [World.email])
    }

    @Test func `a chosen calendar is read and written`() async throws {
        world.person()
        try world.addEvent(monday(12), monday(13))
        try await world.connectGoogle()
        #expect(try await !world.isOffered(monday(12)))
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(world.events().count == 2 && world.events().contains { $0.summary == "Haircut – Cleo" })
        #expect(try world.link(booked)?.state == .synced)
    }

    @Test func `what a calendar cannot be used for is kept with it`() async throws {
        world.person("team@gmail.example")
        world.person()
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .freeBusyReader))
        let account = try await world.signIn()
        try await ConnectCalendar(world.kalends).change(
            account.id, linked: World.email, conflicts: ["team@gmail.example"], actor: World.ana)
        let team = try world.calendar("team@gmail.example").remote
        #expect(team.access == .readOnly && team.limitation?.contains("only its free and busy times are shared") == true)
        #expect(try world.calendar(World.email).remote.limitation == nil)
    }

    @Test func `the same account again is the same connection, with all its links`() async throws {
        let first = try await world.connectGoogle()
        let booked = try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .minutes(5))
        let second = try await world.signIn()
        #expect(second.id == first.id && second.sealedSecret != first.sealedSecret)
        try await world.poll()
        #expect(try world.read { try $0.accounts.all().count } == 1 && world.events().count == 1)
        #expect(try world.link(booked)?.state == .synced && world.calendar(World.email).isLinked)
    }

    @Test func `a refused account works again once its owner has signed in, and what waited is done`() async throws {
        let account = try await world.connectGoogle()
        try world.edit(.revokeAccess(subject: world.person()))
        world.clock.advance(by: .hours(2))
        try await world.run()
        #expect(try world.account(account.id).refusedSince != nil)
        try await world.book(monday(10), by: World.ana)
        try await world.run()
        #expect(world.events().isEmpty)
        try await world.signIn(account: account.id)
        try await world.run()
        #expect(try world.account(account.id).refusedSince == nil && world.events().count == 1)
        #expect(try world.calendar(World.email).failure == nil)
    }

    @Test func `a sign-in counts once, for the session that began it, and for half an hour`() async throws {
        let answer = try world.consent(at: try await world.begin())
        let stranger = try await refusal { _ = try await world.finish(answer, session: "another session") }
        #expect(stranger == SignInAccount.Failure(.notOurs))
        #expect(try await refusal { _ = try await world.finish(answer) } == nil)
        #expect(try await refusal { _ = try await world.finish(answer) }?.reason == .spent)
        let late = try world.consent(at: try await world.begin())
        world.clock.advance(by: .minutes(31))
        #expect(try await refusal { _ = try await world.finish(late) }?.reason == .tooLate)
        let forged = SignInAccount.Return(state: "k1.nonsense", code: "4/x", error: "")
        #expect(try await refusal { _ = try await world.finish(forged) }?.reason == .notOurs)
    }

    @Test func `whoever declines, or leaves a tick out, connects nothing and is told so`() async throws {
        let declined = try world.consent(at: try await world.begin(), decision: "deny")
        #expect(try await refusal { _ = try await world.finish(declined) }?.reason == .declined)
        let unticked = try world.consent(at: try await world.begin(), unticked: "calendar.events")
        guard case .notTicked(let missing) = try await refusal({ _ = try await world.finish(unticked) })?.reason else {
            Issue.record("the missing tick was not noticed")
            return
        }
        #expect(missing.map(\.wording) == ["View and edit events on all your calendars"])
        #expect(try world.read { try $0.accounts.all().isEmpty })
        var reported = try world.consent(at: try await world.begin(), decision: "deny")
        reported.error = "admin_policy_enforced"
        #expect(try await refusal { _ = try await world.finish(reported) }?.reason == .reported("admin_policy_enforced"))
    }

    @Test func `another account than the one that is connected again changes nothing`() async throws {
        let account = try await world.signIn()
        let other = try world.consent(at: try await world.begin(account: account.id), as: "other@gmail.example")
        #expect(
            try await refusal { _ = try await world.finish(other) }?.reason
                == .otherAccount(wanted: account.name, found: "other@gmail.example"))
        #expect(try world.read { try $0.accounts.all() } == [account])
    }

    @Test func `a code that is no longer good, and a sign-in for an hour only, say what to do`() async throws {
        var answer = try world.consent(at: try await world.begin())
        answer.code = "4/gone"
        let spent = try await refusal { _ = try await world.finish(answer) }
        guard case .refused(let failure)? = spent?.reason else { throw NotFound("refusal") }
        #expect(failure.sentence.contains("used already"))
        world.fault(SimulatedFault(.refuse, method: "token", status: 401, reason: "invalid_client"))
        let next = try world.consent(at: try await world.begin())
        guard case .refused(let operators)? = try await refusal({ _ = try await world.finish(next) })?.reason else {
            throw NotFound("refusal")
        }
        #expect(operators.kind == .misconfigured && operators.sentence.contains("KALENDS_GOOGLE_CLIENT_ID"))
    }

    @Test func `only an administrator begins and ends a sign-in`() async throws {
        let purpose = SignInAccount.Purpose(provider: .google, resource: Cast.benResource.id)
        #expect(
            try await failure(of: NotAllowed.self) {
                _ = try await SignInAccount(world.kalends).begin(purpose, session: World.session, actor: World.ben)
            } != nil)
        let answer = try world.consent(at: try await world.begin())
        #expect(
            try await failure(of: NotAllowed.self) {
                _ = try await SignInAccount(world.kalends).finish(.google, answer, session: World.session, actor: World.ben)
            } != nil)
    }

    // MARK: Disconnecting

    @Test func `disconnecting gives the access back, channels first`() async throws {
        let account = try await world.connectGoogle()
        try await world.run()
        #expect(world.google.world.channels.count == 1)
        _ = world.asked("")
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        #expect(try world.account(account.id).sealedSecret == "")
        try await world.run()
        #expect(world.google.world.channels.isEmpty)
        #expect(world.google.world.requests.map(\.path).suffix(2) == ["/calendar/v3/channels/stop", "/revoke"])
        #expect(try world.history("account:\(account.id)").map(\.action).suffix(2) == ["calendar-disconnected", "access-ended"])
    }

    @Test func `an account that somebody else has connected too stays open to them`() async throws {
        let (ben, ana) = (try await world.connectGoogle(), try await world.connectGoogle(for: Cast.anaResource.id))
        #expect(ben.id != ana.id)
        #expect(try world.grant(of: ben.id) == world.grant(of: ana.id), "one account of the provider has one grant")
        try await DisconnectAccount(world.kalends)(ana.id, actor: World.ana)
        try await world.run()
        #expect(world.asked("/revoke") == 0)
        world.clock.advance(by: .hours(2))
        try await world.run()
        #expect(try world.account(ben.id).refusedSince == nil && world.calendar(World.email).failure == nil)
    }
}

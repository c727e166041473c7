import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// The same checks of an account at Google, with one thing wrong at a time.
struct DiagnoseGoogleTests {
    let world: World
    let account: CalendarAccount

    init() async throws {
        world = try World()
        world.person()
        try world.edit(.offerMeet(calendar: World.email, isOffered: true))
        account = try await world.connectGoogle()
        var online = Cast.haircut
        online.isOnline = true
        _ = try await SaveService(world.kalends)(online, actor: World.ana)
        try await world.book(monday(10))
        try await world.run()
    }

    private func check() async throws -> Diagnosis {
        try #require(
            try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ben).first
        ).diagnosis
    }

    private func expectHealthy() async throws {
        #expect(try await check().findings == [])
        #expect(world.events().count == 1 && world.events().allSatisfy { $0.resource["hangoutLink"] != nil })
    }

    private func keep(_ change: (inout AccountGrant) -> Void) async throws {
        var stored = try world.account(account.id)
        var grant = try world.grant(of: account.id)
        change(&grant)
        stored.seal(grant.text, with: world.kalends.secretKey)
        let sealed = stored
        try await world.database.write { try $0.accounts.update(sealed) }
    }

    @Test func `a healthy account has no finding, and its test item is gone again`() async throws {
        let diagnosis = try await check()
        #expect(diagnosis.findings == [])
        for (check, key) in [
            (SyncCheck.permissions, "permissionsWell"), (.organizationRule, "organizationRuleWell"), (.meetingLink, "meetingLinkWell"),
        ] {
            guard case .well(let statement)? = diagnosis.result(check)?.outcome else {
                Issue.record("\(check): \(String(describing: diagnosis.result(check)))")
                continue
            }
            #expect(statement.key == key)
        }
        try await expectHealthy()
    }

    @Test func `access that was taken back is named, and signing in again leaves nothing twice`() async throws {
        try world.edit(.revokeAccess(subject: account.user))
        world.clock.advance(by: .hours(2))
        try await world.run()
        let finding = try #require(try await check().first?.finding)
        #expect(finding.cause == "refused" && finding.actor == .owner && finding.remedy == .reconnect)
        let words = DiagnosisWords(texts: Texts(language: "en"), zone: .utc)
        #expect(words(finding.sentence).hasPrefix("Google has refused the access to “"))
        try await world.signIn(account: account.id)
        try await world.run()
        try await expectHealthy()
    }

    @Test func `a permission that is not granted is named by the words beside its tick`() async throws {
        try await keep { $0.scopes = $0.scopes.filter { !$0.hasSuffix("calendar.events") } }
        let finding = try #require(try await check().first?.finding)
        #expect(finding.cause == "permissionsMissing" && finding.actor == .owner && finding.remedy == .reconnect)
        #expect(finding.sentence.values["missing"] == .text("View and edit events on all your calendars"))
        try await world.signIn(account: account.id)
        try await world.run()
        try await expectHealthy()
    }

    @Test func `a wider permission is not taken for a missing one`() async throws {
        try await keep { $0.scopes = ["https://www.googleapis.com/auth/calendar"] }
        #expect(try await check().result(.permissions)?.outcome == .well(Statement("permissionsWell", ["person": .text("Ben")])))
    }

    @Test func `a rule of the organization is named, with a message for its administrator`() async throws {
        world.fault(SimulatedFault(.refuse, method: "calendarList.list", status: 403, reason: "domainPolicy"))
        let finding = try #require(try await check().first?.finding)
        #expect(finding.cause == "organizationRule" && finding.actor == .administrator && finding.message != nil)
        try await expectHealthy()
    }

    @Test func `a limit is named as what passes, and an installation that Google does not know as its operator's business`() async throws {
        world.fault(SimulatedFault(.refuse, method: "calendarList.list", status: 429, reason: "rateLimitExceeded", retryAfter: "60"))
        let limit = try await check()
        #expect(limit.first?.finding?.cause == "throttled" && limit.isHealthy)
        world.clock.advance(by: .hours(2))
        world.fault(SimulatedFault(.refuse, method: "token", status: 401, reason: "invalid_client"))
        #expect(try await check().first?.finding?.cause == "misconfigured")
        try await expectHealthy()
    }

    @Test func `a right that is given back is believed, and what was refused is written`() async throws {
        world.person("team@gmail.example")
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .writer))
        try await ConnectCalendar(world.kalends).change(
            account.id, linked: "team@gmail.example", conflicts: [World.email], actor: World.ana)
        try await world.run()
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .reader))
        let booked = try await world.book(monday(12))
        try await world.poll()
        #expect(try await check().first?.finding?.cause == "readOnly")
        #expect(try world.jobs(.dead).count == 1)
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .owner))
        _ = try await SyncNow(world.kalends)(actor: World.ana)
        try await world.run()
        #expect(try await check().isHealthy)
        try await world.run()
        #expect(try world.jobs(.dead).isEmpty && world.link(booked)?.state == .synced)
    }

    @Test func `a calendar that may only be read any more is named`() async throws {
        let owner = world.person("team@gmail.example")
        #expect(!owner.isEmpty)
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .writer))
        try await ConnectCalendar(world.kalends).change(
            account.id, linked: "team@gmail.example", conflicts: [World.email], actor: World.ana)
        try await world.run()
        #expect(world.events().isEmpty)
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .reader))
        #expect(try await check().first?.finding?.cause == "readOnly")
        try await ConnectCalendar(world.kalends).change(account.id, linked: World.email, conflicts: [World.email], actor: World.ana)
        try await world.run()
        #expect(world.events().count == 1)
        #expect(try await check().first?.finding?.cause != "readOnly")
    }
}

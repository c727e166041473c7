import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// One judgement for one cause, whichever request meets it: limits wait, and a right that is not granted is its owner's to grant.
struct GoogleLimitTests {
    let world: World
    let account: CalendarAccount

    init() async throws {
        world = try World()
        world.person()
        account = try await world.connectGoogle()
        try await world.book(monday(10))
        try await world.run()
    }

    private func check() async throws -> Diagnosis {
        try #require(
            try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ana).first
        ).diagnosis
    }

    private func refuse(_ methods: [String], _ status: Int, _ reason: String) {
        for method in methods { world.fault(SimulatedFault(.refuse, method: method, times: 0, status: status, reason: reason)) }
    }

    @Test(
        arguments: [
            (403, "quotaExceeded", Finding.Actor.nobody), (429, "rateLimitExceeded", .nobody), (403, "rateLimitExceeded", .nobody),
            (403, "dailyLimitExceeded", .operator),
        ],
        [["events.insert", "events.import"], ["events."], ["events.", "calendarList."]])
    func `a limit waits, is named, and says who can ask for more`(
        limit: (Int, String, Finding.Actor), methods: [String]
    ) async throws {
        refuse(methods, limit.0, limit.1)
        let diagnosis = try await check()
        let finding = try #require(diagnosis.first?.finding)
        #expect(diagnosis.isHealthy && finding.weight == .waiting && finding.actor == limit.2)
        #expect(finding.cause == "throttled" || finding.cause == "writesLimited")
        #expect(DiagnosisWords(texts: Texts(language: "en"), zone: .utc)(finding.sentence).contains("limit"))
        world.google.change { world, _ in world.clearFaults() }
        #expect(try await check().findings == [])
    }

    @Test func `a write that is limited for hours waits as long, and nobody is blamed`() async throws {
        refuse(["events.insert", "events.import"], 403, "quotaExceeded")
        let booked = try await world.book(monday(12))
        try await world.run()
        for _ in 0..<10 { try await world.poll() }
        let diagnosis = try await check()
        #expect(diagnosis.isHealthy && diagnosis.first?.finding?.cause == "writesLimited")
        world.google.change { world, _ in world.clearFaults() }
        world.clock.advance(by: .hours(8))
        try await world.run()
        #expect(try world.link(booked)?.state == .synced)
        #expect(try await check().findings == [])
    }

    @Test(arguments: [["events."], ["events.", "calendarList.", "calendars."], ["events.insert", "events.import"]])
    func `a permission that was taken back is named first, for the owner to sign in again`(methods: [String]) async throws {
        refuse(methods, 403, "insufficientPermissions")
        let booked = try await world.book(monday(12))
        try await world.poll()
        let first = try #require(try await check().first)
        #expect(first.check == .permissions && first.finding?.actor == .owner && first.finding?.remedy == .reconnect)
        #expect(try world.jobs(.dead).isEmpty)
        #expect(try world.read { try world.kalends.obstacles(of: [Cast.benResource.id], $0) }.isEmpty)
        world.google.change { world, _ in world.clearFaults() }
        try await world.signIn(account: account.id)
        try await world.run()
        #expect(try await check().findings == [])
        #expect(try world.link(booked)?.state == .synced)
    }

    @Test func `a list that is refused without a reason is no rule of an organization`() async throws {
        refuse(["calendarList."], 403, "forbidden")
        let first = try #require(try await check().first)
        #expect(first.check == .authorization && first.finding?.cause == "listRefused" && first.finding?.remedy == .reconnect)
        let words = DiagnosisWords(texts: Texts(language: "en"), zone: .utc)
        let finding = try #require(first.finding)
        #expect(!words(finding.sentence).contains("share"))
    }

    @Test func `after signing in again the check does not say that somebody must`() async throws {
        try world.edit(.revokeAccess(subject: account.user))
        world.clock.advance(by: .hours(2))
        try await world.run()
        let last = DiagnoseConnection(world.kalends)
        #expect(try await last.last(Cast.benResource.id, actor: World.ana).first?.diagnosis.first?.finding?.cause == "refused")
        try await world.signIn(account: account.id)
        #expect(try await last.last(Cast.benResource.id, actor: World.ana).first?.diagnosis.findings == [])
    }

    @Test func `a calendar that can only be read any more is read all the same, and only what is not written is concerned`() async throws {
        world.person("team@gmail.example")
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .writer))
        try await ConnectCalendar(world.kalends).change(
            account.id, linked: "team@gmail.example", conflicts: ["team@gmail.example"], actor: World.ana)
        try await world.run()
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .reader))
        let booked = try await world.book(monday(12))
        for _ in 0..<3 { try await world.poll() }
        let readings = try world.read { try world.kalends.recurringWork($0) }.first { $0.work == .readCalendars }
        #expect(readings?.failures == 0)
        let obstacles = try world.read { try world.kalends.obstacles(of: [Cast.benResource.id], $0) }
        guard case .calendarReadOnly(_, _, let count)? = obstacles.first else {
            Issue.record("\(obstacles)")
            return
        }
        #expect(count == 1 && obstacles.count == 2)
        #expect(try world.read { try world.kalends.connectionsInNeed(Cast.studio.id, $0) } == 1)
        // The right comes back, and somebody presses the button at the entry.
        try world.edit(.setRole(calendar: "team@gmail.example", email: World.email, role: .owner))
        let team = try world.calendar("team@gmail.example")
        _ = try await SyncNow(world.kalends)(team.id, actor: World.ana)
        try await world.run()
        #expect(try world.link(booked)?.state == .synced && world.calendar("team@gmail.example").failure == nil)
        #expect(try world.read { try world.kalends.obstacles(of: [Cast.benResource.id], $0) }.isEmpty)
    }

    @Test func `what passes by itself needs nobody`() async throws {
        world.fault(SimulatedFault(.refuse, method: "events.list", times: 0, status: 429, reason: "rateLimitExceeded"))
        try await world.poll()
        #expect(try world.calendar(World.email).failure?.failure.kind == .throttled)
        #expect(try world.read { try world.kalends.connectionsInNeed(Cast.studio.id, $0) } == 0)
    }
}

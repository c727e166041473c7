import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing
import Texts

@testable import Operations

/// Both directions off: nobody is asked and nothing is written, and what changed meanwhile is settled when one is on again.
struct SwitchedOffTests {
    private static let off = SyncChoices(sendsBookings: false, readsEvents: false)

    let world: World

    init() async throws {
        world = try World()
        try await world.connect()
    }

    private var requests: Int {
        world.server.writes + [CalendarServer.Request.discover, .changes, .item].reduce(0) { $0 + world.server.count($1) }
    }

    private func switchOff(reachingExisting: Bool = false) async throws {
        world.clock.advance(by: .minutes(1))
        try await world.save(Self.off, of: Cast.benResource.id, reachingExisting: reachingExisting)
        try await world.run()
        world.server.forgetCounts()
    }

    private func switchOn() async throws {
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(), of: Cast.benResource.id)
        world.clock.advance(by: .seconds(2))
        try await world.run()
    }

    private func last() async throws -> Diagnosis {
        try #require(try await DiagnoseConnection(world.kalends).last(Cast.benResource.id, actor: World.ana).first).diagnosis
    }

    @Test func `an event in a calendar that was exchanged meanwhile is taken out once it is on again`() async throws {
        _ = try await world.book(monday(10))
        try await world.run()
        try await switchOff()
        try await world.connect(linked: "family", conflicts: ["family"])
        world.clock.advance(by: .days(1))
        try await world.run()
        #expect(world.server.writes == 0 && world.server.items().count == 1)
        try await switchOn()
        #expect(world.server.items().isEmpty && world.server.items(in: "family").count == 1)
    }

    @Test func `switched on while the server does not answer, what it said last closes its time`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        try await switchOff()
        #expect(try await world.isOffered(monday(10)))
        let away = ProviderFailure(.unreachable, "The server does not answer.")
        world.server.fail(.changes, .fails(away), .fails(away), .fails(away), .fails(away))
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(), of: Cast.benResource.id)
        // Nobody has read it yet: whoever books looks first.
        let refused: BookAppointment.Failure? = try await failure { try await world.book(monday(10)) }
        #expect(refused == .taken(alternatives: refused?.alternatives ?? []))
        try await world.run()
        #expect(try await !world.isOffered(monday(10)))
        try await world.book(monday(12))
    }

    @Test func `a move that was made meanwhile is followed where moves are followed`() async throws {
        let following = SyncChoices(moves: .follow)
        try await world.save(following, of: Cast.benResource.id)
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        try await switchOff()
        world.server.move(to: monday(14))
        world.clock.advance(by: .minutes(1))
        try await world.save(following, of: Cast.benResource.id)
        world.clock.advance(by: .seconds(2))
        try await world.run()
        #expect(try world.appointment(booked.id).span.start == monday(14) && world.conflicts().isEmpty)
    }

    @Test func `no event is touched and no server asked, whatever happens here and there`() async throws {
        let (cancelled, moved) = (try await world.book(monday(10)), try await world.book(monday(12)))
        let outside = try await world.book(monday(14))
        try await world.run()
        try await switchOff()
        try await world.cancel(cancelled)
        _ = try await world.move(moved, to: monday(13))
        world.server.put("meeting", Span(monday(16), monday(17)))
        for _ in 0..<5 { try await world.poll() }
        world.clock.advance(by: .days(4))
        try await world.run()
        _ = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ana)
        _ = try await AskAboutEvent(world.kalends)(.missing("Dentist"), of: Cast.benResource.id, actor: World.ana)
        #expect(try await SyncNow(world.kalends)(actor: World.ana) == 0)
        try await world.run()
        #expect(requests == 0)
        #expect(world.server.items().count { $0.marker != nil } == 3)
        #expect(try world.mails().allSatisfy { $0.kind != "alarm" } && world.conflicts().isEmpty)
        #expect(try world.link(outside)?.state == .synced)
    }

    @Test func `switched on again, each calendar is read first, and what somebody did there is asked about`() async throws {
        let (cancelled, outside) = (try await world.book(monday(10)), try await world.book(monday(14)))
        try await world.run()
        try await switchOff()
        try await world.cancel(cancelled)
        let there = try #require(try world.link(outside)?.remoteID)
        world.server.edit { fields in
            if fields.span.start == monday(14) { fields.span = Span(monday(15), monday(15, 30)) }
        }
        world.server.put("meeting", Span(monday(16), monday(17)))
        try await world.poll()
        try await switchOn()
        #expect(try world.conflicts().map(\.appointment) == [outside.id])
        #expect(world.server.items().contains { $0.id == there && $0.fields?.span.start == monday(15) })
        #expect(world.server.items().count { $0.marker != nil } == 1)
        #expect(try await !world.isOffered(monday(16)))
        #expect(try world.jobs(.waiting).allSatisfy { $0.kind != JobKind.pushLink.rawValue })
    }

    @Test func `times that events closed are open meanwhile, and the list that is shown before says so`() async throws {
        world.server.put("meeting", Span(monday(10), monday(11)))
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        let change = SaveSyncSettings.Change(resource: Cast.benResource.id, choices: Self.off, reachesExisting: false)
        let plan = try await SaveSyncSettings(world.kalends).preview(change, actor: World.ana)
        #expect(plan.opened == ["Work"] && plan.read.isEmpty && plan.items.isEmpty)
        try await switchOff()
        #expect(try await world.isOffered(monday(10)))
        try await switchOn()
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `where it reaches bookings made before, their events are taken out before nothing is written any more`() async throws {
        try await world.book(monday(10))
        try await world.run()
        try await switchOff(reachingExisting: true)
        #expect(world.server.items().isEmpty)
    }

    @Test func `the check says so by itself, and again once it is on`() async throws {
        try await switchOff()
        let finding = try #require(try await last().first?.finding)
        #expect(finding.cause == "switchedOff" && finding.weight == .chosen && finding.remedy == .switchOn)
        try await switchOn()
        #expect(try await last().findings == [])
    }

    @Test func `what is to be taken out of a calendar waits too`() async throws {
        let account = try #require(try world.read { try $0.accounts.all().first })
        try await world.book(monday(10))
        try await world.run()
        try await switchOff()
        try await ConnectCalendar(world.kalends).change(account.id, linked: "family", conflicts: ["work"], actor: World.ana)
        try await world.poll()
        #expect(world.server.writes == 0 && world.server.items().count == 1)
        try await switchOn()
        #expect(world.server.items().isEmpty && world.server.items(in: "family").count == 1)
    }

    @Test func `credentials are tried within four minutes, though a reading is due much later`() async throws {
        world.server.forgetCounts()
        try await world.database.write { transaction in
            for job in try transaction.jobs.list(limit: 100) where job.kind == JobKind.readCalendar.rawValue {
                try transaction.jobs.putOff(kind: job.kind, lane: job.lane, until: world.kalends.now + .hours(1))
            }
        }
        world.clock.advance(by: .minutes(2))
        try await WatchCalendars(kalends: world.kalends)()
        try await world.run()
        #expect(world.server.count(.changes) == 0)
        world.clock.advance(by: .minutes(1))
        try await WatchCalendars(kalends: world.kalends)()
        try await world.run()
        #expect(world.server.count(.changes) == 1)
    }

    @Test func `the check says since when, however often something else is saved`() async throws {
        try await switchOff()
        let since = world.clock.now
        world.clock.advance(by: .hours(3))
        try await world.save(Self.off)
        try await world.save(SyncChoices())
        let found = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .stored, actor: World.ana)
        let finding = try #require(found.first?.diagnosis.first?.finding)
        #expect(finding.cause == "switchedOff" && finding.since == since)
        let said = DiagnosisWords(texts: Texts(language: "en"), zone: .utc)(finding.sentence)
        #expect(said.hasPrefix("The sync of Ben has been switched off since Saturday 21 November 2026"))
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// A first read of a large calendar: the nearest days first, the rest in portions that stay when it breaks off.
struct ImportTests {
    let world: World

    init() throws {
        world = try World()
        // 449 events next year, and one on Monday that the server would list last.
        for number in 0..<449 {
            let start = monday(10) + .days(60) + .hours(number * 2)
            world.server.put("far\(number)", Span(start, start + .hours(1)))
        }
        world.server.put("near", Span(monday(10), monday(11)))
    }

    private func items() throws -> Int {
        let calendar = try world.calendar().id
        return try world.read { try $0.remoteItems.versions(calendar: calendar).count }
    }

    @Test func `the nearest fortnight counts while the rest is on its way`() async throws {
        world.server.change { $0.portion = 100 }
        let world = world
        // The list, then a portion a request: at the fourth request two are taken.
        world.server.fail(
            .changes, .after {}, .after {}, .after {},
            .after {
                let calendar = try world.calendar()
                let progress = try #require(calendar.importing)
                #expect(try await !world.isOffered(monday(10, 30)))
                #expect(calendar.readAt == nil && calendar.cursor == nil)
                #expect(progress.read >= 100 && progress.total == 450 && progress.knownUntil == world.clock.now + .days(14))
            })
        try await world.connect()
        let calendar = try world.calendar()
        #expect(try items() == 450)
        #expect(calendar.importing == nil && calendar.cursor != nil && calendar.readAt == world.clock.now)
        #expect(calendar.expandedUntil == world.clock.now + .days(745))
        let log = try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 10).rows }
        #expect(log.first { $0.action == .read }?.count == 450)
    }

    @Test func `a run that breaks off is taken up where it was`() async throws {
        world.server.change { $0.portion = 100 }
        let away = ProviderFailure(.unreachable, "The server does not answer.")
        world.server.fail(.changes, .after {}, .after {}, .after {}, .fails(away))
        try await world.connect()
        #expect(try items() == 200 && world.calendar().importing?.read == 200)
        #expect(try world.calendar().cursor == nil && world.calendar().failure?.failure == away)
        #expect(try await !world.isOffered(monday(10, 30)))
        let handed = world.server.handedOver
        try await world.poll()
        #expect(try items() == 450 && world.calendar().importing == nil && world.calendar().failure == nil)
        #expect(world.server.handedOver - handed == 200, "what was taken is not downloaded again")
    }

    @Test func `what is deleted before a broken run goes on is swept away at its end`() async throws {
        world.server.change { $0.portion = 100 }
        world.server.fail(.changes, .after {}, .after {}, .fails(ProviderFailure(.unreachable, "The server does not answer.")))
        try await world.connect()
        #expect(try await !world.isOffered(monday(10, 30)))
        world.server.remove("near.ics")
        try await world.poll()
        #expect(try items() == 449)
        #expect(try await world.isOffered(monday(10, 30)))
    }

    @Test func `a run that a disconnection has overtaken leaves nothing, and the next reads everything`() async throws {
        world.server.change { $0.portion = 100 }
        let world = world
        world.server.fail(
            .changes, .after {}, .after {}, .after {},
            .after {
                let account = try world.read { try $0.accounts.all()[0] }
                try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
                // The same account again, before the old run has noticed.
                try await world.connect(runs: false)
            })
        try await world.connect()
        try await world.run()
        #expect(try items() == 450)
        #expect(try world.calendar().importing == nil && world.calendar().readAt == world.clock.now)
    }

    @Test func `events of ours wait for the end of an import, and none is made twice`() async throws {
        let account = try await world.connect()
        let booked = try await world.book(monday(14))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        world.server.change { $0.portion = 100 }
        world.server.forgetCounts()
        try await world.connect()
        try await world.poll()
        #expect(try world.link(booked)?.state == .synced && world.conflicts().isEmpty)
        #expect(world.server.items().count == 451 && world.server.writes == 0)
    }

    @Test func `only an item of which neither row, link nor time is held is stored without a look`() async throws {
        try await world.connect()
        let calendar = try world.calendar()
        let booked = try await world.book(monday(14))
        try await world.run()
        var link = try #require(try world.link(booked))
        (link.remoteID, link.state) = ("closed.ics", .closed)
        let closed = link
        try world.database.writeNow { transaction in
            try transaction.links.put(closed)
            let block = BusyBlock(resource: calendar.resource, span: Span(monday(9), monday(10)), source: "work", title: nil)
            try transaction.busyBlocks.add(
                calendar: calendar.id, item: "taking.ics",
                [OutsideBlock(block: block, isBusy: true, reason: "busy", calendar: calendar.id, item: "taking.ics")])
        }
        let world = world
        func untouched(_ ids: [RemoteItem.ID]) throws -> Set<RemoteItem.ID> {
            try world.read { try #require(try HeldCalendar(calendar.id, world.kalends, $0)).untouched(ids, $0) }
        }
        #expect(try untouched(["new.ics", "near.ics", "closed.ics", "taking.ics", "other.ics"]) == ["new.ics", "other.ics"])
        #expect(try untouched(["new.ics", "new.ics"]).isEmpty)
    }

    @Test func `where a provider has no portions to give, they are made here`() async throws {
        try await world.connect()
        #expect(try items() == 450 && world.calendar().importing == nil)
        #expect(try await !world.isOffered(monday(10, 30)))
    }

    @Test func `a change of the settings meanwhile reaches what was taken before it`() async throws {
        world.server.change { $0.portion = 100 }
        let world = world
        world.server.fail(
            .changes, .after {}, .after {}, .after {},
            .after { try await world.save(SyncChoices(readsEvents: false), of: Cast.benResource.id) })
        try await world.connect()
        try await world.run()
        let blocks = try world.read {
            try $0.busyBlocks.outside(of: [Cast.benResource.id], overlapping: Span(monday(0), monday(0) + .days(400)))
        }
        #expect(blocks.isEmpty)
    }
}

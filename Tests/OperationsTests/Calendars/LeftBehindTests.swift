import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What the simulation found: events of ours that nobody took out of a calendar, or that nobody looked at any more.
struct LeftBehindTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a booking cancelled while its account is disconnected leaves no event, though another calendar is linked afterwards`()
        async throws
    {
        let account = try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        try await world.cancel(booked)
        try await world.run()
        #expect(world.server.items().count == 1)
        try await world.connect(linked: "family", conflicts: ["family"])
        #expect(world.server.items().isEmpty)
    }

    @Test func `an event in a disconnected account is taken out when the account is connected again`() async throws {
        let first = try await world.connect(user: "ben")
        try await world.book(monday(10))
        try await world.run()
        try await DisconnectAccount(world.kalends)(first.id, actor: World.ana)
        try await world.connect(linked: "family", conflicts: ["family"], user: "benny")
        #expect(world.server.items().count == 1 && world.server.items(in: "family").count == 1)
        try await world.connect(linked: nil, conflicts: ["holidays"], user: "ben")
        #expect(world.server.items().isEmpty && world.server.items(in: "family").count == 1)
        #expect(try world.jobs(.dead).isEmpty)
    }

    @Test func `an event in a disconnected account is taken out through another account that shows its calendar`() async throws {
        let first = try await world.connect(user: "ben")
        try await world.book(monday(10))
        try await world.run()
        try await DisconnectAccount(world.kalends)(first.id, actor: World.ana)
        try await world.connect(linked: "family", conflicts: ["family", "work"], user: "benny")
        #expect(world.server.items().isEmpty && world.server.items(in: "family").count == 1)
    }

    @Test func `another account that takes over the same calendar leaves the events in it`() async throws {
        try await world.connect(user: "ben")
        try await world.book(monday(10))
        try await world.run()
        try await world.connect(user: "benny")
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(10)])
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `the event of a cancelled booking that its server had sworn to be gone is taken out when it turns up again`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        let former = try #require(world.server.items().first)
        world.server.change { state in state.items["work"]?[former.id] = nil }
        world.server.fail(.update, .after { try await world.cancel(booked) })
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        world.server.change { state in
            state.items["work"]?[former.id] = former
            state.listsAlways = true
        }
        try await world.poll()
        #expect(world.server.items().isEmpty)
    }

    @Test func `a booking that follows its event does not stand in its own way in another account's view of the calendar`() async throws {
        try await world.connect(user: "ben")
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.connect(linked: nil, conflicts: ["work"], user: "benny")
        try await world.poll()
        world.server.move(to: monday(14))
        try await world.poll()
        let question = try #require(try world.conflicts().first)
        try await SettleConflict(world.kalends)(question.id, .follow, actor: World.ana)
        let day = Span(monday(8), monday(18))
        let closed = try world.read { try $0.busyBlocks.all(of: [Cast.benResource.id], overlapping: day) }
        #expect(closed.isEmpty)
        #expect(try world.appointment(booked.id).span.start == monday(14))
    }

    @Test func `an event fetched back into a former calendar closes its time once its booking is cancelled`() async throws {
        try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.run()
        let former = try #require(world.server.items().first)
        try await world.connect(linked: "family", conflicts: ["work", "family"])
        world.server.change { state in state.store(former, in: "work") }
        try await world.poll()
        try await world.cancel(booked)
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `a booking cancelled while its account is disconnected goes through another account that shows its calendar`() async throws {
        let first = try await world.connect(user: "ben")
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.connect(linked: nil, conflicts: ["work"], user: "benny")
        try await DisconnectAccount(world.kalends)(first.id, actor: World.ana)
        try await world.cancel(booked)
        try await world.run()
        #expect(world.server.items().isEmpty)
    }

    @Test func `a booking that is sent no more leaves no work in a calendar that was deleted while its account was disconnected`()
        async throws
    {
        let account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        world.server.change { state in
            state.remotes.removeAll { $0.id == "work" }
            state.items["work"] = nil
        }
        let isGone = ProviderFailure(.calendarMissing, "There is no such calendar.")
        world.server.fail(.delete, .fails(isGone), .fails(isGone), .fails(isGone))
        try await world.save(SyncChoices(sendsBookings: false), reachingExisting: true)
        try await world.connect(linked: "family", conflicts: ["family"])
        for _ in 0..<5 { try await world.poll() }
        #expect(try world.jobs(.dead).isEmpty)
        #expect(try world.jobs(.waiting).allSatisfy { RecurringWork(rawValue: $0.kind) != nil })
    }

    @Test func `a booking that is sent no more leaves a disconnected account's calendar through another account that shows it`()
        async throws
    {
        let first = try await world.connect(user: "ben")
        try await world.book(monday(10))
        try await world.run()
        try await world.connect(linked: nil, conflicts: ["work"], user: "benny")
        try await DisconnectAccount(world.kalends)(first.id, actor: World.ana)
        try await world.save(SyncChoices(sendsBookings: false), reachingExisting: true)
        try await world.run()
        #expect(world.server.items().isEmpty)
    }

    @Test func `an event that its server had sworn to be gone closes its time when it turns up again unchanged`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        let former = try #require(world.server.items().first)
        world.server.change { state in state.items["work"]?[former.id] = nil }
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        #expect(try world.link(booked)?.generation == 2)
        #expect(try await world.isOffered(monday(10)))
        world.server.change { state in
            state.items["work"]?[former.id] = former
            state.listsAlways = true
        }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `so it does where another account shows the calendar`() async throws {
        try await world.connect(conflicts: [], user: "ben")
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.connect(linked: nil, conflicts: ["work"], user: "benny")
        try await world.poll()
        let former = try #require(world.server.items().first)
        world.server.change { state in state.items["work"]?[former.id] = nil }
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        #expect(try world.link(booked)?.generation == 2)
        world.server.change { state in
            state.items["work"]?[former.id] = former
            state.listsAlways = true
        }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
    }
}

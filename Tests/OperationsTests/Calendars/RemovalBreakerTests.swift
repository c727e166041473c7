import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What is suddenly gone is held until a person says that it is so.
struct RemovalBreakerTests {
    let world: World

    init() throws { world = try World() }

    private func connect(listing: Bool, events: Int = 20) async throws {
        world.server.change { $0.listsAlways = listing }
        for number in 0..<events { world.server.put("event\(number)", Span(monday(10), monday(11))) }
        try await world.connect()
    }

    private func agree(_ count: Int) async throws -> Bool {
        try await AgreeToRemovals(world.kalends)(world.calendar().id, count: count, actor: World.ana)
    }

    @Test(arguments: [true, false])
    func `an emptied calendar closes what it closed until somebody agrees, and what is new counts at once`(_ listing: Bool) async throws {
        try await connect(listing: listing)
        world.server.removeAll()
        world.server.put("new", Span(monday(12), monday(13)))
        try await world.poll()
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(12)))
        #expect(try world.calendar().failure?.failure.kind == .massRemoval)
        #expect(try world.calendar().withheldRemovals == 20)

        #expect(try await agree(20))
        try await world.run()
        #expect(try await world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(12)))
        let calendar = try world.calendar()
        #expect(calendar.failure == nil && calendar.withheldRemovals == 0 && calendar.agreedRemovals == 0)
    }

    @Test(arguments: [true, false])
    func `events that come back are as they were, and agreeing comes too late`(_ listing: Bool) async throws {
        try await connect(listing: listing)
        let events = world.server.items()
        world.server.removeAll()
        try await world.poll()
        world.server.change { state in for event in events { state.store(event, in: "work") } }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.calendar().failure == nil)
        #expect(try await !agree(20))
        world.server.removeAll()
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `bookings whose events are all gone are asked about one by one only after that`() async throws {
        try await connect(listing: false, events: 0)
        for half in 0..<12 { try await world.book(monday(9 + half / 2, half % 2 * 30)) }
        try await world.poll()
        #expect(world.server.items().count == 12)
        world.server.removeAll()
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        #expect(world.server.items().isEmpty)
        #expect(try await agree(12))
        try await world.run()
        #expect(try world.conflicts().count == 12)
    }

    @Test func `whoever was shown fewer is asked again`() async throws {
        try await connect(listing: true)
        for number in 0..<15 { world.server.remove("event\(number).ics") }
        try await world.poll()
        world.server.removeAll()
        try await world.poll()
        let more = try await failure(of: AgreeToRemovals.MoreAreGone.self) { _ = try await agree(15) }
        #expect(more?.count == 20)
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `what goes away after somebody agreed to less is withheld again`() async throws {
        try await connect(listing: true)
        for number in 0..<15 { world.server.remove("event\(number).ics") }
        try await world.poll()
        #expect(try await agree(15))
        world.server.removeAll()
        try await world.run()
        #expect(try world.calendar().withheldRemovals == 20)
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test(arguments: [(20, 9), (20, 10)])
    func `a few, or no more than half, are taken away at once`(held: Int, gone: Int) async throws {
        try await connect(listing: false, events: held)
        for number in 0..<gone { world.server.remove("event\(number).ics") }
        try await world.poll()
        #expect(try world.calendar().failure == nil)
        let calendar = try world.calendar()
        #expect(try world.read { try $0.remoteItems.versions(calendar: calendar.id) }.count == held - gone)
    }
}

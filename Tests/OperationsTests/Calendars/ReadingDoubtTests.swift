import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What a read may not be taken for.
struct ReadingDoubtTests {
    let world: World

    init() throws { world = try World() }

    @Test func `what stands in a calendar when it is connected is read and never written`() async throws {
        for number in 0..<20 { world.server.put("event\(number)", Span(monday(10), monday(11))) }
        let before = world.server.items()
        try await world.connect()
        #expect(try await !world.isOffered(monday(10)))
        try await world.book(monday(12))
        try await world.poll()
        try await world.poll()
        #expect(world.server.items().filter { $0.marker == nil } == before)
        #expect(world.server.writes == 1, "the one booking")
    }

    @Test func `a removal of what was never known asks for nothing and changes nothing`() async throws {
        try await world.connect()
        try await world.book(monday(14))
        try await world.poll()
        world.server.put("dentist", Span(monday(10), monday(11)))
        world.server.change { $0.slandered = ["never.ics", "ever.ics"] }
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.count(.item) == 0)
        #expect(try world.calendar().failure == nil && world.conflicts().isEmpty)
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `a list that is behind is not gone on from, as it may leave out what is new`() async throws {
        try await world.connect()
        _ = try await world.book(monday(14))
        try await world.run()
        world.server.put("dentist", Span(monday(10), monday(11)))
        world.server.change { state in
            state.listsAlways = true
            state.unlisted = Set(state.items["work"]?.keys.map(\.self) ?? [])
        }
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
        world.server.change { state in (state.listsAlways, state.unlisted) = (false, []) }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.conflicts().isEmpty && world.server.items().count == 2)
    }

    /// A poll, and a look before a booking is confirmed, may meet.
    @Test func `of two readers of one calendar the later answer is dropped, and nothing is lost`() async throws {
        try await world.connect()
        world.server.put("first", Span(monday(10), monday(11)))
        let world = world
        let id = try world.calendar().id
        world.server.fail(
            .changes,
            .after {
                world.server.put("second", Span(monday(12), monday(13)))
                try await ReadCalendar(kalends: world.kalends)(id)
                world.server.remove("first.ics")
            })
        try await world.poll()
        let (opened, closed) = (try await world.isOffered(monday(10)), try await !world.isOffered(monday(12)))
        #expect(opened && closed)
        #expect(try world.read { try $0.remoteItems.versions(calendar: id) }.keys.sorted() == ["second.ics"])
    }

    @Test func `an event that cannot be read is told in the log, and the others count`() async throws {
        try await world.connectGoogle()
        world.fault(SimulatedFault(.brokenItem, method: "events.list", times: 2))
        try world.addEvent(monday(10), monday(11))
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.calendar(World.email).failure == nil)
        let log = try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 9).rows }
        #expect(log.compactMap(\.failure) == ["The event has no time that can be read."])
        try world.addEvent(monday(12), monday(13))
        try await world.poll()
        #expect(try await !world.isOffered(monday(12)))
    }

    @Test(arguments: [ProviderFailure.Kind.calendarMissing, .forbidden, .unauthorized, .invalidAnswer])
    func `a calendar that is gone or shut keeps its time closed and its bookings`(_ kind: ProviderFailure.Kind) async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.connect()
        let booked = try await world.book(monday(14))
        try await world.poll()
        let refusal = ProviderFailure(kind, "It does not let us in.")
        for _ in 0..<90 { world.server.fail(.changes, .fails(refusal)) }
        world.server.forgetCounts()
        for _ in 0..<90 {
            world.clock.advance(by: .minutes(1))
            try await world.run()
        }
        let dentist = try world.read { try $0.busyBlocks.all(of: [Cast.benResource.id], overlapping: Span(monday(10), monday(11))) }
        #expect(dentist.count == 1)
        #expect(try world.appointment(booked.id).status == .confirmed && world.link(booked)?.state == .synced)
        #expect(try world.conflicts().isEmpty && world.calendar().failure?.failure.kind == kind)
        // It is not asked at full speed, and not given up.
        #expect((2...14).contains(world.server.count(.changes)))
        #expect(try world.jobs(.waiting).contains { $0.kind == "read-calendar" })
    }
}

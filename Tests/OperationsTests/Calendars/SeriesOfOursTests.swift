import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// An event of ours that its owner made a series of is theirs once its booking is elsewhere, and is never taken away.
struct SeriesOfOursTests {
    let world: World
    let booked: Appointment
    private let nextDay = monday(10) + .days(1)

    init() async throws {
        world = try World()
        try await world.connect()
        booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
    }

    private var ours: [RemoteItem] { world.server.items().filter { $0.marker != nil && $0.fields != nil } }
    private var series: [RemoteItem] { world.server.items().filter { $0.fields == nil } }

    private func expectRest() async throws {
        world.server.forgetCounts()
        try await world.poll()
        try await world.run()
        #expect(world.server.writes == 0)
    }

    @Test func `it closes its times, stands for its booking, and is not in its own way`() async throws {
        world.server.repeatDaily()
        try await world.poll()
        #expect(try await !world.isOffered(nextDay))
        #expect(try world.conflicts().isEmpty)
        #expect(ours.isEmpty && series.count == 1)
        try await expectRest()
    }

    @Test func `another booking that it lies over is asked about`() async throws {
        let other = try await world.book(nextDay)
        try await world.run()
        let own = try #require(ours.first { $0.fields?.span.start == monday(10) })
        world.server.change { state in
            var item = own
            item.fields = nil
            item.payload = "daily \(monday(10).secondsSinceEpoch) \(monday(10, 30).secondsSinceEpoch)"
            state.store(item, in: "work")
        }
        try await world.poll()
        #expect(try world.conflicts().map(\.appointment) == [other.id])
    }

    @Test(arguments: [true, false]) func `the booking is cancelled: the series stays, read before or not`(isRead: Bool) async throws {
        world.server.repeatDaily()
        if isRead { try await world.poll() }
        _ = try await world.cancel(booked)
        try await world.run()
        try await world.poll()
        #expect(series.count == 1 && world.server.count(.delete) <= 1)
        #expect(try world.link(booked)?.state == .closed)
        #expect(try await !world.isOffered(nextDay))
        try await expectRest()
        // Nor is it taken out when its owner makes one event of it again.
        world.server.change { state in
            for var item in (state.items["work"] ?? [:]).values {
                item.fields = EventFields(span: Span(monday(10), monday(10, 30)), title: "Mine")
                item.payload = "busy"
                state.store(item, in: "work")
            }
        }
        try await expectRest()
        #expect(world.server.items().count == 1)
        #expect(try await world.isOffered(nextDay))
    }

    @Test(arguments: [true, false]) func `the booking is moved: its event is made anew, and the series stays`(isRead: Bool) async throws {
        world.server.repeatDaily()
        if isRead { try await world.poll() }
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        try await world.poll()
        #expect(ours.map(\.fields?.span.start) == [monday(14)] && ours.map(\.uid) == ["g2-\(booked.uid)"])
        #expect(series.count == 1)
        #expect(try await !world.isOffered(nextDay))
        #expect(try world.conflicts().isEmpty)
        #expect(try await world.duplicates().groups.isEmpty)
        try await expectRest()
        // From now on the two go their own ways.
        world.server.remove(try #require(series.first).id)
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        #expect(try await world.isOffered(nextDay))
        _ = try await world.cancel(booked)
        try await world.run()
        #expect(world.server.items().isEmpty)
    }

    @Test func `another calendar is linked: the series stays where it is`() async throws {
        world.server.repeatDaily()
        try await world.poll()
        try await world.connect(linked: "family")
        try await world.run()
        try await world.poll()
        #expect(series.count == 1)
        #expect(world.server.items(in: "family").map(\.fields?.span) == [booked.span])
    }

    @Test func `where a server gives no versions, the event is looked at before it is deleted`() async throws {
        try await world.database.write { transaction in
            var link = try #require(try transaction.links.find(appointment: booked.id, resource: Cast.benResource.id))
            link.version = nil
            try transaction.links.put(link)
        }
        world.server.repeatDaily()
        _ = try await world.cancel(booked)
        try await world.run()
        #expect(series.count == 1)
    }
}

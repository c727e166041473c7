import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// The calendar that bookings are written into, linked through another account that shows the same one.
struct CarriedLinkTests {
    let world: World
    let booked: Appointment

    init() async throws {
        world = try World()
        try await world.connect(user: "ben")
        booked = try await world.book(monday(10))
        try await world.poll()
    }

    private var place: Span { Span(start: monday(14), duration: booked.span.duration) }

    private func expectQuestion(_ kind: SyncConflict.Kind) throws {
        #expect(try world.conflicts().map(\.kind) == [kind])
        #expect(try world.appointment(booked.id).span.start == monday(10))
    }

    @Test func `an event that nobody has touched is not written again`() async throws {
        world.server.forgetCounts()
        try await world.connect(user: "benny")
        try await world.poll()
        #expect(world.server.writes == 0)
        #expect(try world.conflicts().isEmpty && world.link(booked)?.state == .synced)
    }

    @Test func `a move that was not read before is asked about, and the event stays where it was put`() async throws {
        world.server.move(to: monday(14))
        try await world.connect(user: "benny")
        try await world.poll()
        try expectQuestion(.movedOutside(to: place))
        #expect(world.server.items().map(\.fields?.span) == [place])
    }

    @Test func `so is one that the other account has read already`() async throws {
        let benny = try await world.connect(linked: nil, conflicts: ["work"], user: "benny")
        world.server.move(to: monday(14))
        try await ReadCalendar(kalends: world.kalends)(
            try #require(try world.read { try $0.calendars.all(account: benny.id).first }).id)
        try await world.connect(user: "benny")
        try await world.poll()
        try expectQuestion(.movedOutside(to: place))
    }

    @Test func `so is one that was made while no account was connected`() async throws {
        let ben = try world.calendar().account
        try await DisconnectAccount(world.kalends)(ben, actor: World.ana)
        world.server.move(to: monday(14))
        try await world.connect(user: "benny")
        try await world.poll()
        try expectQuestion(.movedOutside(to: place))
    }

    @Test func `a deletion is asked about`() async throws {
        world.server.removeAll()
        try await world.connect(user: "benny")
        try await world.poll()
        try expectQuestion(.deletedOutside)
        #expect(world.server.items().isEmpty)
    }

    @Test func `what was asked is asked again`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        try await world.connect(user: "benny")
        try await world.poll()
        try expectQuestion(.movedOutside(to: place))
        #expect(world.server.items().map(\.fields?.span) == [place])
    }

    @Test func `the event of a booking that was cancelled meanwhile is taken out`() async throws {
        try await world.cancel(booked)
        try await world.connect(user: "benny")
        #expect(world.server.items().isEmpty)
    }

    @Test func `an event that was not taken out yet when its calendar is linked again says no more than is to be said now`() async throws {
        try await world.connect(linked: nil, conflicts: ["holidays"], user: "ben", runs: false)
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        // Written before it is read.
        world.server.fail(.changes, .fails(ProviderFailure(.unreachable, "Away.")), .fails(ProviderFailure(.unreachable, "Away.")))
        try await world.connect(user: "ben")
        #expect(world.server.items().count == 1)
        let texts = world.server.items().compactMap(\.fields).map { $0.title + $0.notes }
        #expect(texts.count == 1 && !texts[0].contains("Cleo"))
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span) == [booked.span] && world.server.count(.create) == 1)
        #expect(try world.conflicts().isEmpty)
    }
}

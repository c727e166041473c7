import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What pages may promise of an event: whether it goes along with what is changed here.
struct EventStandingTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.connect()
    }

    private func standing(_ appointment: Appointment) throws -> EventStanding {
        let (kalends, now) = (world.kalends, try world.appointment(appointment.id))
        return try world.read { try kalends.eventStanding(of: now, Cast.benResource.id, $0) }
    }

    private func disconnect() async throws {
        let account = try #require(try world.read { try $0.accounts.all().first })
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
    }

    private func switchOff(reachingExisting: Bool = false) async throws {
        world.clock.advance(by: .minutes(1))
        try await world.save(
            SyncChoices(sendsBookings: false, readsEvents: false), of: Cast.benResource.id, reachingExisting: reachingExisting)
        world.clock.advance(by: .minutes(1))
    }

    @Test func `a booking in a calendar that is read and written is followed`() async throws {
        let booked = try await world.book(monday(10))
        #expect(try standing(booked) == .followed)
    }

    @Test func `the event of a disconnected account stays, whatever becomes of its booking`() async throws {
        let (kept, cancelled) = (try await world.book(monday(10)), try await world.book(monday(12)))
        try await world.run()
        let unwritten = try await world.book(monday(14))
        try await disconnect()
        try await world.cancel(cancelled)
        try await world.run()
        #expect(world.server.items().count == 2)
        #expect(try standing(kept) == .left && standing(cancelled) == .left && standing(unwritten) == .unwritten)
    }

    @Test func `while the sync is off an event waits, and a booking made then has none`() async throws {
        let (kept, cancelled) = (try await world.book(monday(10)), try await world.book(monday(12)))
        try await world.run()
        try await switchOff()
        try await world.cancel(cancelled)
        #expect(try standing(kept) == .held && standing(cancelled) == .held)
        let made = try await world.book(monday(14))
        #expect(try standing(made) == .madeWhileOff)
    }

    @Test func `an event that the switching off takes out is not said to stay`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        try await switchOff(reachingExisting: true)
        #expect(try standing(booked) == .followed)
        try await world.run()
        #expect(try world.server.items().isEmpty && standing(booked) == .madeWhileOff)
    }

    @Test func `a service that does not travel has no event`() async throws {
        try await world.save(SyncChoices(sentServices: .only([Cast.haircut.id])))
        let booked = try await world.book(monday(10), Cast.coloring)
        #expect(try standing(booked) == .notSent)
    }
}

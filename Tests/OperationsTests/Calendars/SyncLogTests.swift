import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// The log of the sync tells everything, with its true cause, as it was then.
struct SyncLogTests {
    let world: World
    let booked: Appointment

    init() async throws {
        world = try World()
        try await world.connect()
        booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
    }

    /// The latest first.
    private func log() throws -> [SyncLogEntry] { try world.read { try $0.syncLog.list(of: Cast.benResource.id, limit: 100).rows } }

    private func latest(_ action: SyncLogEntry.Action) throws -> SyncLogEntry? { try log().first { $0.action == action } }

    @Test func `an event over a booking is in the log when it comes and when it goes, once each`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        try await world.poll()
        let opened = try log().filter { $0.action == .conflictOpened }
        #expect(opened.count == 1 && opened.first?.appointment == booked.id && opened.first?.cause == .calendar)
        world.server.put("dentist", Span(monday(15), monday(16)))
        try await world.poll()
        #expect(try log().filter { $0.action == .conflictClosed }.map(\.appointment) == [booked.id])
    }

    @Test func `what the booking causes, what saved settings cause and what an undo causes are told apart`() async throws {
        #expect(try latest(.created)?.cause == .booking)
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.run()
        #expect(try latest(.updated)?.cause == .settings)
        try await world.undo(try #require(try world.runs().first))
        try await world.run()
        #expect(try latest(.updated)?.cause == .undo)
        _ = try await world.move(booked, to: monday(12))
        try await world.run()
        #expect(try latest(.updated)?.cause == .booking)
    }

    @Test(arguments: [SettleConflict.Decision.putBack, .move(to: monday(12))])
    func `what somebody decided is the cause of what is written for it`(decision: SettleConflict.Decision) async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, decision, actor: World.ana)
        try await world.run()
        #expect(try latest(.conflictClosed)?.cause == .decision && latest(.updated)?.cause == .decision)
    }

    @Test func `the time of an entry is the one that the booking had then`() async throws {
        let made = try #require(try latest(.created))
        world.clock.advance(by: .minutes(5))
        let moved = try await world.move(booked, to: monday(15))
        try await world.run()
        let changed = try #require(try latest(.updated))
        let past = try world.read { try PastSpans(of: moved, $0) }
        #expect(past.span(at: made.at) == booked.span && past.span(at: changed.at) == moved.span)
        #expect(past.span(at: Cast.morning - .days(1)) == moved.span, "of a time before all that is told, the present one")
    }

    @Test(arguments: [SettleConflict.Decision.follow, .move(to: monday(12))])
    func `what a decision writes bears the time that was decided`(decision: SettleConflict.Decision) async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        let asked = world.clock.now
        world.clock.advance(by: .minutes(1))
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, decision, actor: World.ana)
        try await world.run()
        let moved = try world.appointment(booked.id)
        let past = try world.read { try PastSpans(of: moved, $0) }
        #expect(moved.span != booked.span && past.span(at: world.clock.now) == moved.span && past.span(at: asked) == booked.span)
        let told = try world.history("appointment:\(booked.id)").suffix(2)
        #expect(told.map(\.action) == ["moved", decision == .follow ? "conflict-followed" : "conflict-moved"])
        #expect(Set(try told.map { try decode(Appointment.self, from: $0.after ?? "").span }) == [moved.span])
    }

    @Test func `an entry that an earlier program wrote with the time before the decision is not believed`() async throws {
        world.clock.advance(by: .minutes(5))
        let moved = try await world.move(booked, to: monday(15))
        let old = booked
        try await world.database.write { transaction in
            try transaction.record(.conflictMoved, "appointment:\(old.id)", by: World.ana, at: world.clock.now, after: old)
        }
        #expect(try world.read { try PastSpans(of: moved, $0) }.span(at: world.clock.now) == moved.span)
    }
}

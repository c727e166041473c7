import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// An event of ours that was moved or deleted outside waits for a person.
struct ConflictTests {
    let world: World
    let booked: Appointment

    init() async throws {
        world = try World()
        try await world.connect()
        booked = try await world.book(monday(10))
        try await world.run()
        world.server.forgetCounts()
    }

    private func settle(_ decision: SettleConflict.Decision, by actor: Actor = World.ben) async throws {
        let conflict = try #require(try world.conflicts().first)
        try await SettleConflict(world.kalends)(conflict.id, decision, actor: actor)
        try await world.run()
    }

    /// A further cycle finds nothing to do.
    private func expectRest() async throws {
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `a move outside is noticed, both times stay closed, and nothing is written`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: Span(monday(14), monday(14, 30)))])
        #expect(try await !world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(14)))
        #expect(world.server.writes == 0)
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "moved-outside"])
    }

    @Test func `moved on, it waits at the latest place`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        world.server.move(to: monday(15))
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: Span(monday(15), monday(15, 30)))])
        #expect(try await world.isOffered(monday(14)))
        #expect(try await !world.isOffered(monday(15)))
    }

    @Test func `moved back by hand, the question is gone`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        world.server.move(to: monday(10))
        try await world.poll()
        #expect(try await world.isOffered(monday(14)))
        try await expectRest()
    }

    @Test func `following moves the booking, tells everybody and writes nothing`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        try await settle(.follow)
        #expect(try world.appointment(booked.id).span.start == monday(14))
        #expect(try await world.isOffered(monday(10)))
        #expect(world.server.writes == 0)
        #expect(world.mail.deliveries(to: "cleo@example.org").count == 2)
        #expect(try world.history("appointment:\(booked.id)").map(\.action) == ["booked", "moved-outside", "moved", "conflict-followed"])
        try await expectRest()
    }

    @Test func `a length changed outside is followed: the booking ends with its event, and the customer is told`() async throws {
        world.server.edit { $0.span = Span(monday(10), monday(11, 30)) }
        try await world.poll()
        try await settle(.follow)
        #expect(world.server.items().map(\.fields?.span) == [Span(monday(10), monday(11, 30))] && world.server.writes == 0)
        #expect(try world.appointment(booked.id).span == Span(monday(10), monday(11, 30)))
        #expect(try await !world.isOffered(monday(11)))
        #expect(world.mail.deliveries(to: "cleo@example.org").count == 2)
        try await expectRest()
    }

    @Test func `putting back moves the event and leaves the booking`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        try await settle(.putBack)
        #expect(world.server.items().map(\.fields?.span) == [booked.span] && world.server.writes == 1)
        #expect(try world.appointment(booked.id) == booked)
        #expect(try await world.isOffered(monday(14)))
        try await expectRest()
    }

    @Test func `an event made a whole day closes the day of its owner, and cannot be followed to midnight`() async throws {
        let zone = try world.read { try world.kalends.zone(ofOwner: Cast.benResource.id, $0) }
        let day = zone.date(at: monday(10))
        let utc = Zone.utc.startOfDay(day)
        #expect(zone.startOfDay(day) != utc)
        world.server.edit {
            $0.isAllDay = true; $0.span = Span(start: utc, duration: .days(1))
        }
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: Span(zone.startOfDay(day), zone.startOfDay(day.adding(days: 1))))])
        #expect(try await !world.isOffered(monday(16, 30)))
        await #expect(throws: SettleConflict.Failure.namesNoTime) { try await settle(.follow) }
        #expect(try world.appointment(booked.id).span == booked.span)
        try await settle(.putBack)
        #expect(world.server.items().map(\.fields?.span) == [booked.span])
        try await expectRest()
    }

    @Test func `it cannot follow onto another booking, and the question stays`() async throws {
        world.server.move(to: monday(14))
        try await world.book(monday(14))
        try await world.poll()
        let conflict = try #require(try world.conflicts().first)
        let refused = try await failure(of: SettleConflict.Failure.self) {
            try await SettleConflict(world.kalends)(conflict.id, .follow, actor: World.ben)
        }
        #expect(refused != nil && refused != .alreadySettled)
        #expect(try world.conflicts().count == 1)
    }

    @Test func `a deletion outside waits, and the time stays closed`() async throws {
        world.server.removeAll()
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.deletedOutside])
        #expect(try await !world.isOffered(monday(10)))
        #expect(world.server.writes == 0)
    }

    /// Written and deleted between two reads: a feed that tells one state from another has nothing to tell.
    @Test func `a deletion that the change feed is silent about is noticed`() async throws {
        world.server.removeAll()
        world.server.change { $0.log = [] }
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.deletedOutside])
        try await world.poll()
        #expect(world.server.writes == 0)
    }

    @Test func `following a deletion cancels the booking`() async throws {
        world.server.removeAll()
        try await world.poll()
        try await settle(.follow)
        #expect(try world.appointment(booked.id).status == .cancelled)
        #expect(try await world.isOffered(monday(10)))
        #expect(world.mail.deliveries(to: "cleo@example.org").count == 2)
        try await expectRest()
    }

    @Test func `putting a deleted event back makes the next generation`() async throws {
        world.server.removeAll()
        try await world.poll()
        try await settle(.putBack)
        #expect(world.server.items().map(\.uid) == ["g2-\(booked.uid)"])
        #expect(world.server.items().map(\.marker?.generation) == [2])
        try await expectRest()
    }

    @Test func `a move of ours overtakes the question`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        _ = try await world.move(booked, to: monday(16))
        try await world.run()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(16)])
        #expect(try await world.isOffered(monday(14)))
        try await expectRest()
    }

    @Test func `a booking moved after its event was deleted gets a new one`() async throws {
        world.server.removeAll()
        try await world.poll()
        _ = try await world.move(booked, to: monday(16))
        try await world.run()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(16)])
        try await expectRest()
    }

    @Test func `cancelling overtakes the question and takes the event away`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        try await world.cancel(booked)
        try await world.run()
        #expect(world.server.items().isEmpty)
        #expect(try await world.isOffered(monday(14)))
        try await expectRest()
    }

    @Test func `a conflict is settled once, and by those who may`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        let conflict = try #require(try world.conflicts().first)
        #expect(try await failure(of: NotAllowed.self) { try await settle(.follow, by: World.vera) } != nil)
        try await settle(.putBack)
        let again = try await failure(of: SettleConflict.Failure.self) {
            try await SettleConflict(world.kalends)(conflict.id, .follow, actor: World.ben)
        }
        #expect(again == .alreadySettled)
    }

    @Test func `a text that staff changed in the calendar is theirs to keep`() async throws {
        world.server.edit { $0.location = "Room 2" }
        try await world.poll()
        #expect(try world.conflicts().isEmpty && world.server.writes == 0)
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        try await expectRest()
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Moves and deletions made outside that are answered by the settings, without asking.
struct OutsidePolicyTests {
    let world: World
    let booked: Appointment

    init() async throws {
        world = try World()
        try await world.connect()
        booked = try await world.book(monday(10))
        try await world.run()
    }

    private func expectRest() async throws {
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0)
        #expect(try world.conflicts().isEmpty)
    }

    private func settled() throws -> [SyncConflict.Settlement?] {
        try world.read { try $0.conflicts.all(resource: Cast.benResource.id, limit: 9).map(\.settlement) }
    }

    @Test func `a move to a free time is followed, told by mail, and stands among the settled`() async throws {
        try await world.save(SyncChoices(moves: .follow))
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(try world.appointment(booked.id).span.start == monday(14))
        #expect(try settled() == [.followed])
        #expect(world.mail.deliveries(to: "cleo@example.org").count == 2)
        #expect(try await world.isOffered(monday(10)))
        try await expectRest()
    }

    @Test func `another length is followed, claimed and told by mail, and an undo gives the booking its own back`() async throws {
        try await world.save(SyncChoices(moves: .follow))
        world.server.edit { $0.span = Span(monday(10), monday(11, 30)) }
        try await world.poll()
        try await world.run()
        #expect(try world.appointment(booked.id).span == Span(monday(10), monday(11, 30)))
        #expect(world.server.items().map(\.fields?.span) == [Span(monday(10), monday(11, 30))])
        #expect(try await !world.isOffered(monday(11)))
        #expect(world.mail.deliveries(to: "cleo@example.org").count == 2)
        try await expectRest()
        try await world.undo(try #require(try world.runs().first { $0.kind == .cycle }))
        try await world.run()
        #expect(try world.appointment(booked.id).span == booked.span)
        #expect(world.server.items().map(\.fields?.span) == [booked.span])
    }

    @Test func `a length that reaches into the next booking, or is none, is asked about`() async throws {
        try await world.save(SyncChoices(moves: .follow, breakableLimits: Set(BookingLimit.allCases)))
        try await world.book(monday(11))
        try await world.run()
        for span in [Span(monday(10), monday(11, 30)), Span(monday(10), monday(10)), Span(monday(10), monday(35))] {
            world.server.edit { if $0.span.start == monday(10) { $0.span = span } }
            try await world.poll()
            #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: span)])
            let conflict = try #require(try world.conflicts().first)
            let outlook = try #require(try world.read { try world.kalends.outlook(on: conflict, $0) })
            #expect(outlook.obstacle == (span.duration == .minutes(90) ? .taken : .namesNoLength))
            let refused = try await failure(of: SettleConflict.Failure.self) {
                try await SettleConflict(world.kalends)(conflict.id, .follow, actor: World.ben)
            }
            #expect(refused != nil)
            #expect(try world.appointment(booked.id).span == booked.span)
        }
    }

    @Test func `a move onto another booking, into the past, or over whole days is asked about`() async throws {
        try await world.save(SyncChoices(moves: .follow, breakableLimits: Set(BookingLimit.allCases)))
        try await world.book(monday(14))
        try await world.run()
        let other = try #require(world.server.items().first { $0.fields?.span.start == monday(10) })
        world.server.edit { if $0.span.start == monday(10) { $0.span = Span(monday(14), monday(14, 30)) } }
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: Span(monday(14), monday(14, 30)))])
        #expect(try world.appointment(booked.id).span.start == monday(10))
        #expect(other.marker != nil)
    }

    @Test func `each limit stands in the way until it may be broken`() async throws {
        let late = monday(22)
        try await world.save(SyncChoices(moves: .follow))
        world.server.move(to: late)
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ana)
        try await world.run()
        try await world.save(SyncChoices(moves: .follow, breakableLimits: [.hours]))
        world.server.move(to: late)
        try await world.poll()
        #expect(try world.appointment(booked.id).span.start == late)
        try await expectRest()
    }

    @Test func `time off stands in the way of following`() async throws {
        try await world.save(SyncChoices(moves: .follow))
        try await SaveTimeOff(world.kalends)(
            TimeOff(id: TimeOff.ID("off"), resource: Cast.benResource.id, span: Span(monday(13), monday(16))), actor: World.ana)
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        #expect(try world.appointment(booked.id).span.start == monday(10))
    }

    @Test func `a move is put back by itself`() async throws {
        try await world.save(SyncChoices(moves: .putBack))
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(10)])
        #expect(try settled() == [.putBack])
        try await expectRest()
    }

    @Test func `two sides that fight are stopped: the fourth move within a day is asked about`() async throws {
        try await world.save(SyncChoices(moves: .putBack))
        for number in 1...3 {
            world.server.move(to: monday(13 + number % 2))
            try await world.poll()
            #expect(world.server.items().map(\.fields?.span.start) == [monday(10)])
        }
        world.server.move(to: monday(14))
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
    }

    @Test func `a deletion is followed, or the event is made anew`() async throws {
        try await world.save(SyncChoices(deletions: .putBack))
        world.server.removeAll()
        try await world.poll()
        #expect(world.server.items().map(\.marker?.generation) == [2])
        try await expectRest()
        try await world.save(SyncChoices(deletions: .follow))
        world.server.removeAll()
        try await world.poll()
        #expect(try world.appointment(booked.id).status == .cancelled)
        #expect(world.mail.deliveries(to: "cleo@example.org").count == 2)
        try await expectRest()
    }

    @Test func `many deletions at once are nobody's wish: every one is asked about`() async throws {
        for hour in 11...14 { try await world.book(monday(hour)) }
        try await world.run()
        try await world.save(SyncChoices(deletions: .follow))
        world.server.removeAll()
        try await world.poll()
        #expect(try world.conflicts().count == 5)
        #expect(try world.appointment(booked.id).status == .confirmed)
    }

    @Test func `an event called off outside is asked about, and takes place again when put back`() async throws {
        world.server.edit { $0.isCancelled = true }
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.cancelledOutside])
        #expect(try await !world.isOffered(monday(10)))
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ana)
        try await world.run()
        #expect(world.server.items().map(\.fields?.isCancelled) == [false])
        try await expectRest()
    }

    @Test func `an event called off outside is followed by cancelling the booking`() async throws {
        try await world.save(SyncChoices(deletions: .follow))
        world.server.edit { $0.isCancelled = true }
        try await world.poll()
        #expect(try world.appointment(booked.id).status == .cancelled)
        #expect(world.server.items().isEmpty)
        try await expectRest()
    }

    @Test func `a move that is found only while writing is followed all the same`() async throws {
        try await world.save(SyncChoices(moves: .follow))
        world.server.move(to: monday(14))
        let id = try world.appointment(booked.id).attendees[0].customer
        _ = try await CorrectCustomer(world.kalends)(
            id, name: "Cleopatra", email: "cleo@example.org", phone: "", notes: "", actor: World.ana)
        try await world.run()
        #expect(try world.appointment(booked.id).span.start == monday(14))
        #expect(world.server.items().map(\.fields?.title) == ["Haircut – Cleopatra"])
        try await expectRest()
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// The other conflicts, and the other ways out of them.
struct ConflictWaysTests {
    let world: World
    let booked: Appointment

    init() async throws {
        world = try World()
        try await world.connect()
        booked = try await world.book(monday(10))
        try await world.run()
    }

    private func outlook() throws -> ConflictOutlook {
        try #require(try world.read { transaction in try world.kalends.outlook(on: try transaction.conflicts.open()[0], transaction) })
    }

    private func expectRest() async throws {
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0)
        #expect(try world.conflicts().isEmpty)
    }

    // MARK: Other times

    @Test func `three free times are proposed, and the chosen one is taken by booking and event`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        let outlook = try outlook()
        #expect(outlook.proposals.count == 3 && outlook.obstacle == nil && outlook.breaking.isEmpty)
        for start in outlook.proposals {
            let isFree = try await world.isOffered(start)
            #expect(isFree || start == monday(14))
        }
        let chosen = try #require(outlook.proposals.last)
        try await SettleConflict(world.kalends)(outlook.conflict.id, .move(to: chosen), actor: World.ben)
        try await world.run()
        #expect(try world.appointment(booked.id).span.start == chosen)
        #expect(world.server.items().map(\.fields?.span.start) == [chosen])
        try await expectRest()
    }

    @Test func `after a deletion another time makes the event anew`() async throws {
        world.server.removeAll()
        try await world.poll()
        let chosen = try #require(try outlook().proposals.first)
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .move(to: chosen), actor: World.ben)
        try await world.run()
        #expect(world.server.items().map(\.fields?.span.start) == [chosen])
        #expect(world.server.items().map(\.marker?.generation) == [2])
        try await expectRest()
    }

    @Test func `a proposed time that was taken meanwhile is refused, and the question stays`() async throws {
        world.server.move(to: monday(14))
        try await world.poll()
        let outlook = try outlook()
        let chosen = try #require(outlook.proposals.first { $0 != monday(14) })
        try await world.book(chosen)
        let refused = try await failure(of: SettleConflict.Failure.self) {
            try await SettleConflict(world.kalends)(outlook.conflict.id, .move(to: chosen), actor: World.ben)
        }
        #expect(refused.map { if case .taken = $0 { true } else { false } } == true)
        #expect(try world.conflicts().map(\.id) == [outlook.conflict.id])
        #expect(try world.appointment(booked.id).span.start == monday(10))
    }

    @Test func `what following would break is told`() async throws {
        world.server.move(to: monday(22))
        try await world.poll()
        #expect(try outlook().breaking == [.hours])
        try await world.book(monday(14))
        try await world.run()
    }

    @Test func `a time at which somebody else is booked is not open, be it the very same one`() async throws {
        try await world.book(monday(14), email: "fritz@example.org")
        try await world.run()
        let item = try #require(world.server.items().first { $0.fields?.span.start == monday(10) })
        world.server.put(item.uid, Span(monday(14), monday(14, 30)), marker: item.marker, id: item.id)
        try await world.poll()
        let outlook = try #require(
            try world.read { transaction in
                try transaction.conflicts.open().first { if case .movedOutside = $0.kind { true } else { false } }
                    .flatMap { try world.kalends.outlook(on: $0, transaction) }
            })
        #expect(outlook.obstacle == .taken)
        let refused = try await failure(of: SettleConflict.Failure.self) {
            try await SettleConflict(world.kalends)(outlook.conflict.id, .follow, actor: World.ben)
        }
        #expect(refused.map { if case .taken = $0 { true } else { false } } == true, "what is offered is what can be done")
    }

    // MARK: Events over bookings

    @Test func `an event over a booking waits for a person, and leaves when it is moved away`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        #expect(
            try world.conflicts().map(\.kind) == [
                .overlapped(by: Clash(item: "dentist.ics", span: Span(monday(10), monday(11)), title: "Dentist"))
            ])
        #expect(try outlook().obstacle == .nothingToFollow)
        world.server.put("dentist", Span(monday(15), monday(16)))
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `left as they are, it is not asked again unless the event changes its time`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .putBack, actor: World.ana)
        world.server.put("dentist", Span(monday(10), monday(11)), payload: "private")
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        world.server.put("dentist", Span(monday(10), monday(12)))
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        #expect(try world.history("appointment:\(booked.id)").map(\.action).contains("conflict-kept"))
    }

    @Test func `moving or cancelling the booking answers it, and free events are nobody's matter`() async throws {
        world.server.put("maybe", Span(monday(10), monday(11)), payload: "free")
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        let chosen = try #require(try outlook().proposals.first)
        try await SettleConflict(world.kalends)(try world.conflicts()[0].id, .move(to: chosen), actor: World.ana)
        try await world.run()
        #expect(try world.conflicts().isEmpty && world.appointment(booked.id).span.start == chosen)
        world.server.put("second", Span(chosen, chosen + .hours(1)))
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        try await world.cancel(booked)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `an event of ours that is taken out of a calendar is in nobody's way any more`() async throws {
        try await world.book(monday(12))
        try await world.run()
        var event = try #require(world.server.items().first { $0.uid == booked.uid })
        event.fields?.span = Span(monday(9), monday(18))
        let (longer, isAway) = (event, ProviderFailure(.unreachable, "Away."))
        world.server.change { _ = $0.store(longer, in: "work") }
        // Another calendar is linked before the change is read: the event is read as one like any other, and then taken out.
        world.server.fail(.delete, .fails(isAway), .fails(isAway))
        try await world.connect(linked: "family", conflicts: ["family", "work"])
        #expect(try world.conflicts().count == 1)
        for _ in 0..<3 { try await world.poll() }
        #expect(world.server.items().isEmpty)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `an event is in the way of nobody who has given the booking to somebody else`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        #expect(try world.conflicts().count == 1)
        _ = try await world.move(booked, to: monday(10), with: Cast.anaMember)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `a calendar that is disconnected is in nobody's way`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.poll()
        let account = try world.read { try $0.accounts.all()[0].id }
        try await DisconnectAccount(world.kalends)(account, actor: World.ana)
        #expect(try world.conflicts().isEmpty)
    }

    // MARK: Texts

    @Test func `theirs is kept when both changed a title, and can be fetched back`() async throws {
        let customer = booked.attendees[0].customer
        world.server.edit { $0.title = "VIP" }
        _ = try await CorrectCustomer(world.kalends)(
            customer, name: "Cleopatra", email: "cleo@example.org", phone: "+49 30 5550199", notes: "", actor: World.ana)
        try await world.run()
        #expect(world.server.items().map(\.fields?.title) == ["Haircut – Cleopatra"])
        let conflict = try #require(try world.conflicts().first)
        #expect(conflict.kind == .editedTwice([EditedText(.title, ours: "Haircut – Cleopatra", theirs: "VIP")]))
        try await SettleConflict(world.kalends)(conflict.id, .follow, actor: World.ana)
        try await world.run()
        #expect(world.server.items().map(\.fields?.title) == ["VIP"])
        try await expectRest()
    }

    @Test func `theirs is kept though they change it once more while ours is written`() async throws {
        let server = world.server
        server.edit { $0.title = "VIP" }
        server.fail(.update, .after {}, .after { server.edit { $0.title = "V. I. P." } })
        _ = try await CorrectCustomer(world.kalends)(
            booked.attendees[0].customer, name: "Cleopatra", email: "cleo@example.org", phone: "", notes: "", actor: World.ana)
        try await world.run()
        #expect(server.items().map(\.fields?.title) == ["Haircut – Cleopatra"])
        #expect(
            try world.conflicts().map(\.kind) == [.editedTwice([EditedText(.title, ours: "Haircut – Cleopatra", theirs: "V. I. P.")])])
    }

    @Test(arguments: [
        ProviderFailure(.unreachable, "Nobody listens.", isCarriedOut: false), ProviderFailure(.misconfigured, "Switched off."),
        ProviderFailure(.throttled, "Slow down."),
    ])
    func `theirs is kept when the first try to write ours never reached the calendar`(_ failure: ProviderFailure) async throws {
        world.server.fail(.update, .fails(failure))
        _ = try await CorrectCustomer(world.kalends)(
            booked.attendees[0].customer, name: "Cleopatra", email: "cleo@example.org", phone: "", notes: "", actor: World.ana)
        try await world.run()
        #expect(try world.link(booked)?.state == .synced)
        world.server.edit { $0.title = "VIP" }
        try await world.poll()
        for job in try world.jobs(.dead) { try await ReviveJob(world.kalends)(job.id, actor: World.ana) }
        world.clock.advance(by: .hours(1))
        try await world.run()
        #expect(world.server.items().map(\.fields?.title) == ["Haircut – Cleopatra"])
        #expect(try world.conflicts().map(\.kind) == [.editedTwice([EditedText(.title, ours: "Haircut – Cleopatra", theirs: "VIP")])])
    }

    @Test func `a customer who is erased is erased from the texts that were kept`() async throws {
        let customer = booked.attendees[0].customer
        world.server.edit { $0.title = "Cleo, VIP" }
        _ = try await CorrectCustomer(world.kalends)(
            customer, name: "Cleopatra", email: "cleo@example.org", phone: "", notes: "", actor: World.ana)
        try await world.run()
        try await EraseCustomer(world.kalends)(customer, actor: World.ana)
        #expect(try world.conflicts().map(\.kind) == [.editedTwice([])])
    }

    // MARK: The connection

    @Test func `a calendar that is gone and a write that is refused are told, until they are mended`() async throws {
        func obstacles() throws -> [CalendarObstacle] {
            try world.read { try world.kalends.obstacles(of: [Cast.benResource.id], $0) }
        }
        #expect(try obstacles().isEmpty)
        world.server.fail(.changes, .fails(ProviderFailure(.calendarMissing, "It was deleted.")))
        try await world.poll()
        #expect(try obstacles().count == 1)
        try await world.poll()
        try await world.poll()
        world.clock.advance(by: .minutes(10))
        try await world.run()
        #expect(try obstacles().isEmpty)
        world.server.fail(.create, .fails(ProviderFailure(.eventRefused, "Too long.")))
        let second = try await world.book(monday(12))
        try await world.run()
        guard case .writeRefused(let appointment, _, "Work", "Too long.", let job, _)? = try obstacles().first else {
            Issue.record("no refusal among \(try obstacles())")
            return
        }
        #expect(appointment.id == second.id)
        try await ReviveJob(world.kalends)(job, actor: World.ana)
        try await world.run()
        #expect(try obstacles().isEmpty)
    }
}

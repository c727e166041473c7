import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Bookings become events: exactly one each, whatever happens on the way.
struct PushTests {
    let world: World
    private let unreachable = ProviderFailure(.unreachable, "The server does not answer.")

    init() async throws {
        world = try World()
        try await world.connect()
    }

    @Test func `a booking becomes an event that a second cycle leaves alone`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let event = try #require(world.server.items().first)
        #expect(event.uid == booked.uid && event.fields?.span == booked.span && event.marker?.appointment == booked.id.rawValue)
        #expect(event.fields?.title == "Haircut – Cleo" && event.fields?.notes.contains("cleo@example.org") == true)
        #expect(try world.link(booked)?.state == .synced)
        world.server.forgetCounts()
        try await world.poll()
        try await world.poll()
        #expect(world.server.writes == 0 && world.server.items().count == 1)
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `moving and cancelling follow, and the event of a cancelled booking is gone`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
        try await world.cancel(booked)
        try await world.run()
        #expect(world.server.items().isEmpty)
        #expect(try world.link(booked)?.state == .closed)
    }

    @Test func `an answer that is lost after the event was made does not make a second one`() async throws {
        world.server.fail(.create, .answerIsLost, .answerIsLost)
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(try world.link(booked)?.state == .pending && world.calendar().failure?.failure.kind == .unreachable)
        try await world.poll()
        #expect(world.server.items().count == 1)
        #expect(try world.link(booked)?.state == .synced && world.calendar().failure == nil && world.conflicts().isEmpty)
    }

    @Test func `an event whose creation was not answered, and that was not shown for a while, says no more than it is to say now`()
        async throws
    {
        world.server.fail(.create, .answerIsLost, .fails(ProviderFailure(.unreachable, "Away.")))
        try await world.book(monday(10))
        try await world.run()
        let made = try #require(world.server.items().first)
        #expect(made.fields?.title.contains("Cleo") == true)
        world.server.change { $0.items["work"]?[made.id] = nil }
        try await world.save(SyncChoices(sentFields: []), reachingExisting: true)
        try await world.poll()
        #expect(world.server.count(.create) == 2 && world.server.items().isEmpty)
        world.server.change { _ = $0.store(made, in: "work") }
        for _ in 0..<3 { try await world.poll() }
        let texts = world.server.items().compactMap(\.fields).map { $0.title + $0.notes }
        #expect(texts.count == 1 && !texts[0].contains("Cleo"))
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `lost answers of changes and deletions are made good too`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.fail(.update, .answerIsLost)
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
        #expect(try world.conflicts().isEmpty)
        world.server.fail(.delete, .answerIsLost)
        try await world.cancel(booked)
        try await world.run()
        try await world.poll()
        #expect(world.server.items().isEmpty)
        #expect(try world.link(booked)?.state == .closed)
    }

    @Test func `a booking cancelled before the lost answer was made good leaves no event behind`() async throws {
        world.server.fail(.create, .answerIsLost)
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(world.server.items().count == 1)
        try await world.cancel(booked)
        try await world.poll()
        #expect(world.server.items().isEmpty)
    }

    @Test func `an event that arrives after its booking ended is taken out again`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let event = try #require(world.server.items().first)
        try await world.cancel(booked)
        try await world.run()
        world.server.change { _ = $0.store(event, in: "work") }
        try await world.poll()
        #expect(world.server.items().isEmpty)
    }

    @Test func `a crash between writing and recording makes no second event`() async throws {
        let booked = try await world.book(monday(10))
        let target = PushLinkPayload(appointment: booked.id, resource: Cast.benResource.id, account: try world.calendar().account)
        // As if the process had died right after the server's answer: the event is there, the link knows nothing of it.
        let before = try #require(try world.link(booked))
        try await PushLink(kalends: world.kalends)(target)
        try await world.database.write { try $0.links.put(before) }
        try await world.run()
        #expect(world.server.items().count == 1 && world.server.count(.create) == 2)
        #expect(try world.link(booked)?.remoteID == world.server.items().first?.id)
    }

    @Test func `an event that was taken up after a crash and deleted before any read is asked about`() async throws {
        try await world.poll()
        let booked = try await world.book(monday(10))
        world.server.put(booked.uid, booked.span, marker: EventMarker(appointment: booked.id.rawValue, generation: 1))
        try await world.run()
        let id = try #require(try world.link(booked)?.remoteID)
        // The feed goes from one state to another, and the event is in neither.
        world.server.change { state in
            state.items["work"]?[id] = nil
            state.log.removeAll { $0.id == id }
        }
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.deletedOutside])
    }

    @Test func `what stands under our name already is adopted, and asked about where somebody moved it`() async throws {
        let adopted = try await world.book(monday(10))
        world.server.put(adopted.uid, adopted.span, marker: EventMarker(appointment: adopted.id.rawValue, generation: 1))
        let moved = try await world.book(monday(12))
        world.server.put(moved.uid, Span(monday(15), monday(15, 30)), marker: EventMarker(appointment: moved.id.rawValue, generation: 1))
        try await world.run()
        #expect(world.server.items().count == 2)
        #expect(try world.link(adopted)?.state == .synced)
        #expect(try world.conflicts().map(\.appointment) == [moved.id])
    }

    @Test func `a name that a trash bin keeps is given up for the next generation`() async throws {
        let booked = try await world.book(monday(10))
        world.server.change { _ = $0.burnt.insert("\(booked.uid).ics") }
        try await world.run()
        #expect(world.server.items().map(\.uid) == ["g2-\(booked.uid)"])
        #expect(try world.link(booked)?.generation == 2)
    }

    @Test func `an event moved between our write and our look at it is asked about`() async throws {
        try await world.connect()
        world.server.change { $0.movesOnCreation = Span(start: monday(15), duration: .minutes(30)) }
        try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: Span(start: monday(15), duration: .minutes(30)))])
    }

    @Test func `of two creates without an answer the later is remembered once the earlier is gone`() async throws {
        try await world.connect()
        world.server.fail(.create, .answerIsLost, .answerIsLost)
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.removeAll()
        _ = try await world.move(booked, to: monday(12))
        try await world.poll()
        _ = try await world.move(booked, to: monday(14))
        try await world.poll()
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
    }

    @Test func `an event edited while it is written is looked at first`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        let server = world.server
        server.fail(.update, .after { server.edit { $0.location = "Upstairs" } })
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        #expect(server.items().map(\.fields?.span.start) == [monday(14)] && server.count(.update) == 2)
    }

    @Test func `a server that is away is asked again later, and each time only once for each event`() async throws {
        world.server.fail(.create, .fails(unreachable), .fails(unreachable))
        try await world.book(monday(10))
        try await world.run()
        #expect(world.server.count(.create) == 1)
        try await world.poll()
        try await world.poll()
        #expect(world.server.items().count == 1)
        #expect(try world.calendar().failure == nil && world.jobs(.dead).isEmpty)
    }

    @Test func `a server that asks for patience gets it`() async throws {
        world.server.fail(.create, .fails(ProviderFailure(.throttled, "Slow down.", retryAfter: 600)))
        try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .seconds(599))
        try await world.run()
        #expect(world.server.count(.create) == 1)
        // The first time it is spread by two seconds at most.
        world.clock.advance(by: .seconds(3))
        try await world.run()
        #expect(world.server.items().count == 1)
    }

    @Test func `an event that is refused for good is a dead job that can be revived`() async throws {
        world.server.fail(.create, .fails(ProviderFailure(.eventRefused, "Not this event.")))
        try await world.book(monday(10))
        try await world.run()
        let dead = try #require(try world.jobs(.dead).first)
        #expect(dead.lastError == "Not this event.")
        try await ReviveJob(world.kalends)(dead.id, actor: World.ana)
        try await world.run()
        #expect(world.server.items().count == 1)
    }

    @Test func `a password that is refused is shown, tried by reading alone, and works again when it is right`() async throws {
        world.server.change { $0.password = "another" }
        try await world.book(monday(10))
        try await world.book(monday(12))
        try await world.run()
        #expect(try world.read { try $0.accounts.all().map(\.refusedSince) } == [world.clock.now])
        #expect(try world.calendar().failure?.failure.kind == .unauthorized && world.server.count(.create) == 1)
        world.server.change { $0.password = "app-password" }
        #expect(try await SyncNow(world.kalends)(actor: World.ana) == 1)
        try await world.run()
        #expect(world.server.items().count == 2)
        #expect(try world.read { try $0.accounts.all().map(\.refusedSince) } == [nil])
        #expect(try world.calendar().failure == nil)
    }

    @Test func `what has changed hands moves from one calendar to the other`() async throws {
        let booked = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(booked, to: monday(10), with: Cast.anaMember)
        try await world.run()
        #expect(world.server.items().isEmpty)
        _ = try await world.move(booked, to: monday(10), with: Cast.benMember)
        try await world.run()
        #expect(world.server.items().map(\.fields?.span) == [booked.span])
    }

    @Test func `customers of a service that is over are not written any more`() async throws {
        let past = try await world.book(monday(9) - .days(7), by: World.ana)
        try await world.run()
        #expect(world.server.items().isEmpty)
        #expect(try world.link(past) == nil)
    }
}

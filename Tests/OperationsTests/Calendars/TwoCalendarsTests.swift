import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What stands in more than one calendar, or goes from one to another.
struct TwoCalendarsTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a meeting that stands in two calendars closes its time until both are without it`() async throws {
        try await world.connect(conflicts: ["work", "family"])
        for calendar in ["work", "family"] { world.server.put("meeting", Span(monday(10), monday(11)), in: calendar) }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try await world.isOffered(monday(11)))
        world.server.remove("meeting.ics", from: "work")
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        world.server.remove("meeting.ics", from: "family")
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
        #expect(world.server.writes == 0)
    }

    @Test func `each person's events are written with that person's own access`() async throws {
        let anas = "ana@gmail.example"
        try await world.connectGoogle()
        let account = try await world.signIn(for: Cast.anaResource.id, as: anas)
        try await ConnectCalendar(world.kalends).change(account.id, linked: anas, conflicts: [anas], actor: World.ana)
        func titles(_ calendar: String) -> [String] {
            (world.google.world.calendars[calendar]?.events.values.filter { !$0.isCancelled } ?? []).compactMap(\.summary)
        }
        let booked = try await world.book(monday(10))
        try await world.run()
        #expect(titles(World.email) == ["Haircut – Cleo"] && titles(anas).isEmpty)
        // Neither account may do anything in the other's calendar.
        _ = try await world.move(booked, to: monday(14), with: Cast.anaMember)
        try await world.run()
        #expect(titles(World.email).isEmpty && titles(anas) == ["Haircut – Cleo"])
        #expect(try world.jobs(.dead).isEmpty && world.conflicts().isEmpty)
    }

    @Test func `two people who use one calendar are not in each other's way`() async throws {
        try await world.connect(user: "ben")
        _ = try await ConnectCalendar(world.kalends)(
            ConnectCalendar.Request(
                resource: Cast.anaResource.id, provider: .caldav,
                credentials: CalendarCredentials(address: "https://cal.example.org", user: "ana", password: "app-password"), linked: "work",
                conflicts: ["work"], actor: World.ana))
        try await world.poll()
        try await world.book(monday(10), with: Cast.benMember)
        try await world.book(monday(10), with: Cast.anaMember, email: "dario@example.org")
        try await world.run()
        for _ in 0..<3 { try await world.poll() }
        #expect(world.server.items().count == 2)
        #expect(try world.conflicts().isEmpty)
        #expect(try await !world.isOffered(monday(10)))
        // What somebody else enters there closes the time of both.
        world.server.put("meeting", Span(monday(14), monday(15)), in: "work")
        try await world.poll()
        for member in [Cast.benMember, Cast.anaMember] {
            #expect(await (try? world.book(monday(14), with: member)) == nil)
        }
    }

    @Test func `where deletions cancel bookings, an event moved to another calendar of its person is asked about`() async throws {
        try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.poll()
        try await world.save(SyncChoices(deletions: .follow))
        let event = try #require(world.server.items().first)
        world.server.change { state in
            state.remove(event.id, from: "work")
            state.store(event, in: "family")
        }
        try await world.poll()
        #expect(try world.conflicts().contains { $0.kind == .deletedOutside })
        #expect(try world.appointment(booked.id).status == .confirmed)
        // Gone from there as well it is gone, but the question is a person's by now.
        world.server.remove(event.id, from: "family")
        try await world.poll()
        #expect(try world.appointment(booked.id).status == .confirmed)
    }

    @Test func `the same at Google`() async throws {
        let account = try await world.connectGoogle()
        let team = try world.edit(.addCalendar(subject: account.user, name: "Team", timeZone: "Europe/Berlin"))
        try await ConnectCalendar(world.kalends).change(account.id, linked: World.email, conflicts: [World.email, team], actor: World.ana)
        let booked = try await world.book(monday(10))
        try await world.poll()
        try await world.save(SyncChoices(deletions: .follow))
        let event = try #require(world.events().first)
        try world.edit(.transferEvent(calendar: World.email, event: event.id, destination: team))
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.deletedOutside])
        #expect(try world.appointment(booked.id).status == .confirmed)
    }

    @Test func `where deletions cancel bookings, an event that no read has shown yet is asked about until it is shown`() async throws {
        try await world.save(SyncChoices(deletions: .follow))
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        let event = try #require(world.server.items().first)
        // The server took it and does not know of it yet.
        world.server.change { state in
            state.items["work"]?[event.id] = nil
            state.log = []
        }
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.deletedOutside])
        world.server.change { $0.store(event, in: "work") }
        try await world.poll()
        #expect(try world.conflicts().isEmpty && world.appointment(booked.id).status == .confirmed)
        #expect(world.server.items().map(\.fields?.span) == [booked.span])
    }

    @Test func `an event that is found to be gone while it is written is held to the same`() async throws {
        try await world.save(SyncChoices(deletions: .follow))
        try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.poll()
        let event = try #require(world.server.items().first)
        world.server.change { state in
            state.items["work"]?[event.id] = nil
            state.store(event, in: "family")
        }
        let id = try world.appointment(booked.id).attendees[0].customer
        _ = try await CorrectCustomer(world.kalends)(
            id, name: "Cleopatra", email: "cleo@example.org", phone: "", notes: "", actor: World.ana)
        try await world.run()
        #expect(try world.conflicts().map(\.kind) == [.deletedOutside])
        #expect(try world.appointment(booked.id).status == .confirmed)
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Connecting, choosing calendars, and ending a connection: no duplicate, no orphan, no leaked password.
struct ConnectionTests {
    let world: World

    init() throws { world = try World() }

    private func choose(_ account: CalendarAccount, linked: String?, conflicts: Set<String>) async throws {
        try await ConnectCalendar(world.kalends).change(account.id, linked: linked, conflicts: conflicts, actor: World.ana)
        try await world.run()
    }

    @Test func `connecting writes the upcoming bookings into the linked calendar`() async throws {
        try await world.book(monday(10))
        try await world.book(monday(10) - .days(7), by: World.ana)
        try await world.connect()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(10)])
    }

    @Test func `the password is sealed, and stands in no history and no job`() async throws {
        let account = try await world.connect()
        #expect(!account.sealedSecret.contains("app-password"))
        let told = try world.read { try $0.history.latest(limit: 99).map { "\($0)" } + $0.jobs.list(limit: 99).map { "\($0)" } }.joined()
        #expect(!told.contains("app-password"))
    }

    @Test func `a wrong password, an unknown calendar and one that can only be read are refused by name`() async throws {
        #expect(try await failure(of: ProviderFailure.self) { try await world.connect(password: "wrong") }?.kind == .unauthorized)
        #expect(try await failure(of: Invalid.self) { try await world.connect(linked: "nowhere") } == Invalid("linked", "calendarUnknown"))
        #expect(
            try await failure(of: Invalid.self) { try await world.connect(linked: "holidays") }
                == Invalid("linked", "calendarReadOnly", ["calendar": "Holidays"]))
        #expect(
            try await failure(of: Invalid.self) { try await world.connect(linked: nil, conflicts: ["nowhere"]) }
                == Invalid("conflicts", "calendarUnknown"))
        #expect(
            try await failure(of: Invalid.self) { try await world.connect(linked: nil, conflicts: []) }
                == Invalid("conflicts", "calendarNotChosen"))
        #expect(try world.read { try $0.accounts.all() }.isEmpty)
    }

    @Test func `nothing is said to be taken out of a calendar that is not there any more`() async throws {
        let account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        let connect = ConnectCalendar(world.kalends)
        let before = try await connect.previewChange(account.id, linked: "family", conflicts: ["family"], actor: World.ana)
        #expect(before.count(.remove) == 1 && before.count(.create) == 1)
        world.server.change { $0.remotes.removeAll { $0.id == "work" } }
        let plan = try await connect.previewChange(account.id, linked: "family", conflicts: ["family"], actor: World.ana)
        #expect(plan.count(.remove) == 0 && plan.count(.create) == 1)
        try await connect.change(account.id, linked: "family", conflicts: ["family"], agreed: plan.digest, actor: World.ana)
        try await world.run()
        #expect(try world.server.items(in: "family").count == 1 && world.jobs(.dead).isEmpty)
    }

    @Test func `disconnecting opens what was closed, forgets the password and leaves the events`() async throws {
        world.server.put("dentist", Span(monday(12), monday(13)))
        let account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        world.server.forgetCounts()
        try await world.poll()
        #expect(try await world.isOffered(monday(12)))
        #expect(world.server.items().count == 2 && world.server.count(.changes) == 0)
        #expect(try world.read { try $0.accounts.find(account.id)?.sealedSecret } == "")
    }

    @Test func `reconnecting finds every event again, and catches up with what happened meanwhile`() async throws {
        let account = try await world.connect()
        let kept = try await world.book(monday(9))
        let moved = try await world.book(monday(10))
        let cancelled = try await world.book(monday(11))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        _ = try await world.move(moved, to: monday(14))
        try await world.cancel(cancelled)
        let new = try await world.book(monday(15))
        try await world.run()
        try await world.connect()
        try await world.poll()
        let events = world.server.items()
        #expect(Set(events.map(\.uid)) == Set([kept, moved, new].map(\.uid)) && events.count == 3)
        #expect(Set(events.compactMap(\.fields?.span.start)) == [monday(9), monday(14), monday(15)])
        #expect(try world.conflicts().isEmpty && world.read { try $0.accounts.all().count } == 1)
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0)
    }

    @Test func `the same calendar through another account makes no second event`() async throws {
        let account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        try await world.connect(user: "ben2")
        #expect(world.server.items().count == 1)
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `another linked calendar takes the upcoming events along`() async throws {
        let account = try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.run()
        try await choose(account, linked: "family", conflicts: ["work", "family"])
        #expect(world.server.items(in: "work").isEmpty && world.server.items(in: "family").map(\.uid) == [booked.uid])
        try await choose(account, linked: "work", conflicts: ["work", "family"])
        #expect(world.server.items(in: "work").map(\.uid) == [booked.uid] && world.server.items(in: "family").isEmpty)
        try await world.poll()
        #expect(try world.conflicts().isEmpty && world.jobs(.dead).isEmpty)
        #expect(try await world.move(booked, to: monday(10, 30), by: .customer).span.start == monday(10, 30))
    }

    @Test func `a calendar linked no more gives its upcoming events back and keeps the past`() async throws {
        let account = try await world.connect()
        let past = try await world.book(monday(9))
        try await world.book(monday(14))
        try await world.run()
        world.clock.set(to: monday(12))
        try await choose(account, linked: nil, conflicts: ["work"])
        try await world.poll()
        #expect(world.server.items().map(\.uid) == [past.uid])
    }

    @Test func `an event whose write is under way when the calendar changes follows to the new one`() async throws {
        let account = try await world.connect(conflicts: ["work", "family"])
        let world = world
        world.server.fail(
            .create,
            .after {
                try await ConnectCalendar(world.kalends).change(
                    account.id, linked: "family", conflicts: ["work", "family"], actor: World.ana)
            })
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        #expect(world.server.items(in: "work").isEmpty && world.server.items(in: "family").map(\.uid) == [booked.uid])
        #expect(try world.conflicts().isEmpty && world.link(booked)?.state == .synced)
    }

    @Test func `an event whose answer was lost when the calendar changes is looked for in the old one`() async throws {
        let account = try await world.connect(conflicts: ["family"])
        world.server.fail(.create, .answerIsLost)
        let booked = try await world.book(monday(10))
        try await world.run()
        try await choose(account, linked: "family", conflicts: ["family"])
        try await world.poll()
        #expect(world.server.items(in: "work").isEmpty && world.server.items(in: "family").map(\.uid) == [booked.uid])
    }

    @Test func `a removal that comes late spares the event that is wanted again`() async throws {
        let account = try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.fail(.delete, .fails(ProviderFailure(.unreachable, "The server does not answer.")))
        try await choose(account, linked: nil, conflicts: ["work", "family"])
        try await choose(account, linked: "work", conflicts: ["work", "family"])
        for _ in 0..<3 { try await world.poll() }
        #expect(world.server.items().map(\.uid) == [booked.uid])
        #expect(try world.conflicts().isEmpty)
    }

    @Test func `a person's bookings go to the calendar that is linked when they come back to them`() async throws {
        let account = try await world.connect(conflicts: ["work", "family"])
        let booked = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(booked, to: monday(10), with: Cast.anaMember)
        try await world.run()
        try await choose(account, linked: "family", conflicts: ["work", "family"])
        _ = try await world.move(booked, to: monday(10), with: Cast.benMember)
        try await world.run()
        #expect(world.server.items(in: "work").isEmpty && world.server.items(in: "family").map(\.uid) == [booked.uid])
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Outside events become busy time, and only positive evidence opens it again.
struct ReadCalendarTests {
    let world: World

    init() throws { world = try World() }

    @Test func `a busy event closes its time, a free one does not, and a private one tells its time alone`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        world.server.put("birthday", Span(monday(12), monday(13)), payload: "free")
        world.server.put("secret", Span(monday(14), monday(15)), payload: "private")
        try await world.connect()
        #expect(try await !world.isOffered(monday(10, 30)))
        #expect(try await world.isOffered(monday(12, 30)))
        #expect(try await !world.isOffered(monday(14, 30)))
        let outside = try world.read { try $0.busyBlocks.outside(of: [Cast.benResource.id], overlapping: Span(monday(0), monday(23))) }
        #expect(outside.map(\.block.title) == ["Dentist", "Dentist", nil] && outside.map(\.isBusy) == [true, false, true])
    }

    @Test func `a calendar that is only linked closes nothing`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.connect(linked: "work", conflicts: [])
        #expect(try await world.isOffered(monday(10)))
    }

    @Test func `changes and removals are followed by the next poll`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.connect()
        world.server.put("dentist", Span(monday(12), monday(13)))
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(12)))
        world.server.remove("dentist.ics")
        try await world.poll()
        #expect(try await world.isOffered(monday(12)))
    }

    @Test func `an item that is called removed and answers is still there`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.connect()
        let booked = try await world.book(monday(14))
        try await world.run()
        world.server.change { $0.slandered = ["dentist.ics", "\(booked.uid).ics"] }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.conflicts().isEmpty && world.link(booked)?.state == .synced)
    }

    @Test(arguments: [1, 40])
    func `a list that leaves out what is there deletes nothing and is told`(_ events: Int) async throws {
        world.server.change { $0.listsAlways = true }
        for number in 0..<events { world.server.put("event\(number)", Span(monday(10), monday(11))) }
        try await world.connect()
        let booked = try await world.book(monday(14))
        try await world.run()
        world.server.change { state in state.unlisted = Set(state.items["work"]?.keys.map(\.self) ?? []) }
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.calendar().failure?.failure.kind == .invalidAnswer)
        #expect(try world.conflicts().isEmpty && world.link(booked)?.state == .synced)
        world.server.change { $0.unlisted = [] }
        try await world.poll()
        #expect(try world.calendar().failure == nil)
    }

    @Test func `a whole list sweeps away what is truly gone`() async throws {
        world.server.change { $0.listsAlways = true }
        for number in 0..<9 { world.server.put("event\(number)", Span(monday(10), monday(11))) }
        try await world.connect()
        world.server.removeAll()
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
    }

    @Test func `a failure keeps what was known, is shown since its beginning and cleared by a success`() async throws {
        world.server.put("dentist", Span(monday(10), monday(11)))
        try await world.connect()
        let read = try world.calendar().readAt
        let away = ProviderFailure(.unreachable, "The server does not answer.")
        world.server.fail(.changes, .fails(away), .fails(away))
        try await world.poll()
        let since = world.clock.now
        try await world.poll()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.calendar().failure == CalendarTrouble(since: since, failure: away) && world.calendar().readAt == read)
        try await world.poll()
        #expect(try world.calendar().failure == nil && world.calendar().readAt == world.clock.now)
    }

    @Test func `what was given up while the calendar was missing is written once it is back`() async throws {
        try await world.connect()
        let missing = ProviderFailure(.calendarMissing, "The calendar is not there any more.")
        world.server.fail(.changes, .fails(missing))
        world.server.fail(.create, .fails(missing))
        try await world.poll()
        _ = try await world.book(monday(10))
        try await world.run()
        #expect(try world.read { try $0.jobs.counts().dead } == 1)
        world.clock.advance(by: .minutes(10))
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(10)])
        #expect(try world.read { try $0.jobs.counts().dead } == 0)
    }

    @Test func `one calendar that cannot be read holds up no other`() async throws {
        try await world.connect(conflicts: ["work", "family", "holidays"])
        world.server.put("trip", Span(monday(10), monday(11)), in: "holidays")
        world.server.fail(.changes, .fails(ProviderFailure(.calendarMissing, "It is gone.")))
        try await world.poll()
        #expect(try world.read { try $0.calendars.all().filter { $0.failure != nil }.count } == 1)
        world.server.put("trip2", Span(monday(12), monday(13)), in: "family")
        world.clock.advance(by: .minutes(15))
        try await world.run()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try await !world.isOffered(monday(12)))
    }

    @Test func `a series is laid out past the farthest booking, and again as time goes on`() async throws {
        world.server.put("standup", Span(monday(10), monday(10, 30)), payload: "daily")
        try await world.connect()
        let horizon = try #require(try world.calendar().expandedUntil)
        #expect(horizon == world.clock.now + .days(745))
        world.clock.advance(by: .days(20))
        try await world.run()
        #expect(try world.calendar().expandedUntil == horizon + .days(20))
        let late = Span(horizon + .days(10), horizon + .days(11))
        #expect(try world.read { try $0.busyBlocks.all(of: [Cast.benResource.id], overlapping: late).isEmpty } == false)
    }

    @Test func `an owner who moves to another zone has the calendars laid out anew`() async throws {
        try await world.connect()
        var moved = Cast.benMember
        moved.zone = "America/New_York"
        _ = try await SaveStaffMember(world.kalends)(moved, actor: World.ana)
        #expect(try world.calendar().expandedUntil == world.clock.now)
        try await world.run()
        #expect(try world.calendar().expandedUntil == world.clock.now + .days(745))
        var abroad = Cast.studio
        abroad.zone = "Europe/Helsinki"
        _ = try await SaveBusiness(world.kalends)(abroad, actor: World.ana, confirmed: true)
        #expect(try world.calendar().expandedUntil == world.clock.now + .days(745))
    }

    @Test func `a copy of our event is busy time, and nobody's link`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.put("copy", Span(monday(12), monday(13)), marker: EventMarker(appointment: booked.id.rawValue, generation: 1))
        try await world.poll()
        #expect(try await !world.isOffered(monday(12)))
        #expect(try world.conflicts().isEmpty && world.link(booked)?.remoteID == "\(booked.uid).ics")
    }

    @Test func `the same calendar through a second account makes no second event and does not close the way`() async throws {
        try await world.connect()
        try await world.connect(linked: nil, conflicts: ["work"], user: "ben2")
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        #expect(world.server.items().count == 1)
        #expect(try await world.move(booked, to: monday(10), with: Cast.anaMember).staff == [Cast.anaMember.id])
        let blocks = try world.read { try $0.busyBlocks.outside(of: [Cast.benResource.id], overlapping: booked.span) }
        #expect(blocks.map(\.isBusy) == [false])
    }

    @Test func `an event of ours that is lengthened and shown by a second account is asked about once`() async throws {
        try await world.connect()
        try await world.connect(linked: nil, conflicts: ["work"], user: "ben2")
        let booked = try await world.book(monday(10))
        try await world.run()
        try await world.poll()
        let longer = Span(booked.span.start - .minutes(30), booked.span.end + .minutes(30))
        world.server.edit { $0.span = longer }
        try await world.poll()
        try await world.poll()
        #expect(try world.conflicts().map(\.kind) == [.movedOutside(to: longer)])
    }

    @Test func `an answer that a change of calendars has overtaken is dropped, and the calendar asked again`() async throws {
        let account = try await world.connect()
        world.server.put("dentist", Span(monday(10), monday(11)))
        let world = world
        world.server.fail(
            .changes,
            .after {
                try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
            })
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
        #expect(try world.calendar().cursor == nil && world.calendar().readAt == nil)
        try await world.connect()
        #expect(try await !world.isOffered(monday(10)))
    }

    @Test func `an answer from before our own write opens no question about it`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.edit { $0.location = "Upstairs" }
        let world = world
        let account = try world.calendar().account
        // A second worker that lost its lease writes while the answer is under way.
        world.server.fail(.item, .after {})
        world.server.change { $0.slandered = ["\(booked.uid).ics"] }
        world.server.fail(.item, .after {})
        _ = try await world.move(booked, to: monday(14))
        try await PushLink(kalends: world.kalends)(PushLinkPayload(appointment: booked.id, resource: Cast.benResource.id, account: account))
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
    }

    @Test func `a list that lags behind our own write opens no question about it`() async throws {
        try await world.connect()
        let booked = try await world.book(monday(10))
        try await world.run()
        let former = try #require(world.server.items().first)
        _ = try await world.move(booked, to: monday(14))
        try await world.run()
        world.server.change { state in state.lagging = [former.id: former] }
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        world.server.change { state in state.lagging = [:] }
        try await world.poll()
        #expect(try world.conflicts().isEmpty)
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
    }

    @Test func `sync now reads what is chosen at once`() async throws {
        try await world.connect()
        world.server.put("dentist", Span(monday(10), monday(11)))
        #expect(try await SyncNow(world.kalends)(actor: World.ben) == 1)
        try await world.run()
        #expect(try await !world.isOffered(monday(10)))
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Single events, and servers, that do not do as the protocol says.
struct StubbornEventTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.connect()
    }

    /// Lets everything that was put off become due, so many times.
    private func insist(_ times: Int) async throws {
        for _ in 0..<times {
            world.clock.advance(by: .minutes(20))
            try await world.run()
        }
    }

    @Test(arguments: [ProviderFailure.Kind.preconditionFailed, .invalidAnswer])
    func `an event whose every change is refused is given up after a dozen tries, and others go on`(_ kind: ProviderFailure.Kind)
        async throws
    {
        let ghost = try await world.book(monday(10) + .days(14))
        try await world.run()
        for _ in 0..<500 { world.server.fail(.update, .fails(ProviderFailure(kind, "Not this one."))) }
        _ = try await world.move(ghost, to: monday(14) + .days(14))
        try await insist(20)
        #expect(try world.jobs(.dead).map(\.kind) == ["push-link"])
        let tries = world.server.count(.update)
        let other = try await world.book(monday(12) + .days(14))
        try await insist(3)
        #expect(world.server.count(.update) == tries, "it rests until a person says so")
        #expect(world.server.items().contains { $0.uid == other.uid })
        #expect(try world.calendar().failure == nil)
    }

    @Test func `a write that is not allowed is tried once a day, and is done once it is allowed again`() async throws {
        let booked = try await world.book(monday(10) + .days(14))
        try await world.poll()
        try await world.poll()
        for _ in 0..<500 { world.server.fail(.update, .fails(ProviderFailure(.forbidden, "You may only read."))) }
        _ = try await world.move(booked, to: monday(14) + .days(14))
        try await insist(9 * 24)
        #expect(world.server.count(.update) == 3, "three days")
        #expect(try world.calendar().failure?.failure.kind == .forbidden)
        let account = try world.calendar().account
        #expect(try world.history("account:\(account)").count { $0.action == "calendar-failing" } == 1)
        world.server.change { $0.faults = [:] }
        try await insist(3 * 24 + 1)
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14) + .days(14)])
        #expect(try world.calendar().failure == nil && world.jobs(.dead).isEmpty)
    }

    @Test func `of writes of one event that were given up the last one is left, and none once it is written`() async throws {
        let booked = try await world.book(monday(10) + .days(14))
        try await world.poll()
        for start in [monday(11), monday(12)] {
            world.server.fail(.update, .fails(ProviderFailure(.eventRefused, "Not at \(start).")))
            _ = try await world.move(booked, to: start + .days(14))
            try await world.run()
            #expect(try world.jobs(.dead).map(\.lastError) == ["Not at \(start)."])
        }
        _ = try await world.move(booked, to: monday(13) + .days(14))
        try await world.run()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(13) + .days(14)])
        #expect(try world.jobs(.dead).isEmpty)
    }

    @Test func `that one calendar may not be written keeps nothing from saying that another is well again`() async throws {
        try await world.connect(conflicts: ["work", "family"])
        for _ in 0..<9 { world.server.fail(.create, .fails(ProviderFailure(.forbidden, "You may only read."))) }
        try await world.book(monday(10) + .days(14))
        try await world.run()
        try await world.poll()
        #expect(try world.calendar("work").failure?.failure.kind == .forbidden && world.calendar("family").failure == nil)
        let world = world
        let family = try world.calendar("family").id
        try await world.database.write { transaction in
            guard var calendar = try transaction.calendars.find(family) else { throw NotFound("calendar") }
            let unshared = ProviderFailure(.forbidden, "It is not shared any more.")
            calendar.failure = CalendarTrouble(since: world.clock.now, failure: unshared)
            try transaction.calendars.update(calendar)
        }
        try await world.poll()
        #expect(try world.calendar("work").failure != nil && world.calendar("family").failure == nil)
    }

    @Test func `at a server that writes over what is there an unanswered event is looked for before it is made again`() async throws {
        world.server.change { $0.ignoresConditions = true }
        world.server.fail(.create, .answerIsLost)
        let booked = try await world.book(monday(10))
        try await world.run()
        world.server.move(to: monday(15))
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(15)])
        #expect(try world.conflicts().map(\.appointment) == [booked.id])
        #expect(world.server.count(.create) == 1)
    }

    @Test func `a server that writes over what is there is not asked to while it is known to be there`() async throws {
        world.server.change { $0.ignoresConditions = true }
        let booked = try await world.book(monday(10))
        try await world.run()
        _ = try await world.move(booked, to: monday(14))
        try await world.poll()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
        #expect(world.server.count(.create) == 1 && world.server.count(.update) == 1 && world.server.count(.delete) == 0)
    }
}

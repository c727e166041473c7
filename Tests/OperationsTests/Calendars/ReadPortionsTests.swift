import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What a calendar brings at once does not hold up bookings, however much it is.
struct ReadPortionsTests {
    let world: World

    init() throws { world = try World() }

    private static func item(_ occurrences: Int) -> LaidOutItem {
        let span = Span(monday(10), monday(11))
        let time = OutsideOccurrence(span: span, isAllDay: false, isBusy: true, title: nil, reason: "an event")
        let item = RemoteItem(id: "series.ics", version: "1", uid: "series", fields: nil, payload: "daily")
        return (item, ItemExpansion(occurrences: Array(repeating: time, count: occurrences)))
    }

    @Test func `portions end where their items or their times are many`() {
        #expect(ReadPortions.cut([]).isEmpty)
        #expect(ReadPortions.cut(Array(repeating: Self.item(1), count: 1_001)).map(\.count) == [500, 500, 1])
        #expect(ReadPortions.cut([731, 731, 731, 731, 731, 731].map(Self.item)).map(\.count) == [2, 2, 2])
        #expect(ReadPortions.cut([1, 9_000, 1].map(Self.item)).map(\.count) == [1, 1, 1])
        #expect(ReadPortions.isSmall([Self.item(2_000)]) && !ReadPortions.isSmall([Self.item(2_001)]))
    }

    private func revision() throws -> Int64 { try world.read { try $0.availability.revision() } }

    private func putSeries(_ count: Int, _ name: String) {
        for number in 0..<count { world.server.put("\(name)\(number)", Span(monday(10), monday(10, 30)), payload: "daily") }
    }

    @Test func `many endless series that come at once, or are laid out anew, are stored in portions`() async throws {
        try await world.connect()
        var before = try revision()
        putSeries(20, "standup")
        try await world.poll()
        #expect(try revision() - before >= 4)
        let calendar = try world.calendar().id
        #expect(try world.read { try $0.remoteItems.versions(calendar: calendar).count } == 20)
        #expect(try world.calendar().importing == nil && world.calendar().readAt == world.clock.now)
        before = try revision()
        world.clock.advance(by: .days(20))
        try await world.run()
        #expect(try revision() - before >= 4)
        let late = Span(world.clock.now + .days(740), world.clock.now + .days(741))
        #expect(try world.read { try $0.busyBlocks.all(of: [Cast.benResource.id], overlapping: late).count } >= 20)
    }

    @Test func `a reading of many series that is overtaken stores none of them, and the next one all`() async throws {
        let account = try await world.connect()
        putSeries(20, "standup")
        let world = world
        world.server.fail(.changes, .after { _ = try await DisconnectAccount(world.kalends)(account.id, actor: World.ana) })
        try await world.poll()
        #expect(try await world.isOffered(monday(10)))
        try await world.connect()
        #expect(try await !world.isOffered(monday(10)))
        #expect(try world.calendar().readAt == world.clock.now)
    }
}

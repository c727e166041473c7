import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What a check sees to be well counts as well from then on: it is read, written, and nobody is alarmed.
struct TakenLookTests {
    let world: World
    private static let gone = ProviderFailure(.calendarMissing, "The calendar is not on the server any more.")

    init() async throws {
        world = try World()
        try await world.connect()
        try await world.book(monday(10))
        try await world.book(monday(12))
        try await world.run()
        try await world.poll()
    }

    private func check(_ depth: DiagnoseConnection.Depth = .roundTrip) async throws -> Diagnosis {
        try #require(try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: depth, actor: World.ben).first).diagnosis
    }

    private func alarms() throws -> Int { try world.mails().count { $0.kind == "alarm" } }

    /// The calendar is deleted with all that is in it, and that is noticed; then somebody makes it anew.
    private func deleteAndMakeAnew(reading: CalendarServer.Fault...) async throws {
        let remote = world.server.change { $0.remotes.remove(at: 0) }
        world.server.removeAll()
        world.server.fail(.changes, .fails(Self.gone))
        world.server.fail(.create, .fails(Self.gone))
        try await world.book(monday(14))
        try await world.poll()
        #expect(try world.calendar().failure?.failure == Self.gone && world.jobs(.dead).count == 1)
        world.server.change { [remote] in $0.remotes.insert(remote, at: 0) }
        for fault in reading { world.server.fail(.changes, fault) }
    }

    @Test func `a calendar that is there again is read by the check, which tells of the events that are missing`() async throws {
        try await deleteAndMakeAnew()
        let diagnosis = try await check()
        #expect(diagnosis.first?.finding?.cause == "conflicts")
        #expect(try world.calendar().failure == nil && world.conflicts().count == 2)
        #expect(try world.jobs(.dead).isEmpty)
        try await world.run()
        #expect(world.server.items().map(\.fields?.span.start) == [monday(14)])
    }

    @Test func `nobody is alarmed about a calendar that was seen to be there again`() async throws {
        try await deleteAndMakeAnew()
        _ = try await check(.look)
        world.clock.advance(by: .minutes(10))
        try await WatchCalendars(kalends: world.kalends)()
        #expect(try alarms() == 0)
    }

    @Test func `until a calendar that answers again is read, the check says so, and a worker reads it at once`() async throws {
        try await deleteAndMakeAnew(reading: .fails(ProviderFailure(.unreachable, "No answer.")))
        let finding = try #require(try await check(.look).first?.finding)
        #expect(finding.cause == "readAgain" && finding.weight == .waiting)
        try await world.run()
        #expect(try await check(.look).first?.finding?.cause == "conflicts")
    }

    @Test func `a write that was refused is tried again once the server lists the right to it`() async throws {
        world.server.fail(.create, .fails(ProviderFailure(.forbidden, "You may only read.")))
        world.server.change { $0.remotes[0].access = .readOnly }
        let booked = try await world.book(monday(14))
        try await world.poll()
        #expect(try await check(.look).first?.finding?.cause == "readOnly")
        #expect(try world.calendar().failure?.failure.kind == .forbidden)
        world.server.change { $0.remotes[0].access = .readWrite }
        // The server says so, and still means it otherwise.
        world.server.fail(.create, .fails(ProviderFailure(.forbidden, "You may only read.")))
        #expect(try await check().first?.finding?.cause == "readOnly")
        #expect(try world.jobs(.dead).count == 1)
        #expect(try await check().findings == [])
        #expect(try world.calendar().failure == nil && world.jobs(.dead).isEmpty)
        try await world.run()
        #expect(try world.link(booked)?.state == .synced)
    }

    @Test func `a server that is back is read by the check, and what waits for it is written`() async throws {
        let away = ProviderFailure(.unreachable, "No answer.")
        world.server.fail(.changes, .fails(away))
        world.server.fail(.create, .fails(away))
        let booked = try await world.book(monday(14))
        try await world.poll()
        #expect(try world.calendar().failure?.failure == away)
        #expect(try await check(.look).isHealthy)
        #expect(try world.calendar().failure == nil)
        try await world.run()
        #expect(try world.link(booked)?.state == .synced)
    }

    @Test func `suddenly missing events that wait for somebody's word are not passed over`() async throws {
        for number in 0..<12 { world.server.put("e\(number)", Span(monday(8), monday(9)).shifted(by: .days(number))) }
        try await world.poll()
        world.server.removeAll()
        try await world.poll()
        #expect(try world.calendar().withheldRemovals > 0)
        let finding = try #require(try await check(.look).first?.finding)
        #expect(finding.cause == "removalsWithheld" && finding.remedy == .agreeToRemovals)
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What the settings of the sync say is told as chosen, and never taken for a fault.
struct DiagnoseSettingsTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.connect()
    }

    private func check() async throws -> Diagnosis {
        try #require(
            try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ben).first
        ).diagnosis
    }

    private func cause(_ booking: Appointment) async throws -> String? {
        let found = try await AskAboutEvent(world.kalends)(.booking(booking.id), of: Cast.benResource.id, actor: World.ana)
        return found.diagnosis.first?.finding?.cause ?? found.diagnosis.reassurance?.key
    }

    @Test func `services that do not travel are named, and their bookings miss no event`() async throws {
        try await world.save(SyncChoices(sentServices: .only([Cast.haircut.id])))
        let kept = try await world.book(monday(10), Cast.coloring)
        let sent = try await world.book(monday(14))
        try await world.run()
        let diagnosis = try await check()
        #expect(diagnosis.findings.map(\.cause) == ["servicesLeftOut"] && diagnosis.isHealthy)
        #expect(diagnosis.first?.finding?.remedy == .openSyncSettings)
        #expect(diagnosis.first?.finding?.sentence.values["services"] == .text("Colouring"))
        #expect(try await cause(kept) == "bookingNotSent")
        #expect(try await cause(sent) == "bookingStands")
        try await world.save(SyncChoices(), reachingExisting: true)
        try await world.run()
        #expect(try await check().findings == [])
        #expect(world.server.items().count == 2)
    }

    @Test func `bookings that are kept here are named, and older ones that do travel are no fault`() async throws {
        try await world.book(monday(10))
        try await world.run()
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sendsBookings: false))
        let kept = try await world.book(monday(12))
        try await world.run()
        let diagnosis = try await check()
        #expect(diagnosis.findings.map(\.cause) == ["sendingOff"] && diagnosis.isHealthy)
        #expect(try await cause(kept) == "bookingNotSent")
    }

    @Test func `a booking made while the sync is off names the switch, and afterwards what to do to have it written`() async throws {
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(sendsBookings: false, readsEvents: false), of: Cast.benResource.id)
        world.clock.advance(by: .minutes(1))
        let made = try await world.book(monday(12))
        #expect(try await cause(made) == "switchedOff")
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(), of: Cast.benResource.id)
        #expect(try await cause(made) == "bookingMadeWhileOff")
        world.clock.advance(by: .minutes(1))
        try await world.save(SyncChoices(), of: Cast.benResource.id, reachingExisting: true)
        world.clock.advance(by: .seconds(2))
        try await world.run()
        #expect(try await cause(made) == "bookingStands")
    }

    @Test func `a booking that cannot be written names what refuses it, since it was first refused`() async throws {
        let refused = ProviderFailure(.forbidden, "You may only read.")
        world.server.fail(.create, .fails(refused))
        world.server.change { $0.remotes[0].access = .readOnly }
        let booked = try await world.book(monday(12))
        try await world.poll()
        let since = try #require(try await check().first?.finding).since
        for _ in 0..<2 {
            world.clock.advance(by: .minutes(1))
            world.server.fail(.create, .fails(refused))
            #expect(try await check().first?.finding?.since == since)
            let found = try await AskAboutEvent(world.kalends)(.booking(booked.id), of: Cast.benResource.id, actor: World.ana)
            #expect(found.diagnosis.first?.finding?.cause == "readOnly")
            #expect(found.diagnosis.first?.finding?.since == since)
        }
    }

    @Test func `events that are kept out are named`() async throws {
        try await world.save(SyncChoices(readsEvents: false))
        try await world.run()
        let diagnosis = try await check()
        #expect(diagnosis.findings.map(\.cause) == ["readingOff"] && diagnosis.isHealthy)
    }

    @Test func `an online service whose calendar makes no meetings is named, and so is somebody who wants none`() async throws {
        #expect(try await check().findings == [])
        var online = Cast.haircut
        online.isOnline = true
        _ = try await SaveService(world.kalends)(online, actor: World.ana)
        #expect(try await check().findings.map(\.cause) == ["meetingsNotMade"])
        var ben = Cast.benMember
        ben.meetings = .none
        _ = try await SaveStaffMember(world.kalends)(ben, actor: World.ana)
        let diagnosis = try await check()
        #expect(diagnosis.findings.map(\.cause) == ["meetingsOff"] && diagnosis.isHealthy)
    }
}

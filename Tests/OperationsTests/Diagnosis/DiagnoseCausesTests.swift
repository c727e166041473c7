import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// Causes that lie between the engine and a server, put in alone: each is named first.
struct DiagnoseCausesTests {
    let world: World

    init() async throws {
        world = try World()
        try await world.connect()
    }

    private func cause(_ depth: DiagnoseConnection.Depth = .roundTrip) async throws -> String? {
        let found = try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: depth, actor: World.ben)
        return try #require(found.first).diagnosis.first?.finding?.cause
    }

    @Test(arguments: [
        (ProviderFailure.Kind.throttled, "throttled"), (.addressRefused, "addressRefused"), (.invalidAnswer, "invalidAnswer"),
        (.misconfigured, "misconfigured"), (.unreachable, "unreachable"), (.unauthorized, "refused"),
    ])
    func `what the server says of the connection is named, when it is asked and by what is stored`(
        _ kind: ProviderFailure.Kind, _ wanted: String
    ) async throws {
        let refusal = ProviderFailure(kind, "It said so.")
        world.server.fail(.discover, .fails(refusal))
        #expect(try await cause() == wanted)
        #expect(try await cause() == nil)
        world.server.fail(.changes, .fails(refusal))
        try await world.poll()
        #expect(try await cause(.stored) == wanted)
    }

    @Test(arguments: [(ProviderFailure.Kind.forbidden, "notReadable"), (.calendarMissing, "linkedCalendarGone"), (.tooLarge, "tooLarge")])
    func `what the server says of one calendar is named`(_ kind: ProviderFailure.Kind, _ wanted: String) async throws {
        let refusal = ProviderFailure(kind, "It said so.")
        if kind != .tooLarge {
            world.server.fail(.item, .fails(refusal))
            #expect(try await cause() == wanted)
            #expect(try await cause() == nil)
        }
        world.server.fail(.changes, .fails(refusal))
        try await world.poll()
        #expect(try await cause(.stored) == wanted)
    }

    @Test func `an app password is asked for where the server is known to want one`() async throws {
        try await world.database.write { transaction in
            guard var account = try transaction.accounts.all().first else { throw NotFound("account") }
            account.address = "https://p57-caldav.icloud.com/1234/"
            try transaction.accounts.update(account)
        }
        world.server.change { $0.password = "changed" }
        #expect(try await cause() == "appPassword")
    }

    @Test func `a first reading that is under way is waited for, and after an hour nobody is at it`() async throws {
        try await world.database.write { transaction in
            for var calendar in try transaction.calendars.all() {
                calendar.readAt = nil
                try transaction.calendars.update(calendar)
            }
        }
        #expect(try await cause(.stored) == "importing")
        world.clock.advance(by: .minutes(61))
        #expect(try await cause(.stored) == "importingStuck")
        try await world.run()
        #expect(try await cause() == nil)
    }

    @Test func `bookings that wait, and such as nobody is about to write, are named`() async throws {
        try await world.book(monday(10))
        world.clock.advance(by: .minutes(20))
        #expect(try await cause(.stored) == "writesWait")
        let work = try #require(try world.jobs(.waiting).first { $0.kind == "push-link" })
        try await world.database.write { _ = try $0.jobs.discard(work.id) }
        #expect(try await cause(.stored) == "bookingsWithoutEvent")
    }

    @Test func `a test item that the server does not show, or does not tell of, is named by the step`() async throws {
        let server = world.server
        // The first look is at the calendar itself.
        server.fail(.item, .after {}, .after { server.removeAll() })
        #expect(try await cause() == "outboundReadBack")
        #expect(try await cause() == nil)
        for _ in 0..<4 { server.fail(.changes, .after { server.change { $0.log = [] } }) }
        #expect(try await cause() == "inbound")
        #expect(try await cause() == nil)
        #expect(server.items() == [])
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence
import TestSupport
import Testing

@testable import Operations

/// What a diagnosis advises puts it right, and leaves nothing twice.
struct RepairTests {
    enum Repair: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case rightPassword, reconnect, linkAgain, anotherCalendar, rightsBack, serverBack, revivedWrite, putBack, madeAnew, copyDeleted

        var testDescription: String { rawValue }

        /// What is named before.
        var cause: String {
            switch self {
            case .rightPassword: "refused"
            case .reconnect: "disconnected"
            case .linkAgain: "inOnly"
            case .anotherCalendar: "linkedCalendarGone"
            case .rightsBack: "readOnly"
            case .serverBack: "unreachable"
            case .revivedWrite: "writesGivenUp"
            case .putBack, .madeAnew: "conflicts"
            case .copyDeleted: "duplicates"
            }
        }
    }

    private let world: World
    private let account: CalendarAccount

    init() async throws {
        world = try World()
        account = try await world.connect()
        try await world.book(monday(10))
        try await world.run()
        try await world.poll()
    }

    private func diagnosis() async throws -> Diagnosis {
        try #require(
            try await DiagnoseConnection(world.kalends)(Cast.benResource.id, depth: .roundTrip, actor: World.ben).first
        ).diagnosis
    }

    private func choose(_ linked: String?) async throws {
        try await ConnectCalendar(world.kalends).change(account.id, linked: linked, conflicts: ["family"], actor: World.ana)
        try await world.run()
    }

    private func wreck(_ repair: Repair) async throws {
        let event = try #require(world.server.items().first)
        switch repair {
        case .rightPassword: world.server.change { $0.password = "changed" }
        case .reconnect: try await DisconnectAccount(world.kalends)(account.id, actor: World.ana)
        case .linkAgain: try await choose(nil)
        case .anotherCalendar:
            world.server.change { state in
                state.remotes.removeAll { $0.id == "work" }
                state.items["work"] = nil
            }
        case .rightsBack: world.server.change { $0.remotes[0].access = .readOnly }
        case .serverBack: world.server.fail(.discover, .fails(ProviderFailure(.unreachable, "No answer.")))
        case .revivedWrite:
            world.server.fail(.update, .fails(ProviderFailure(.eventRefused, "Status 400.")))
            let booked = try #require(try world.read { try $0.appointments.upcoming(of: Cast.benMember.id, from: world.clock.now) }.first)
            _ = try await world.move(booked, to: monday(12))
            try await world.run()
        case .putBack:
            world.server.move(to: monday(15))
            try await world.poll()
        case .madeAnew:
            world.server.removeAll()
            try await world.poll()
        case .copyDeleted:
            world.server.put("copy", Span(monday(15), monday(16)), marker: event.marker)
            try await world.poll()
        }
    }

    private func mend(_ repair: Repair) async throws {
        switch repair {
        case .rightPassword:
            try await world.connect(password: "changed")
        case .reconnect: try await world.connect()
        case .linkAgain: try await choose("work")
        case .anotherCalendar: try await choose("family")
        case .rightsBack: world.server.change { $0.remotes[0].access = .readWrite }
        case .serverBack: break
        case .revivedWrite: try await ReviveJob(world.kalends)(try #require(try world.jobs(.dead).first).id, actor: World.ana)
        case .putBack, .madeAnew:
            try await SettleConflict(world.kalends)(try #require(try world.conflicts().first).id, .putBack, actor: World.ana)
        case .copyDeleted: world.server.remove("copy.ics")
        }
        try await world.run()
        try await world.poll()
    }

    @Test(arguments: Repair.allCases) func `each repair ends its cause and leaves no duplicate`(_ repair: Repair) async throws {
        try await wreck(repair)
        #expect(try await diagnosis().first?.finding?.cause == repair.cause)
        try await mend(repair)
        #expect(try await diagnosis().findings == [])
        let events = ["work", "family"].flatMap { world.server.items(in: $0) }
        let booked = try #require(try world.read { try $0.appointments.upcoming(of: Cast.benMember.id, from: world.clock.now) }.first)
        #expect(events.map(\.marker?.appointment) == [booked.id.rawValue] && events.map(\.fields?.span) == [booked.span])
        world.server.forgetCounts()
        try await world.poll()
        #expect(world.server.writes == 0)
    }
}

import CalendarSimulators
import CalendarSync
import CivilTime
import Host
import Testing

@testable import CalDAV

/// A server that says of what is there, now and then, that it is not.
struct FlappingTests {
    private let simulator: CalDAVSimulator
    private let writer: any CalendarWriter

    init() throws {
        var world = CalDAVWorld()
        world.addUser("ana", password: "secret", addresses: [])
        world.addCalendar("Work", of: "ana")
        simulator = CalDAVSimulator(world, zones: SystemZones.database, clock: { Cast.nine })
        let provider = CalDAVProvider(http: SimulatedTransport(simulator), zones: SystemZones.database)
        let calendar = RemoteCalendar(id: "https://cal.example.org/cal/ana/work/", name: "Work", access: .readWrite)
        writer = try #require(provider.writer(of: calendar, with: Cast.credentials))
    }

    private func refuse(_ request: String, times: Int = 1) {
        simulator.change { world, _ in world.add(CalDAVFault(.refuse, request: request, times: times, status: 404)) }
    }

    @Test func `one not found is no evidence that an event is gone, two are`() async throws {
        let created = try await writer.create(Cast.event)
        refuse("GET")
        #expect(try await writer.item(created.id) != nil)
        refuse("GET", times: 2)
        #expect(try await writer.item(created.id) == nil)
    }

    @Test func `a deletion of what is there and is said not to be is tried again`() async throws {
        let created = try await writer.create(Cast.event)
        refuse("DELETE")
        let refused = try await failure { try await writer.delete(created.id, version: created.version) }
        #expect(refused.kind == .unreachable)
        try await writer.delete(created.id, version: created.version)
        #expect(try await writer.item(created.id) == nil)
    }
}

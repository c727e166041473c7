import CalDAV
import CalendarSimulators
import CalendarSync
import CivilTime
import Foundation
import Host
import Outbound
import Testing

/// The contract of a provider against the stand-in in its several manners, and against a real server where one is named:
/// KALENDS_TEST_CALDAV_URL, KALENDS_TEST_CALDAV_USER, KALENDS_TEST_CALDAV_PASSWORD name an account whose first calendar may be written to.
/// What the tests write they delete. So the stand-in is held against what real servers do.
@Suite(.serialized) struct ServerContractTests {
    @Test(arguments: ContractServer.all)
    func `the account's calendars are found, and found again from the address that was kept`(_ server: ContractServer) async throws {
        let account = try await server.provider.discover(server.credentials)
        #expect(account.calendars.contains { $0.access == .readWrite })
        var kept = server.credentials
        kept.address = account.address
        #expect(try await server.provider.discover(kept) == account)
    }

    @Test(arguments: ContractServer.all)
    func `an event is created, read, changed and deleted`(_ server: ContractServer) async throws {
        let writer = try await server.writer()
        var event = server.event()
        let created = try await writer.create(event)
        #expect(created.id == writer.id(forUID: event.uid))
        let read = try #require(try await writer.item(created.id))
        #expect(read.fields?.normalized == event.fields.normalized)
        #expect(read.marker == event.marker)
        #expect(read.version == created.version)
        event.fields.span = event.fields.span.shifted(by: .hours(2))
        event.fields.title = "Haircut – Zoë; Ana, Ben"
        event.sequence += 1
        let changed = try await writer.update(event, at: created.id, version: created.version)
        #expect(changed.version != created.version)
        #expect(try await writer.item(created.id)?.fields?.normalized == event.fields.normalized)
        try await writer.delete(created.id, version: changed.version)
        #expect(try await writer.item(created.id) == nil)
        try await writer.delete(created.id, version: changed.version)
    }

    @Test(arguments: ContractServer.all)
    func `a second create under the same name is refused, and so are writes that are based on an old version`(
        _ server: ContractServer
    ) async throws {
        let writer = try await server.writer()
        var event = server.event()
        let created = try await writer.create(event)
        await #expect(performing: { _ = try await writer.create(event) }, throws: { ($0 as? ProviderFailure)?.kind == .alreadyExists })
        event.fields.notes = "Once more"
        let changed = try await writer.update(event, at: created.id, version: created.version)
        await #expect(
            performing: { _ = try await writer.update(event, at: created.id, version: created.version) },
            throws: { ($0 as? ProviderFailure)?.kind == .preconditionFailed })
        await #expect(
            performing: { try await writer.delete(created.id, version: created.version) },
            throws: { ($0 as? ProviderFailure)?.kind == .preconditionFailed })
        try await writer.delete(created.id, version: changed.version)
    }

    @Test(arguments: ContractServer.all)
    func `changes are seen once, our own write is not seen at all, and a removal is reported`(_ server: ContractServer) async throws {
        let writer = try await server.writer()
        let whole = try await writer.changes(since: nil, known: [:])
        var known = versions(whole.changed)
        #expect(Set(known.keys) == whole.listing)
        let event = server.event()
        let created = try await writer.create(event)
        let foreign = try await writer.changes(since: whole.cursor, known: known)
        #expect(foreign.changed.map(\.id) == [created.id])
        #expect(foreign.changed.map(\.version) == [created.version])
        known[created.id] = created.version
        let echo = try await writer.changes(since: whole.cursor, known: known)
        #expect(echo.changed.isEmpty && echo.removed.isEmpty && echo.troubled.isEmpty)
        try await writer.delete(created.id, version: created.version)
        let gone = try await writer.changes(since: echo.cursor, known: known)
        #expect(gone.removed == [created.id] || gone.listing?.contains(created.id) == false)
        let quiet = try await writer.changes(since: gone.cursor, known: known)
        #expect(quiet.changed.isEmpty && quiet.removed.isEmpty)
    }

    @Test(arguments: ContractServer.all)
    func `a cursor that the server never issued leads to a whole comparison`(_ server: ContractServer) async throws {
        let writer = try await server.writer()
        let created = try await writer.create(server.event())
        for token in ["garbage", "http://radicale.org/ns/sync/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"] {
            let batch = try await writer.changes(since: SyncCursor("sync|1|\(token)"), known: [created.id: created.version ?? ""])
            #expect(batch.listing?.contains(created.id) == true)
            #expect(!batch.changed.contains { $0.id == created.id })
        }
        try await writer.delete(created.id, version: created.version)
    }

    @Test(arguments: ContractServer.all)
    func `more events than one download takes all arrive`(_ server: ContractServer) async throws {
        let writer = try await server.writer()
        let before = try await writer.changes(since: nil, known: [:])
        var created: [RemoteItem] = []
        for _ in 0..<120 { created.append(try await writer.create(server.event())) }
        let batch = try await writer.changes(since: before.cursor, known: versions(before.changed))
        #expect(Set(batch.changed.map(\.id)) == Set(created.map(\.id)))
        #expect(batch.troubled.isEmpty)
        for item in created { try await writer.delete(item.id, version: item.version) }
    }

    @Test(arguments: ContractServer.all)
    func `a calendar that is not there is told apart from an event that is not there`(_ server: ContractServer) async throws {
        var calendar = try await server.calendar()
        let reader = server.provider.reader(of: calendar, with: server.credentials)
        #expect(try await reader.item(try await server.writer().id(forUID: "never-was")) == nil)
        calendar.id += "never-was/"
        let missing = server.provider.reader(of: calendar, with: server.credentials)
        await #expect(
            performing: { _ = try await missing.changes(since: nil, known: [:]) },
            throws: { ($0 as? ProviderFailure)?.kind == .calendarMissing })
    }

    private func versions(_ items: [RemoteItem]) -> [RemoteItem.ID: String] {
        Dictionary(items.map { ($0.id, $0.version ?? "") }) { first, _ in first }
    }
}

struct ContractServer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let provider: CalDAVProvider
    let credentials: CalendarCredentials

    static var all: [ContractServer] { standIns + (variable("URL") == nil ? [] : [named]) }

    private static var named: ContractServer {
        ContractServer(
            testDescription: "the server that is named",
            provider: CalDAVProvider(http: HTTPClient(policy: .all, userAgent: "Kalends tests"), zones: SystemZones.database),
            credentials: CalendarCredentials(
                address: variable("URL") ?? "", user: variable("USER") ?? "", password: variable("PASSWORD") ?? ""))
    }

    private static let standIns: [ContractServer] = [
        standIn("the stand-in") { _ in },
        standIn("the stand-in with short pages") { $0.largestPage = 7 },
        standIn("the stand-in without tokens") { $0.offersTokens = false },
        standIn("the stand-in without tokens and tags") { ($0.offersTokens, $0.offersCollectionTag) = (false, false) },
        standIn("the stand-in that tells no tag after writing") { $0.tagAnswer = .none },
        standIn("the stand-in that writes objects anew") { ($0.tagAnswer, $0.rewritesData) = (.none, true) },
        standIn("the stand-in whose tags are hashes") { $0.tagsAreHashes = true },
    ]

    private static func standIn(_ name: String, _ change: (inout CalDAVSettings) -> Void) -> ContractServer {
        var world = CalDAVWorld()
        world.addUser("ana", password: "secret", addresses: ["ana@example.org"])
        world.addCalendar("Work", of: "ana")
        change(&world.settings)
        let now = Instant(secondsSinceEpoch: 1_790_000_000)
        let simulator = CalDAVSimulator(world, zones: SystemZones.database, clock: { now })
        return ContractServer(
            testDescription: name, provider: CalDAVProvider(http: SimulatedTransport(simulator), zones: SystemZones.database),
            credentials: CalendarCredentials(address: "https://cal.example.org", user: "ana", password: "secret"))
    }

    private static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment["KALENDS_TEST_CALDAV_\(name)"] }

    func calendar() async throws -> RemoteCalendar {
        let found = try await provider.discover(credentials).calendars.first { $0.access == .readWrite }
        return try #require(found)
    }

    func writer() async throws -> any CalendarWriter {
        try #require(provider.writer(of: try await calendar(), with: credentials))
    }

    /// An event of its own each time: real servers remember what was there.
    func event() -> OutgoingEvent {
        let name = SystemRandom.bytes(8).map { String($0, radix: 36) }.joined()
        let start = Instant(secondsSinceEpoch: 1_800_000_000)
        return OutgoingEvent(
            uid: "kalends-test-\(name)", marker: EventMarker(appointment: name, generation: 1),
            fields: EventFields(
                span: Span(start: start, duration: .minutes(45)), title: "Haircut – Cleo",
                notes: "cleo@example.org\nFirst visit; short, please",
                location: "Room 1, back"),
            sequence: 0, stamp: Instant(secondsSinceEpoch: 1_790_000_000), url: "https://booking.example.org/admin/appointments/\(name)")
    }
}

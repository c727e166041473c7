import CalendarSimulators
import CalendarSync
import CivilTime
import Host
import Outbound
import Secrets
import Synchronization
import Testing

@testable import GoogleCalendar

/// The stand-in on a loopback port with Ana's account in it, and our provider pointed at it.
final class Google: Sendable {
    static let email = "ana@example.org"
    static let start = Instant(secondsSinceEpoch: 1_795_510_800) // 2026-11-24T09:00:00Z

    let simulator: GoogleSimulator
    let provider: GoogleProvider
    let subject: String
    let url: String
    private let held: Mutex<CalendarCredentials>

    private init(simulator: GoogleSimulator, url: String, clientSecret: String) {
        self.simulator = simulator
        self.url = url
        let zones = SystemZones.database
        subject = simulator.change { world, _ in world.addPerson(email: Self.email, name: "Ana", timeZone: "Europe/Vienna") }
        let clock: @Sendable () -> Instant = { simulator.now }
        provider = GoogleProvider(
            http: HTTPClient(policy: .all, userAgent: "Kalends/test"),
            configuration: GoogleConfiguration(
                clientID: "kalends", clientSecret: clientSecret, accountsURL: url, tokenURL: url, apiURL: url),
            grants: GrantMemory(clock: clock), zones: zones, clock: clock)
        held = Mutex(CalendarCredentials(address: ""))
        credentials = grant()
    }

    /// Runs the body against a stand-in of its own.
    static func run(clientSecret: String = "kalends-secret", _ body: @escaping @Sendable (Google) async throws -> Void) async throws {
        let simulator = GoogleSimulator(zones: SystemZones.database, clock: { start })
        simulator.change { world, _ in world.settings.requiresSecurePush = false }
        let server = SimulatorServer(simulator, http: HTTPClient(policy: .all, userAgent: "APIs-Google"))
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let serving = Task { try await server.run { told.yield($0) } }
        defer { serving.cancel() }
        for await port in ports {
            try await body(
                Google(simulator: simulator, url: "http://127.0.0.1:\(port)", clientSecret: clientSecret))
            break
        }
    }

    // MARK: Our side

    static let scopes = ["openid", "calendar.events", "calendar.calendarlist.readonly", "userinfo.email"].map {
        $0 == "openid" ? $0 : GoogleAuthorization.prefix + $0
    }

    var credentials: CalendarCredentials {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    /// Credentials as a sign-in brings them.
    func grant(_ scopes: [String] = Google.scopes) -> CalendarCredentials {
        let tokens = simulator.change { world, moment in world.grant(subject: subject, scopes: scopes, moment) }
        let grant = AccountGrant(
            accessToken: tokens.access, expires: simulator.now + .hours(1), refreshToken: tokens.refresh, scopes: Set(scopes),
            grantedAt: simulator.now)
        return CalendarCredentials(address: "google:\(subject)", user: subject, password: grant.text)
    }

    static let calendar = RemoteCalendar(id: email, name: "Ana", access: .readWrite)

    func writer(_ calendar: RemoteCalendar = Google.calendar) throws -> any CalendarWriter {
        try #require(provider.writer(of: calendar, with: credentials))
    }

    /// A read, and the versions that are held after it.
    func read(_ state: ReadState = ReadState()) async throws -> (batch: ChangeBatch, state: ReadState) {
        let batch = try await writer().changes(since: state.cursor, known: state.known)
        return (batch, state.applying(batch))
    }

    // MARK: Ana's side

    @discardableResult
    func edit(_ edit: PersonEdit) throws -> String {
        try simulator.change { (world, moment) throws(EditRefusal) in try world.edit(edit, moment) } ?? ""
    }

    @discardableResult
    func add(_ event: JSONValue) throws -> String { try edit(.addEvent(calendar: Self.email, event: event)) }

    func fault(_ fault: SimulatedFault) { simulator.change { world, _ in world.add(fault) } }

    func settings(_ change: @Sendable (inout GoogleSettings) -> Void) { simulator.change { world, _ in change(&world.settings) } }

    func event(_ id: String) throws -> SimulatedEvent { try #require(simulator.world.calendars[Self.email]?.events[id]) }

    /// The methods that were called since the last time it was asked.
    func calls() -> [String] {
        simulator.change { world, _ in
            let calls = world.requests.compactMap { $0.method?.rawValue }
            world.forgetRequests()
            return calls
        }
    }
}

/// What is held of a calendar between reads.
struct ReadState {
    var cursor: SyncCursor?
    var known: [RemoteItem.ID: String] = [:]
    var items: [RemoteItem.ID: RemoteItem] = [:]

    func applying(_ batch: ChangeBatch) -> ReadState {
        var next = self
        next.cursor = batch.cursor
        for id in batch.removed { (next.known[id], next.items[id]) = (nil, nil) }
        if let listing = batch.listing {
            for id in next.known.keys where !listing.contains(id) { (next.known[id], next.items[id]) = (nil, nil) }
        }
        for item in batch.changed { (next.known[item.id], next.items[item.id]) = (item.version ?? "", item) }
        return next
    }
}

/// An event of an hour, some days after the stand-in's present.
func hour(day: Int = 1, at clock: String = "09:00:00", _ fields: [String: JSONValue] = [:]) -> JSONValue {
    let date = CivilDate(year: 2026, month: 12, day: day)?.description ?? ""
    let end = clock.replacing("09:", with: "10:").replacing("15:", with: "16:")
    var event: JSONValue = [
        "summary": "Dentist", "start": ["dateTime": .text("\(date)T\(clock)"), "timeZone": "Europe/Vienna"],
        "end": ["dateTime": .text("\(date)T\(end)"), "timeZone": "Europe/Vienna"],
    ]
    for (name, value) in fields { event[name] = value }
    return event
}

let ours = OutgoingEvent(
    uid: "kalends-1@example.org", marker: EventMarker(appointment: "a1", generation: 1),
    fields: EventFields(
        span: Span(start: Google.start + .days(7), duration: .minutes(45)), title: "Haircut – Cleo", notes: "cleo@example.org",
        location: "Room 1"),
    sequence: 0, stamp: Google.start, url: "https://booking.example.org/admin/appointments/a1")

let vienna = CalendarOwner(
    zone: SystemZones.database.zone(named: "Europe/Vienna") ?? .utc, zones: SystemZones.database, ownAddresses: [Google.email])
let december = Span(Instant(secondsSinceEpoch: 1_796_083_200), Instant(secondsSinceEpoch: 1_798_761_600))

/// The failure that a call ends in.
func failure(_ body: () async throws -> Void) async throws -> ProviderFailure {
    do {
        try await body()
    } catch let failure as ProviderFailure {
        return failure
    }
    struct NoFailure: Error {}
    throw NoFailure()
}

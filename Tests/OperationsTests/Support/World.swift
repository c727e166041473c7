import Booking
import CalendarSimulators
import CalendarSync
import CivilTime
import GoogleCalendar
import Logging
import Messaging
import Persistence
import Secrets
import TestSupport

@testable import Operations

/// The studio with its people, a clock that stands still, a calendar server, a stand-in for Google and a mail server.
struct World: Sendable {
    let clock = ManualClock()
    let server = CalendarServer()
    let google: GoogleSimulator
    let mail = MailServer()
    let receiver = WebhookReceiver()
    let database: Database
    let kalends: Kalends

    static let ana = Actor.user(Cast.ana.id)
    static let ben = Actor.user(Cast.ben.id)
    static let vera = Actor.user(User.ID("uvera"))

    init(isMailConfigured: Bool = true, isEmpty: Bool = false) throws {
        database = try isEmpty ? Database.inMemory() : Cast.database(withDario: true)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let key = SecretKey(bytes: Array(repeating: 7, count: SecretKey.length))
        google = GoogleSimulator(zones: TestZones.database, clock: clock.reading)
        let address = "http://google.test"
        let provider = GoogleProvider(
            http: SimulatedTransport(google),
            configuration: GoogleConfiguration(
                clientID: "kalends", clientSecret: "kalends-secret", accountsURL: address, tokenURL: address, apiURL: address),
            grants: KeptGrants(.google, database: database, secretKey: key, clock: clock.reading), zones: TestZones.database,
            clock: clock.reading)
        kalends = Kalends(
            database: database, zones: TestZones.database, clock: clock.reading, identifiers: SequentialIDs().making, secretKey: key,
            settings: Kalends.Settings(
                baseURL: "https://booking.example.org", mailFrom: "booking@example.org", isMailConfigured: isMailConfigured,
                pollInterval: .minutes(1), version: "1"), providers: [server, provider], logger: logger)
        guard !isEmpty else { return }
        try database.writeNow { transaction in
            try transaction.users.insert(
                User(
                    id: User.ID("uvera"), name: "Vera", email: "vera@example.org", passwordHash: nil, role: .viewer, createdAt: Cast.morning
                ))
        }
    }

    func read<Value>(_ body: (Transaction) throws -> Value) throws -> Value { try database.readNow(body) }

    /// Works off everything that is due.
    @discardableResult
    func run() async throws -> Int {
        try await JobRunner(kalends, mail: mail.transport, webhooks: receiver.transport, worker: "test").drain()
    }

    /// Lets time pass until the next poll, and everything that was put off with it.
    func poll() async throws {
        clock.advance(by: .minutes(2))
        try await run()
    }

    /// What Ana's studio makes of calendars that are not known any more.
    func save(unread rules: UnreadCalendars) async throws {
        try await database.write { transaction in
            var studio = Cast.studio
            studio.page.unreadCalendars = rules
            try transaction.businesses.update(studio)
        }
    }

    // MARK: Bookings

    func request(
        _ start: Instant, _ service: Service = Cast.haircut, with staff: StaffMember? = Cast.benMember, email: String = "cleo@example.org",
        form: String? = nil, by actor: Actor = .customer, against: Bool = false
    ) -> BookAppointment.Request {
        BookAppointment.Request(
            business: service.business, service: service.id, staff: staff?.id, start: start,
            details: CustomerDetails(name: "Cleo", email: email, phone: "+49 30 5550199", notes: "Short, please."), zone: "Asia/Tokyo",
            language: "en", formID: form, actor: actor, ignoresPolicy: against)
    }

    @discardableResult
    func book(
        _ start: Instant = monday(10), _ service: Service = Cast.haircut, with staff: StaffMember? = Cast.benMember,
        email: String = "cleo@example.org", by actor: Actor = .customer, against: Bool = false
    ) async throws -> Appointment {
        try await BookAppointment(kalends)(request(start, service, with: staff, email: email, by: actor, against: against)).appointment
    }

    func move(
        _ appointment: Appointment, to start: Instant, with staff: StaffMember? = nil, by actor: Actor = World.ana, against: Bool = false
    )
        async throws -> Appointment
    {
        try await MoveAppointment(kalends)(
            MoveAppointment.Request(appointment: appointment.id, start: start, staff: staff?.id, actor: actor, ignoresPolicy: against))
    }

    @discardableResult
    func cancel(_ appointment: Appointment, by actor: Actor = World.ana, reason: String = "") async throws -> Appointment {
        try await CancelAppointment(kalends)(CancelAppointment.Request(appointment: appointment.id, actor: actor, reason: reason))
    }

    func appointment(_ id: Appointment.ID) throws -> Appointment {
        guard let found = try read({ try $0.appointments.find(id) }) else { throw NotFound("appointment") }
        return found
    }

    /// Whether customers are offered a start with Ben.
    func isOffered(_ start: Instant, _ service: Service = Cast.haircut, with staff: StaffMember = Cast.benMember) async throws -> Bool {
        try await FindSlots(kalends).offered(service, business: Cast.studio, staff: staff.id, in: Span(start, start + .seconds(1))).slots
            .isEmpty == false
    }

    // MARK: Calendars

    /// Connects Ben's account and reads it.
    @discardableResult
    func connect(
        linked: String? = "work", conflicts: Set<String> = ["work"], user: String = "ben", password: String = "app-password",
        runs: Bool = true
    ) async throws -> CalendarAccount {
        let account = try await ConnectCalendar(kalends)(
            ConnectCalendar.Request(
                resource: Cast.benResource.id, provider: .caldav,
                credentials: CalendarCredentials(address: "https://cal.example.org", user: user, password: password), linked: linked,
                conflicts: conflicts, actor: World.ana))
        if runs { try await run() }
        return account
    }

    func calendar(_ remote: String = "work") throws -> ConnectedCalendar {
        guard let found = try read({ try $0.calendars.all().first { $0.remote.id == remote } }) else { throw NotFound("calendar") }
        return found
    }

    func link(_ appointment: Appointment) throws -> Link? {
        try read { try $0.links.find(appointment: appointment.id, resource: Cast.benResource.id) }
    }

    func conflicts() throws -> [SyncConflict] { try read { try $0.conflicts.open() } }

    func jobs(_ state: Job.State) throws -> [Job] { try read { try $0.jobs.list(state: state, limit: 1000) } }

    // MARK: Sync settings

    /// Saves choices as somebody who has seen what they come to.
    func save(_ choices: SyncChoices, of resource: Resource.ID? = nil, reachingExisting: Bool = false) async throws {
        let change = SaveSyncSettings.Change(resource: resource, choices: choices, reachesExisting: reachingExisting)
        let plan = try await SaveSyncSettings(kalends).preview(change, actor: World.ana)
        try await SaveSyncSettings(kalends)(change, agreed: plan.digest, actor: World.ana)
    }

    // MARK: What was told

    func history(_ subject: String) throws -> [HistoryEntry] { try read { try $0.history.all(subject: subject, limit: 100).reversed() } }

    func mails() throws -> [QueuedMail] { try read { try $0.mails.list(limit: 1000).rows.reversed() } }
}

/// Monday 23 November 2026 in Berlin.
func monday(_ hour: Int, _ minute: Int = 0) -> Instant { Instant(secondsSinceEpoch: 1_795_388_400) + .hours(hour) + .minutes(minute) }

/// The failure that some work ends in.
func failure<Failure: Error>(of type: Failure.Type = Failure.self, _ work: () async throws -> Void) async throws -> Failure? {
    do {
        try await work()
        return nil
    } catch let failure as Failure {
        return failure
    }
}

extension World {
    func hash(of token: String) -> String { Token.hash(token) }
}

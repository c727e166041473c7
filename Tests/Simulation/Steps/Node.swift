import CalDAV
import CalendarSimulators
import CalendarSync
import CivilTime
import GoogleCalendar
import Logging
import Secrets
import TestSupport

@testable import Operations
@testable import Persistence

/// One process of Kalends: it knows what is stored, and nothing else.
struct Node: Sendable {
    let id: Int
    let kalends: Kalends
    let runner: JobRunner
}

/// What all processes share: the database, the stand-ins, the clock.
struct Surroundings: Sendable {
    let engine: SQLiteEngine
    let gate = Gate()
    /// Ours; it may jump.
    let clock: ManualClock
    /// The servers’.
    let serverClock: ManualClock
    let google: GoogleSimulator
    let caldav: CalDAVSimulator
    let identifiers = SequentialIDs()
    /// Looks at the database without a step.
    let observer: Database
    let removed: Safeguard?

    init(start: Instant, removed: Safeguard?) throws {
        let (clock, serverClock) = (ManualClock(start), ManualClock(start))
        (self.clock, self.serverClock, self.removed) = (clock, serverClock, removed)
        engine = try StudioFile.engine()
        observer = Database(engine: engine)
        google = GoogleSimulator(zones: TestZones.database, clock: serverClock.reading)
        caldav = CalDAVSimulator(zones: TestZones.database, clock: serverClock.reading)
    }

    static let host = "https://cal.example.org"

    private var beforeWriting: @Sendable () -> Void {
        let observer = observer
        guard removed == .announcement else { return {} }
        return { Safeguard.forgetAnnouncements(observer) }
    }

    private var beforeReading: @Sendable () -> Void {
        let observer = observer
        guard removed == .echoCheck else { return {} }
        return { Safeguard.forgetWritings(observer) }
    }

    private func careless(_ providers: [any CalendarProvider]) -> [any CalendarProvider] {
        guard let removed else { return providers }
        return providers.map { CarelessProvider(base: $0, lacks: removed) }
    }

    /// Whoever waits lets all clocks run, and one thing is done after the other.
    private var pace: Pace {
        let (clock, serverClock) = (clock, serverClock)
        return Pace(
            width: 1,
            pause: { length in
                let seconds = Seconds(max(1, length.components.seconds))
                clock.advance(by: seconds)
                serverClock.advance(by: seconds)
            })
    }

    /// A process that starts.
    func node(_ id: Int, worker: String) -> Node {
        var logger = Logger(label: "simulation")
        logger.logLevel = .critical
        let dropped: Set<String> = removed == .precondition ? ["If-Match"] : []
        let transport = { (inner: SimulatedTransport) in
            GatedTransport(
                inner: inner, gate: gate, process: id, beforeWriting: beforeWriting, beforeReading: beforeReading, dropped: dropped)
        }
        let database = Database(engine: GatedEngine(inner: engine, gate: gate, process: id))
        let key = SecretKey(bytes: Array(repeating: 7, count: SecretKey.length))
        let providers: [any CalendarProvider] = [
            CalDAVProvider(http: transport(SimulatedTransport(caldav)), zones: TestZones.database),
            GoogleProvider(
                http: transport(SimulatedTransport(google)),
                configuration: GoogleConfiguration(clientID: "kalends", clientSecret: "kalends-secret"),
                grants: KeptGrants(.google, database: database, secretKey: key, clock: clock.reading, pace: pace),
                zones: TestZones.database, clock: clock.reading),
        ]
        var kalends = Kalends(
            database: database, zones: TestZones.database, clock: clock.reading, identifiers: identifiers.making, secretKey: key,
            settings: Kalends.Settings(
                baseURL: "https://booking.example.org", mailFrom: "booking@example.org", isMailConfigured: false,
                pollInterval: .minutes(1), version: "1"),
            providers: careless(providers), logger: logger)
        kalends.pace = pace
        return Node(id: id, kalends: kalends, runner: JobRunner(kalends, mail: nil, worker: worker, concurrency: 1))
    }
}

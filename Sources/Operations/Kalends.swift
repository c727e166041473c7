public import CalendarSync
public import CivilTime
public import Logging
public import Persistence
public import Secrets
public import Texts

// Operations: the use cases that join rooms, one a file, and the job handlers; called alike by pages, command line and workers.
// A use case is a struct made with the shared `Kalends` value and called like a function. It checks the rules and writes rows; whatever must
// reach the outside world afterwards is a job in the same transaction.

/// What every use case works with: the store, the clock, the keys and the providers. Made once, by the command line or a test.
public struct Kalends: Sendable {
    /// What the operator configured.
    public struct Settings: Sendable {
        /// The address people open, without a slash at its end.
        public var baseURL: String
        /// The sender's address of every mail.
        public var mailFrom: String
        /// Whether `KALENDS_SMTP_URL` is set; otherwise mails stay in the queue.
        public var isMailConfigured: Bool
        /// The time between two reads of a calendar.
        public var pollInterval: Seconds
        public var version: String

        public init(baseURL: String, mailFrom: String, isMailConfigured: Bool, pollInterval: Seconds, version: String) {
            self.baseURL = baseURL
            self.mailFrom = mailFrom
            self.isMailConfigured = isMailConfigured
            self.pollInterval = pollInterval
            self.version = version
        }
    }

    public let database: Database
    public let zones: ZoneDatabase
    public let clock: @Sendable () -> Instant
    public let secretKey: SecretKey
    public let settings: Settings
    public let providers: [ProviderKind: any CalendarProvider]
    public let logger: Logger
    let identifiers: @Sendable () -> String
    /// How long waits last, and how much is done at the same time.
    var pace = Pace()

    /// - Parameter identifiers: makes a new key each time: 26 characters of `[a-z0-9]`, never the same twice.
    public init(
        database: Database, zones: ZoneDatabase, clock: @escaping @Sendable () -> Instant, identifiers: @escaping @Sendable () -> String,
        secretKey: SecretKey, settings: Settings, providers: [any CalendarProvider], logger: Logger
    ) {
        self.database = database
        self.zones = zones
        self.clock = clock
        self.identifiers = identifiers
        self.secretKey = secretKey
        self.settings = settings
        self.providers = Dictionary(uniqueKeysWithValues: providers.map { ($0.kind, $0) })
        self.logger = logger
    }

    public var now: Instant { clock() }

    /// The same instance with its clock standing still, to ask what it would answer then.
    public func at(_ instant: Instant) -> Kalends {
        var standing = Kalends(
            database: database, zones: zones, clock: { instant }, identifiers: identifiers, secretKey: secretKey, settings: settings,
            providers: Array(providers.values), logger: logger)
        standing.pace = pace
        return standing
    }

    public func newID() -> String { identifiers() }

    /// The zone of a name that was checked when it was stored; UTC should the system's tz database have lost it meanwhile.
    public func zone(named name: String) -> Zone {
        if let zone = zones.zone(named: name) { return zone }
        logger.warning("The time zone \(name) is not in this system's tz database; its times are shown in UTC. Install the package tzdata.")
        return .utc
    }
}

/// What a person typed cannot be used: one fault a field.
public struct Invalid: Error, Hashable, Sendable {
    public var faults: [FieldFault]

    public init(_ faults: [FieldFault]) { self.faults = faults }

    public init(_ field: String, _ key: String, _ values: [String: String] = [:]) {
        faults = [FieldFault(field: field, key: key, values: values)]
    }
}

/// The person's role does not allow it.
public struct NotAllowed: Error, Hashable, Sendable {
    public init() {}
}

/// Something that was there a moment ago is not.
public struct NotFound: Error, Hashable, Sendable {
    /// The noun, for the log.
    public var what: String

    public init(_ what: String) { self.what = what }
}

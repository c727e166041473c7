import CalDAV
import CalendarFeeds
import CalendarSync
import CivilTime
import Foundation
import GoogleCalendar
import Host
import Logging
import Messaging
import Operations
import Outbound
import Persistence
import Secrets

/// A configured instance: the one place where the rooms are joined. Commands take from it what they need.
struct Instance {
    static let version = "0.1.0"

    let configuration: Configuration
    let kalends: Kalends
    let mail: MailTransport?
    let webhooks: WebhookTransport

    /// Opens the instance; makes its folder, key and database when they are not there yet.
    init(_ options: InstanceOptions) throws {
        try self.init(options, Configuration(try ConfigurationValues(file: options.config)))
    }

    /// Opens an instance that must be there: a command typed in the wrong folder makes nothing.
    init(existing options: InstanceOptions) throws {
        let configuration = try Configuration(try ConfigurationValues(file: options.config))
        guard DatabasePlace(configuration.database).isShared || FileManager.default.fileExists(atPath: configuration.database) else {
            throw CommandFailure(
                "There is no instance in the folder \(configuration.dataFolder). Go to where it lies, or name its folder in KALENDS_DATA_DIR."
            )
        }
        try self.init(options, configuration)
    }

    /// Opens the instance that a configuration describes; makes what is not there yet.
    init(_ options: InstanceOptions, _ configuration: Configuration) throws {
        self.configuration = configuration
        // Whatever is made here (the database, its journal, the key) is nobody else's to read.
        umask(0o077)
        try Self.makeFolder(configuration.dataFolder)
        let key = try SecretKey.loadOrCreate(path: configuration.secretKeyFile)
        let database = try configuration.naming(configuration.database) { try Database.open(at: configuration.database) }
        if try database.readNow({ try $0.isUnfinishedCopy() }) {
            throw Configuration.Failure(
                description:
                    "The database is the rest of a copy that was cut short. Run the same “kalends database copy” again to finish it.")
        }
        try database.requireSecretKey(fingerprint: key.databaseFingerprint)
        let http = HTTPClient(policy: configuration.allowedAddresses, userAgent: "Kalends/\(Self.version)")
        let zones = SystemZones.database
        webhooks = WebhookTransport(http: http)
        mail = configuration.smtp.map { MailTransport(server: $0) }
        var logger = Logger(label: "kalends")
        logger.logLevel = options.logLevel
        kalends = Kalends(
            database: database, zones: zones, clock: { SystemClock.now() }, identifiers: { Identifiers.make() }, secretKey: key,
            settings: Kalends.Settings(
                baseURL: configuration.baseURL, mailFrom: configuration.mailFrom, isMailConfigured: configuration.smtp != nil,
                pollInterval: configuration.pollInterval, version: Self.version),
            providers: [CalDAVProvider(http: http, zones: zones), FeedProvider(http: http, zones: zones)]
                + Self.google(configuration, http, database, key, zones), logger: logger)
    }

    /// Google, where this installation is registered there.
    private static func google(
        _ configuration: Configuration, _ http: HTTPClient, _ database: Database, _ key: SecretKey, _ zones: ZoneDatabase
    ) -> [any CalendarProvider] {
        guard let google = configuration.google else { return [] }
        let clock: @Sendable () -> Instant = { SystemClock.now() }
        let grants = KeptGrants(.google, database: database, secretKey: key, clock: clock)
        return [GoogleProvider(http: http, configuration: google, grants: grants, zones: zones, clock: clock)]
    }

    /// Only the owner may look into it: it holds the key and everybody's bookings.
    static func makeFolder(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Configuration.Failure(description: "KALENDS_DATA_DIR: the folder \(path) cannot be made: \(error.localizedDescription)")
        }
    }
}

/// Makes keys: 130 random bits as 26 letters and digits.
enum Identifiers {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func make() -> String {
        String(decoding: SystemRandom.bytes(26).map { alphabet[Int($0 & 31)] }, as: UTF8.self)
    }
}

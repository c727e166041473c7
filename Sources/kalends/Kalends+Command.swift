import ArgumentParser
import Logging

/// The command line: wiring and nothing else.
@main
struct KalendsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kalends",
        abstract: "Appointment booking whose calendars never lie.",
        discussion: """
            Start with “kalends serve” and open the address it prints; the first page leads to a working business.

            Settings are environment variables, or lines NAME=value in the file of --config:
              KALENDS_DATA_DIR     the folder of the database and the secret key (kalends-data)
              KALENDS_DATABASE_URL   postgres://user:password@host/database (the file in the data folder)
              KALENDS_LISTEN       where to listen (127.0.0.1:8080)
              KALENDS_BASE_URL     the address people open, such as https://booking.example.org
              KALENDS_SMTP_URL     the mail server, such as smtp://user:password@mail.example.org:587
              KALENDS_MAIL_FROM    the sender of mails
              KALENDS_POLL_SECONDS   seconds between two looks at every calendar (60)
              KALENDS_RATE_LIMIT     requests per minute and address (300); 0 is no limit
              KALENDS_TRUSTED_PROXIES           proxies whose X-Forwarded-For is believed
              KALENDS_ALLOW_PRIVATE_ADDRESSES   private addresses that calendars may have (none)
              KALENDS_SECRET_KEY_FILE           the key that seals stored passwords (in the data folder)
              KALENDS_GOOGLE_CLIENT_ID, KALENDS_GOOGLE_CLIENT_SECRET    this installation's registration with Google
              KALENDS_GOOGLE_ACCOUNTS_URL, KALENDS_GOOGLE_TOKEN_URL, KALENDS_GOOGLE_API_URL    Google's addresses, or a stand-in's
            The README says more of each.
            """,
        version: Instance.version,
        subcommands: [
            Serve.self, Demo.self, CreateAdmin.self, ResetPassword.self, TokenCommand.self, BusinessCommand.self, Sync.self, Slots.self,
            Ical.self,
            Migrate.self, Backup.self,
            Restore.self, DatabaseCommand.self, Doctor.self, Version.self,
        ])
}

/// What every command that opens an instance takes.
struct InstanceOptions: ParsableArguments {
    @Option(help: "A file of lines NAME=value; the environment counts more. Also KALENDS_CONFIG_FILE.")
    var config: String?

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error.")
    var log: LogLevel = .info

    var logLevel: Logger.Level { log.level }
}

struct LogLevel: ExpressibleByArgument {
    var level: Logger.Level

    static let info = LogLevel(level: .info)

    private init(level: Logger.Level) { self.level = level }

    init?(argument: String) {
        guard let level = Logger.Level(rawValue: argument.lowercased()) else { return nil }
        self.level = level
    }

    var defaultValueDescription: String { level.rawValue }
}

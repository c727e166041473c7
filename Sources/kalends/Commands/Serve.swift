import ArgumentParser
import Logging
import Operations
import Persistence

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the booking pages and the admin app, and keep calendars and mails going.",
        discussion: "Stops on SIGTERM or Ctrl-C; what is under way is finished first. Anything cut short is taken up at the next start.")

    @OptionGroup var options: InstanceOptions

    func run() async throws {
        LogLines.bootstrap()
        let instance = try describing { try Instance(options) }
        let configuration = instance.configuration
        let kalends = instance.kalends
        for warning in Self.warnings(configuration) { kalends.logger.warning("\(warning)") }
        try await Server(instance: instance).run { try await greeting(configuration, kalends) }
    }

    /// What the operator should know although nothing stands in the way of the start.
    private static func warnings(_ configuration: Configuration) -> [String] {
        var warnings = configuration.unknownNames.map { "\($0) is not a name that Kalends reads; “kalends --help” lists them." }
        if Configuration.isEverywhere(configuration.host), !configuration.isBaseURLNamed {
            warnings.append(
                "KALENDS_BASE_URL is not set: links in mails lead to \(configuration.baseURL), which opens on this machine alone. "
                    + "Set it to the address that people open.")
        }
        if let warning = configuration.googleWarning { warnings.append(warning) }
        return warnings
    }

    /// What is printed once the server answers.
    private func greeting(_ configuration: Configuration, _ kalends: Kalends) async throws -> @Sendable (Int) -> String {
        let firstRun = FirstRun(kalends)
        let code = try await firstRun.isNeeded() ? try await firstRun.code() : nil
        let isEmpty = try await kalends.database.read { transaction in try transaction.businesses.all().isEmpty }
        let hasNoBusiness = isEmpty && code == nil
        let isMailOff = configuration.smtp == nil
        return { port in
            let address = configuration.address(at: port)
            var lines = ["", "Kalends \(Instance.version) is ready at \(address)"]
            if let code { lines += ["", "  Open \(address)/ to set it up.", "  Set-up code: \(code)"] }
            if hasNoBusiness { lines += ["", "  There is no business yet. Sign in at \(address)/admin to make it."] }
            if isMailOff { lines += ["", "  KALENDS_SMTP_URL is not set: mails wait in the queue, readable at \(address)/admin/mails."] }
            return (lines + [""]).joined(separator: "\n")
        }
    }
}

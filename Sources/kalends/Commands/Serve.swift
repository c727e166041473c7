import ArgumentParser
import Foundation
import Hummingbird
import Logging
import Operations
import Persistence
import ServiceLifecycle
import UnixSignals
import WebApp
import WebShell

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
        let isShared = DatabasePlace(configuration.database).isShared
        // Nodes of one server keep nothing in the folder but the key.
        let lock = try isShared ? nil : describing { try FolderLock(folder: configuration.dataFolder) }
        defer { lock?.release() }

        let web = try WebApp(
            kalends,
            settings: WebShell.Settings(
                baseURL: configuration.baseURL, trustedProxies: configuration.trustedProxies, rateLimit: configuration.rateLimit,
                secretKey: kalends.secretKey, clock: kalends.clock))
        // Nodes of one database must not take each other's work for what they left themselves.
        let runner = JobRunner(kalends, mail: instance.mail, worker: isShared ? "serve-\(Identifiers.make())" : "serve")
        try await runner.prepare()
        let greeting = try await greeting(configuration, kalends)
        let connections = ConnectionLimit(
            maximum: OpenFiles.connections(of: OpenFiles.raise()), trustedProxies: configuration.trustedProxies)
        let application = Application(
            router: web.makeRouter(),
            // A request that does not arrive, or arrives by the drop, is given up.
            server: .http1(configuration: .init(additionalChannelHandlers: [connections.handler()], idleTimeout: .seconds(30))),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil,
                availableConnectionsDelegate: .maximum(connections.maximum, logger: kalends.logger)),
            onServerRunning: { channel in
                print(greeting(channel.localAddress?.port ?? configuration.port))
                fflush(nil)
            },
            logger: kalends.logger)
        // Ended from the last to the first: open pages are let go before the server waits for its connections to end.
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    Worker(name: "jobs") { await runner.run() }, application, Worker(name: "events") { await web.publishCommits() },
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: kalends.logger))
        do {
            try await group.run()
        } catch  where "\(error)".contains("errno: \(EADDRINUSE)") {
            throw Configuration.Failure(
                description:
                    "KALENDS_LISTEN: \(configuration.host):\(configuration.port) is in use already. Stop the other program or choose another port."
            )
        }
        try kalends.database.close()
    }

    /// What is printed once the server answers.
    private func greeting(_ configuration: Configuration, _ kalends: Kalends) async throws -> @Sendable (Int) -> String {
        let firstRun = FirstRun(kalends)
        let code = try await firstRun.isNeeded() ? try await firstRun.newCode() : nil
        let isMailOff = configuration.smtp == nil
        return { port in
            let address =
                configuration.baseURL.hasSuffix(":0") ? String(configuration.baseURL.dropLast()) + "\(port)" : configuration.baseURL
            var lines = ["", "Kalends \(Instance.version) is ready at \(address)"]
            if let code { lines += ["", "  Open \(address)/ to set it up.", "  Set-up code: \(code)"] }
            if isMailOff { lines += ["", "  KALENDS_SMTP_URL is not set: mails wait in the queue, readable at \(address)/admin/mails."] }
            return (lines + [""]).joined(separator: "\n")
        }
    }
}

/// A loop that runs beside the server and ends with it.
private struct Worker: Service {
    let name: String
    let work: @Sendable () async -> Void

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }
}

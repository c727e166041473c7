import Foundation
import Hummingbird
import Logging
import Operations
import Persistence
import ServiceLifecycle
import UnixSignals
import WebApp
import WebShell

/// An instance behind its address with its workers, until it is told to stop.
struct Server {
    let instance: Instance

    /// Serves until SIGTERM or Ctrl-C; what is under way is finished first.
    /// - Parameter greeting: makes what is printed once the server answers, at the port that it got; asked when nothing stands in the way.
    /// - Throws: `Configuration.Failure` when another process serves the folder, or the address cannot be listened on.
    func run(greeting: () async throws -> @Sendable (Int) -> String) async throws {
        let (configuration, kalends) = (instance.configuration, instance.kalends)
        let isShared = DatabasePlace(configuration.database).isShared
        // Nodes of one server keep nothing in the folder but the key.
        let lock = try isShared ? nil : describing { try FolderLock(folder: configuration.dataFolder) }
        defer { lock?.release() }

        let web = try WebApp(
            kalends,
            settings: WebShell.Settings(
                baseURL: configuration.baseURL, trustedProxies: configuration.trustedProxies, rateLimit: configuration.rateLimit,
                sharedRequests: DatabaseRequests(kalends), secretKey: kalends.secretKey, clock: kalends.clock))
        // Nodes of one database must not take each other's work for what they left themselves.
        let runner = JobRunner(
            kalends, mail: instance.mail, webhooks: instance.webhooks, worker: isShared ? "serve-\(Identifiers.make())" : "serve")
        try await runner.prepare()
        let greeting = try await greeting()
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
                    DatabaseWatch(database: kalends.database), Worker(name: "jobs") { await runner.run() }, application,
                    Worker(name: "events") { await web.publishCommits() },
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: kalends.logger))
        do {
            try await group.run()
        } catch {
            if let failure = error as? StoreFailure { throw Configuration.Failure(description: failure.sentence) }
            throw Self.listening(error, at: "\(configuration.host):\(configuration.port)") ?? error
        }
        try kalends.database.close()
    }

    /// Why the server cannot listen where it was told to; `nil` for what has another cause.
    private static func listening(_ error: any Error, at address: String) -> Configuration.Failure? {
        let text = "\(error)"
        let remedies = [
            "(errno: \(EADDRINUSE))": "is in use already. Stop the other program or choose another port.",
            "(errno: \(EADDRNOTAVAIL))": "is not an address of this machine. Choose one that is, or 0.0.0.0 for all of them.",
            "(errno: \(EACCES))": "may not be listened on by this user. Choose a port from 1024 on.",
            "NIOConnectionError": "names a host that is not known. Write it like 127.0.0.1:8080.",
        ]
        return remedies.first { text.contains($0.key) }.map {
            Configuration.Failure(description: "KALENDS_LISTEN: \(address) \($0.value)")
        }
    }
}

/// Stops the server when another content took the place of its database's: what it would go on to write belongs nowhere.
private struct DatabaseWatch: Service {
    let database: Database

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for await failure in database.endings { throw failure }
            // Nothing happened; the other services decide when it is over.
            while !Task.isCancelled { try? await Task.sleep(for: .seconds(3_600)) }
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

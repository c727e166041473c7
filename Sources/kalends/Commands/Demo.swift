import ArgumentParser
import CalendarSimulators
import CivilTime
import Foundation
import Host
import Operations
import Outbound

/// The whole product at work, with nothing to register: a salon whose two people have their calendars in a stand-in for Google.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try the whole product with two people whose calendars live in a stand-in for Google.",
        discussion: """
            Needs no account, no credentials and no internet. Book on the page, edit the people's calendars, and watch both sides follow each \
            other. Everything is kept in a folder of its own and thrown away at the end. Stops on Ctrl-C.
            """)

    @Option(help: "Where to listen.")
    var listen = "127.0.0.1:8080"

    @Option(help: "The salon's time zone.")
    var zone = TimeZone.current.identifier

    @Option(help: "How much is logged: trace, debug, info, notice, warning, error.")
    var log = LogLevel(argument: "warning") ?? .info

    func validate() throws {
        guard SystemZones.database.zone(named: zone) != nil else {
            throw ValidationError("--zone: “\(zone)” is not a time zone. Write it like Europe/Berlin.")
        }
    }

    func run() async throws {
        LogLines.bootstrap()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kalends-demo-\(Identifiers.make())").path
        defer { removeFolder(folder) }
        let simulator = GoogleSimulator(zones: SystemZones.database, clock: { SystemClock.now() })
        let people = DemoPeople(simulator: simulator, zone: zone)
        let standIn = SimulatorServer(simulator, http: HTTPClient(policy: .all, userAgent: "APIs-Google"))
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await standIn.run { port.yield($0) }
            }
            for await found in ports {
                try await serve(folder, people, google: "http://127.0.0.1:\(found)")
                group.cancelAll()
                return
            }
            // It ended before it listened, and says why.
            try await group.waitForAll()
        }
    }

    private func serve(_ folder: String, _ people: DemoPeople, google: String) async throws {
        let instance = try describing {
            var options = InstanceOptions()
            options.log = log
            return try Instance(options, Configuration(ConfigurationValues(environment: settings(folder, google))))
        }
        let salon = try await describing { try await DemoSalon(kalends: instance.kalends, zone: zone).open(people) }
        try await Server(instance: instance).run {
            { port in greeting(instance.configuration.address(at: port), salon, people, google) }
        }
    }

    private func settings(_ folder: String, _ google: String) -> [String: String] {
        [
            "KALENDS_DATA_DIR": folder, "KALENDS_LISTEN": listen, "KALENDS_ALLOW_PRIVATE_ADDRESSES": "127.0.0.1",
            "KALENDS_GOOGLE_CLIENT_ID": "kalends", "KALENDS_GOOGLE_CLIENT_SECRET": DemoPeople.clientSecret,
            "KALENDS_GOOGLE_ACCOUNTS_URL": google, "KALENDS_GOOGLE_TOKEN_URL": google, "KALENDS_GOOGLE_API_URL": google,
        ]
    }

    private func greeting(_ address: String, _ salon: DemoSalon.Opened, _ people: DemoPeople, _ google: String) -> String {
        """

        The demo of Kalends is ready. Nothing in it is real, and it is gone when you press Ctrl-C.

          Book as a customer      \(address)/b/\(salon.slug)
          Work as the salon       \(address)/admin
                                  \(salon.email), password \(salon.password)
          Edit their calendars    \(google)/
                                  \(people.names.joined(separator: " and ")), as if it were Google

        Try this: book a time and look for it in the calendar; enter an event there and see its time vanish from the page; move a booking there, and
        settle what Kalends asks about it.

        """
    }

    private func removeFolder(_ folder: String) {
        do { try FileManager.default.removeItem(atPath: folder) } catch {
            print("The folder \(folder) could not be removed: \(error.localizedDescription)")
        }
    }
}

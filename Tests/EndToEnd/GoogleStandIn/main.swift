import CalendarSimulators
import Foundation
import Host
import Outbound

// The stand-in for Google as a program of its own, for the tests in Python: `GoogleStandIn [port]`, 0 or nothing for a free port.
let simulator = GoogleSimulator(zones: SystemZones.database, clock: { SystemClock.now() })
simulator.change { world, _ in world.settings.requiresSecurePush = false }
let server = SimulatorServer(simulator, http: HTTPClient(policy: .all, userAgent: "APIs-Google"))
let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
try await server.run(port: port) { port in
    print("The stand-in for Google listens on http://127.0.0.1:\(port)")
    fflush(nil)
}

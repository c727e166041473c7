import CivilTime
import Persistence

/// Leaves a check of everybody's connections, each in a lane of its own, so that a server that does not answer holds up nobody else.
struct CheckConnections {
    let kalends: Kalends

    func callAsFunction() async throws {
        try await kalends.database.write { transaction in
            for resource in try DiagnoseConnection.connected(transaction) {
                try transaction.jobs.leave(
                    kind: JobKind.diagnose.rawValue, payload: try payload(DiagnosePayload(resource: resource, depth: .roundTrip)),
                    lane: "diagnose:\(resource)", key: "diagnose:\(resource)", due: kalends.now)
            }
        }
    }
}

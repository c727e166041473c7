public import Operations
import Persistence
import Secrets
public import WebShell

/// The requests of all nodes, counted in the database that they share. Households stand there under names that nobody can read.
public struct DatabaseRequests: SharedRequests {
    private let kalends: Kalends

    /// - Returns: `nil` for a database that one program serves.
    public init?(_ kalends: Kalends) {
        guard kalends.database.isShared else { return nil }
        self.kalends = kalends
    }

    public func take(_ wanted: Int, of household: String, interval: Int64, givingBack givenBack: Int64, now: Int64) async throws -> Taken {
        let asked = RequestAsking(
            household: kalends.secretKey.sign(household, purpose: "household"), wanted: wanted, interval: interval, givenBack: givenBack,
            now: now)
        guard let grant = try await kalends.database.takeRequests(asked, within: .seconds(1)) else { throw StoreFailure.busy }
        return Taken(count: grant.granted, fullAt: grant.fullAt)
    }
}

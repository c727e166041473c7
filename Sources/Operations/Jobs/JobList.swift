import CivilTime
import Persistence

/// Runs a dead job once more, or gives it up for good.
public struct ReviveJob: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `StoreFailure`.
    public func callAsFunction(_ id: Int64, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            try transaction.jobs.revive(id, now: kalends.now)
        }
    }
}

/// Gives a dead job up: it is taken off the list, and the history says who did it.
public struct DiscardJob: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `StoreFailure`.
    public func callAsFunction(_ id: Int64, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            try transaction.jobs.discard(id)
            try transaction.history.append(
                HistoryEntry(
                    id: 0, at: kalends.now, actor: actor.text, subject: "job:\(id)", action: "discarded", reason: "", before: nil, after: nil))
        }
    }
}

public import Booking
public import CalendarSync
import CivilTime
import Persistence

/// Takes back what one run of the sync did: shows first what that comes to, and applies exactly that. It is a run itself, and can be undone.
public struct UndoRun: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// Another undo came first; that one can be undone.
        case alreadyUndone
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// What undoing would do; nothing is done.
    /// - Parameter including: the ids of what people changed since and is undone all the same (`SyncPlan.ChangedSince.id`).
    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func preview(_ id: SyncRun.ID, including: Set<String> = [], actor: Actor) async throws -> SyncPlan {
        try await kalends.rehearse { transaction in try apply(id, including, actor, transaction) }
    }

    /// - Parameter agreed: the digest of the plan that was shown.
    /// - Throws: `PlanChanged` when another plan would be carried out, `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: SyncRun.ID, including: Set<String> = [], agreed digest: String, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try apply(id, including, actor, transaction).require(digest)
        }
    }

    private func apply(_ id: SyncRun.ID, _ including: Set<String>, _ actor: Actor, _ transaction: Transaction) throws -> SyncPlan {
        try transaction.requireScheduler(actor)
        guard let run = try transaction.syncRuns.find(id) else { throw NotFound("run of the sync") }
        let effects = try transaction.syncRuns.effects(of: id)
        if effects.contains(where: \.change.kind.isForAdministrators) { try transaction.requireAdministrator(actor) }
        guard try transaction.syncRuns.undo(of: id) == nil else { throw Failure.alreadyUndone }
        return try Undoing(run, effects, including: including, actor: actor, kalends, transaction)()
    }
}

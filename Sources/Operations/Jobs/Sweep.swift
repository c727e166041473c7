import CivilTime
import Persistence

/// Removes what is past its time.
struct Sweep {
    let kalends: Kalends

    /// - Throws: `StoreFailure`.
    func callAsFunction() async throws {
        let now = kalends.now
        try await kalends.database.write { transaction in
            try transaction.sessions.deleteExpired(before: now)
            try transaction.passwordLinks.deleteExpired(before: now)
            try transaction.submissions.deleteBefore(now - .days(7))
            try transaction.attempts.deleteBefore(now - AttemptLimit.memory)
            try transaction.spentStates.deleteExpired(before: now)
            try transaction.channels.deleteExpired(before: now - .days(1))
            try transaction.syncLog.deleteBefore(now - SyncLog.memory)
            try transaction.syncRuns.deleteBefore(now - SyncLog.memory)
            try transaction.webhookDeliveries.deleteBefore(now - WebhookBackOff.memory)
            try transaction.keptAnswers.deleteBefore(now - Idempotency.memory)
            try kalends.disconnectLeavers(transaction)
            try kalends.ensureRecurringWork(transaction)
        }
        try await kalends.database.forgetFullRequestBuckets(now: now.secondsSinceEpoch * 1_000_000)
    }
}

import CivilTime
public import Persistence

/// Runs a dead job once more.
public struct ReviveJob: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: the job as it was given up.
    /// - Throws: `NotAllowed`, `NotFound` when it is not dead, `UnreadableJob`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: Int64, actor: Actor) async throws -> Job {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let job = try transaction.deadJob(id)
            // A mail that was given up waits again, or the job would find nothing to send.
            if job.kind == JobKind.sendMail.rawValue {
                // A job that cannot be read is for its reader to bury again, with a sentence that says so.
                do { try transaction.requeueMail(try decode(SendMailPayload.self, from: job.payload).mail) } catch is DecodingError {
                    throw UnreadableJob()
                }
            }
            try transaction.jobs.revive(id, now: kalends.now)
            return job
        }
    }
}

/// Nobody can tell any more what a job was to do.
public struct UnreadableJob: Error, Hashable, Sendable {
    public init() {}
}

/// Gives a dead job up: it is taken off the list, and the history says who did it. A job that waits is nobody's to discard: with it polling
/// or a mail would end in silence.
public struct DiscardJob: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound` when it is not dead, `StoreFailure`.
    public func callAsFunction(_ id: Int64, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let job = try transaction.deadJob(id)
            try transaction.jobs.discard(id)
            try transaction.record(.discarded, "job:\(id)", by: actor, at: kalends.now, reason: job.kind)
        }
    }
}

extension Transaction {
    fileprivate func deadJob(_ id: Int64) throws -> Job {
        guard let job = try jobs.find(id), job.state == .dead else { throw NotFound("dead job") }
        return job
    }
}

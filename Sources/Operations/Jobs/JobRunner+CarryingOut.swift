import CivilTime
import Logging
import Persistence

extension JobRunner {
    /// Does one job and writes down how it ended.
    ///
    /// Its lease is renewed meanwhile: reading a huge calendar may take longer than a lease. Work whose lease is lost is cancelled, so that no
    /// two nodes go on with it.
    func carryOut(_ job: Job) async {
        let startedAt = kalends.now
        guard job.interruptions < Self.mostInterruptions else {
            let reason =
                "Kalends ended \(job.interruptions) times in a row in the middle of this work, which may be the reason. See the log."
            // What is done again and again is needed whatever happens: it rests, so that other work is done meanwhile.
            let outcome: JobOutcome =
                RecurringWork.isRecurring(job)
                ? .again(due: kalends.now + Self.rest, reason: reason) : .buried(reason: reason)
            return await end(job, outcome, startedAt: startedAt)
        }
        let working = Task { await handlers.outcome(of: job) }
        let renewing = Task { await keepLease(of: job) { working.cancel() } }
        defer { renewing.cancel() }
        let outcome = await withTaskCancellationHandler {
            await working.value
        } onCancel: {
            working.cancel()
        }
        await end(job, outcome, startedAt: startedAt)
    }

    /// Writes down how a job ended, however long the database is away: what was done would be done once more.
    private func end(_ job: Job, _ outcome: JobOutcome, startedAt: Instant) async {
        do {
            try await kalends.insist { transaction in
                let isHeld =
                    switch outcome {
                    case .done: try transaction.jobs.complete(job.id, worker: worker)
                    case .again(let due, let reason, _): try transaction.jobs.retry(job.id, worker: worker, due: due, error: reason)
                    case .buried(let reason, _): try transaction.jobs.bury(job.id, worker: worker, error: reason)
                    }
                // Somebody else took it over when the lease ran out: what follows is theirs to leave.
                if isHeld { try handlers.follow(job, outcome, startedAt: startedAt, transaction) }
            }
        } catch {
            // The lease runs out and the job is taken again.
            kalends.logger.error("The end of a job was not recorded", metadata: ["job": "\(job.kind)", "error": "\(error)"])
        }
    }

    /// Renews a lease until it is cancelled or somebody else has the job, or may have it.
    private func keepLease(of job: Job, orElse lose: () -> Void) async {
        var heldUntil = job.leaseUntil ?? kalends.now
        while true {
            do { try await Task.sleep(for: renewal) } catch { return }
            do {
                let until = kalends.now + Self.lease
                guard try await kalends.database.write({ try $0.jobs.renew(job.id, worker: worker, leaseUntil: until) }) else {
                    return lose()
                }
                heldUntil = until
            } catch {
                kalends.logger.warning("The lease of a job was not renewed", metadata: ["job": "\(job.kind)", "error": "\(error)"])
                // Somebody who reaches the database may have taken it over.
                if kalends.now >= heldUntil { return lose() }
            }
        }
    }
}

import CivilTime
import Logging
import Persistence

extension JobRunner {
    /// Does one job and writes down how it ended.
    func carryOut(_ job: Job) async {
        await keepingLease(of: job) { await end(job, await handlers.outcome(of: job)) }
    }

    /// Writes down how a job ended, however long the database is away: what was done would be done once more.
    private func end(_ job: Job, _ outcome: JobOutcome) async {
        do {
            try await kalends.insist { transaction in
                let isHeld =
                    switch outcome {
                    case .done: try transaction.jobs.complete(job.id, worker: worker)
                    case .again(let due, let reason, _): try transaction.jobs.retry(job.id, worker: worker, due: due, error: reason)
                    case .buried(let reason, _): try transaction.jobs.bury(job.id, worker: worker, error: reason)
                    }
                // Somebody else took it over when the lease ran out: what follows is theirs to leave.
                if isHeld { try handlers.follow(job, outcome, transaction) }
            }
        } catch {
            // The lease runs out and the job is taken again.
            kalends.logger.error("The end of a job was not recorded", metadata: ["job": "\(job.kind)", "error": "\(error)"])
        }
    }

    /// Works while the job's lease is renewed beside it: reading a huge calendar may take longer than a lease.
    private func keepingLease<Value: Sendable>(of job: Job, _ work: @escaping @Sendable () async -> Value) async -> Value {
        let renewing = Task {
            while true {
                do { try await Task.sleep(for: renewal) } catch { return }
                do {
                    let until = kalends.now + Self.lease
                    guard try await kalends.database.write({ try $0.jobs.renew(job.id, worker: worker, leaseUntil: until) }) else { return }
                } catch {
                    kalends.logger.warning("The lease of a job was not renewed", metadata: ["job": "\(job.kind)", "error": "\(error)"])
                }
            }
        }
        defer { renewing.cancel() }
        return await work()
    }
}

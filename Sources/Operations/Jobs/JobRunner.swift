public import CivilTime
import Logging
public import Messaging
import Persistence

/// Takes jobs and carries them out, as many lanes at a time as it may, until it is cancelled.
public struct JobRunner: Sendable {
    let kalends: Kalends
    let handlers: JobHandlers
    let worker: String
    private let concurrency: Int
    let renewal: Duration

    /// - Parameter worker: a name of this process; leases it left behind are taken back when it starts again.
    public init(
        _ kalends: Kalends, mail: MailTransport?, webhooks: WebhookTransport? = nil, worker: String, concurrency: Int = 8
    ) {
        self.init(kalends, mail: mail, webhooks: webhooks, worker: worker, concurrency: concurrency, renewal: .seconds(20))
    }

    /// - Parameter renewal: how often the lease of a job under way is made longer; much less than the lease itself.
    init(
        _ kalends: Kalends, mail: MailTransport?, webhooks: WebhookTransport? = nil, worker: String, concurrency: Int = 8,
        renewal: Duration
    ) {
        self.kalends = kalends
        handlers = JobHandlers(kalends: kalends, mail: mail, webhooks: webhooks)
        self.worker = worker
        self.concurrency = concurrency
        self.renewal = renewal
    }

    static let lease = Seconds.minutes(1)
    /// Whatever ended its process so often in a row is not begun once more.
    static let mostInterruptions = 10
    /// How long recurring work is left alone then.
    static let rest = Seconds.minutes(10)
    /// After the database was away, so long is left to those who could not renew a lease or say that they are done.
    private static let patience = Seconds(5)

    /// Makes sure that all recurring work is on the list, and takes back what this worker held when it stopped. What failed before is tried
    /// at once.
    public func prepare() async throws {
        try await kalends.database.write { transaction in
            try transaction.jobs.release(worker: worker, isCutShort: true)
            try kalends.ensureRecurringWork(transaction)
            for work in RecurringWork.allCases { try transaction.jobs.hasten(kind: work.rawValue, now: kalends.now) }
            try kalends.enqueueWaitingMails(transaction)
            if handlers.webhooks != nil { try kalends.enqueueWaitingWebhooks(transaction) }
        }
    }

    /// Works until the task is cancelled. Jobs under way are finished; a slow one holds up its own lane alone.
    public func run() async {
        let underWay = JobsUnderWay()
        let (ticks, tick) = ticks()
        await withTaskGroup(of: Void.self) { group in
            var doubts = Doubts()
            for await _ in ticks {
                if Task.isCancelled { break }
                for job in await takeJobs(besides: underWay, &doubts) {
                    underWay.insert(job.id)
                    group.addTask {
                        await carryOut(job)
                        underWay.remove(job.id)
                        tick.yield()
                    }
                }
            }
            await group.waitForAll()
        }
    }

    /// What an attempt to take jobs that failed leaves behind.
    private struct Doubts {
        /// It may have taken some all the same.
        var isUnsure = false
        /// Until then, jobs whose lease has run out are left to those who may still be at them.
        var patientUntil: Instant?
    }

    private func takeJobs(besides underWay: JobsUnderWay, _ doubts: inout Doubts) async -> [Job] {
        let (own, now, isUnsure) = (underWay.ids, kalends.now, doubts.isUnsure)
        guard own.count < concurrency else { return [] }
        let takesOver = !isUnsure && doubts.patientUntil.map { now >= $0 } ?? true
        do {
            let jobs = try await kalends.database.write { transaction in
                if isUnsure { try transaction.jobs.release(worker: worker, except: own) }
                return try transaction.jobs.claim(
                    now: now, worker: worker, leaseUntil: now + Self.lease, limit: concurrency - own.count, takesOver: takesOver,
                    except: own)
            }
            if isUnsure {
                kalends.logger.notice("Jobs are taken again")
                doubts = Doubts(patientUntil: kalends.now + Self.patience)
            }
            return jobs
        } catch {
            if !isUnsure { kalends.logger.error("Jobs cannot be taken", metadata: ["error": "\(error)"]) }
            doubts.isUnsure = true
            return []
        }
    }

    /// Which jobs a drain takes.
    public enum Kinds: Sendable {
        case all
        /// Reading and writing calendars.
        case calendars

        var names: [String]? {
            switch self {
            case .all: nil
            case .calendars:
                [
                    JobKind.readCalendar, .pushLink, .removeEvent, .removeItem, .restoreItem, .keepLess, .openChannel, .closeChannel,
                    .endAccess,
                ].map(\.rawValue)
            }
        }
    }

    /// Works off what is due now, and what becomes due by it, then returns.
    /// - Returns: how many jobs were carried out.
    @discardableResult
    public func drain(kinds: Kinds = .all, limit: Int = 100_000) async throws -> Int {
        var done = 0
        while done < limit {
            let jobs = try await claim(concurrency, kinds: kinds)
            if jobs.isEmpty { return done }
            await withTaskGroup(of: Void.self) { group in
                for job in jobs { group.addTask { await carryOut(job) } }
            }
            done += jobs.count
        }
        return done
    }

    /// Whether work that was due at that moment still waits or is under way, here or in another process. What failed meanwhile and waits
    /// for its next try does not count.
    public func hasUnfinished(kinds: Kinds, dueBy moment: Instant) async throws -> Bool {
        try await kalends.database.read { try $0.jobs.hasUnfinished(dueBy: moment, kinds: kinds.names) }
    }

    /// A tick at once, after each commit that may have left work, after each job, and twice a second for what falls due.
    private func ticks() -> (AsyncStream<Void>, AsyncStream<Void>.Continuation) {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let commits = kalends.database.commits()
        let listening = Task {
            for await commit in commits where commit.topics.contains(.jobs) { continuation.yield() }
        }
        let ticking = Task {
            while !Task.isCancelled {
                continuation.yield()
                do { try await Task.sleep(for: .milliseconds(500)) } catch { break }
            }
        }
        continuation.onTermination = { _ in
            listening.cancel()
            ticking.cancel()
        }
        return (stream, continuation)
    }

    private func claim(_ limit: Int, kinds: Kinds = .all) async throws -> [Job] {
        guard limit > 0 else { return [] }
        let now = kalends.now
        return try await kalends.database.write { transaction in
            try transaction.jobs.claim(now: now, worker: worker, leaseUntil: now + Self.lease, limit: limit, kinds: kinds.names)
        }
    }
}

import CalendarSync
public import CivilTime
import Logging
public import Messaging
import Persistence
import Synchronization

/// Takes jobs and carries them out, as many lanes at a time as it may, until it is cancelled.
public struct JobRunner: Sendable {
    private let kalends: Kalends
    private let handlers: JobHandlers
    private let worker: String
    private let concurrency: Int
    private let renewal: Duration

    /// - Parameter worker: a name of this process; leases it left behind are taken back when it starts again.
    public init(_ kalends: Kalends, mail: MailTransport?, worker: String, concurrency: Int = 8) {
        self.init(kalends, mail: mail, worker: worker, concurrency: concurrency, renewal: .seconds(60))
    }

    /// - Parameter renewal: how often the lease of a job under way is made longer; much less than the lease itself.
    init(_ kalends: Kalends, mail: MailTransport?, worker: String, concurrency: Int = 8, renewal: Duration) {
        self.kalends = kalends
        handlers = JobHandlers(kalends: kalends, mail: mail)
        self.worker = worker
        self.concurrency = concurrency
        self.renewal = renewal
    }

    static let lease = Seconds.minutes(3)

    /// Makes sure that all recurring work is on the list, and takes back what this worker held when it stopped. What failed before is tried
    /// at once.
    public func prepare() async throws {
        try await kalends.database.write { transaction in
            try transaction.jobs.release(worker: worker)
            try kalends.ensureRecurringWork(transaction)
            for work in RecurringWork.allCases { try transaction.jobs.hasten(kind: work.rawValue, now: kalends.now) }
            try kalends.enqueueWaitingMails(transaction)
        }
    }

    /// Works until the task is cancelled. Jobs under way are finished; a slow one holds up its own lane alone.
    public func run() async {
        let running = RunningCount()
        let (ticks, tick) = ticks()
        await withTaskGroup(of: Void.self) { group in
            for await _ in ticks {
                if Task.isCancelled { break }
                do {
                    let jobs = try await claim(concurrency - running.value)
                    running.add(jobs.count)
                    for job in jobs {
                        group.addTask {
                            await carryOut(job)
                            running.add(-1)
                            tick.yield()
                        }
                    }
                } catch {
                    kalends.logger.error("Jobs cannot be taken", metadata: ["error": "\(error)"])
                }
            }
            await group.waitForAll()
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
            case .calendars: [JobKind.readCalendar, .pushLink, .removeEvent].map(\.rawValue)
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

    private func carryOut(_ job: Job) async {
        let startedAt = kalends.now
        let outcome = await keepingLease(of: job) { await handlers.outcome(of: job) }
        do {
            try await kalends.database.write { transaction in
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
}

extension JobRunner {
    /// Works while the job's lease is renewed beside it: reading a huge calendar may take longer than a lease. Work whose lease is lost is
    /// cancelled, so that no two nodes go on with it.
    private func keepingLease<Value: Sendable>(of job: Job, _ work: @escaping @Sendable () async -> Value) async -> Value {
        let working = Task { await work() }
        let renewing = Task {
            var heldUntil = job.leaseUntil ?? kalends.now
            while true {
                do { try await Task.sleep(for: renewal) } catch { return }
                do {
                    let until = kalends.now + Self.lease
                    guard try await kalends.database.write({ try $0.jobs.renew(job.id, worker: worker, leaseUntil: until) }) else { break }
                    heldUntil = until
                } catch {
                    kalends.logger.warning("The lease of a job was not renewed", metadata: ["job": "\(job.kind)", "error": "\(error)"])
                    // Somebody who reaches the database may have taken it over.
                    if kalends.now >= heldUntil { break }
                }
            }
            working.cancel()
        }
        defer { renewing.cancel() }
        return await withTaskCancellationHandler {
            await working.value
        } onCancel: {
            working.cancel()
        }
    }
}

/// How many jobs run at this moment.
private final class RunningCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ number: Int) { count.withLock { $0 += number } }
}

/// How a job ended.
enum JobOutcome: Sendable {
    case done
    /// Later, because of something that may pass; `trouble` is what the calendar shows meanwhile.
    case again(due: Instant, reason: String, trouble: ProviderFailure? = nil)
    /// Never, until a person says so: it stands in the list of dead jobs.
    case buried(reason: String, trouble: ProviderFailure? = nil)

    var trouble: ProviderFailure? {
        switch self {
        case .done: nil
        case .again(_, _, let trouble), .buried(_, let trouble): trouble
        }
    }

    /// Why it did not end well.
    var reason: String? {
        switch self {
        case .done: nil
        case .again(_, let reason, _), .buried(let reason, _): reason
        }
    }
}

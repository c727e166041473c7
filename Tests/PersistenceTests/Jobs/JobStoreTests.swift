import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct JobStoreTests {
    private let database: Database

    init() throws { database = try Cast.emptyDatabase() }

    @discardableResult
    private func enqueue(_ kind: String, lane: String, key: String? = nil, due: Int = 0) throws -> Int64 {
        try database.writeNow { try $0.jobs.enqueue(kind: kind, payload: "{\"n\":1}", lane: lane, key: key, due: morning + .minutes(due)) }
    }

    private func claim(at minutes: Int = 0, worker: String = "w1", lease: Int = 5, limit: Int = 10) throws -> [Job] {
        try database.writeNow {
            try $0.jobs.claim(
                now: morning + .minutes(minutes), worker: worker, leaseUntil: morning + .minutes(minutes + lease), limit: limit)
        }
    }

    private func complete(_ job: Job, _ worker: String = "w1") throws -> Bool {
        try database.writeNow { try $0.jobs.complete(job.id, worker: worker) }
    }

    @Test func `a claimed job says all about itself, and nobody else gets it`() throws {
        let id = try enqueue("push", lane: "a", key: "k")
        let jobs = try claim(worker: "w7")
        #expect(
            jobs == [
                Job.running(
                    id: id, kind: "push", payload: "{\"n\":1}", lane: "a", key: "k", due: morning, leaseUntil: morning + .minutes(5),
                    worker: "w7")
            ])
        #expect(try claim(worker: "w8").isEmpty)
        #expect(try complete(jobs[0], "w7"))
        #expect(try database.readNow { try $0.jobs.counts() } == JobCounts())
    }

    @Test func `a job is not claimed before it is due`() throws {
        try enqueue("later", lane: "a", due: 10)
        #expect(try claim(at: 9).isEmpty)
        #expect(try claim(at: 10).map(\.kind) == ["later"])
    }

    @Test func `what failed before is hastened, and what never did waits for its time`() throws {
        let failed = try enqueue("push", lane: "a", key: "k")
        _ = try claim()
        try database.writeNow { try $0.jobs.retry(failed, worker: "w1", due: morning + .minutes(10), error: "refused") }
        try enqueue("read", lane: "a", due: 5)
        try database.writeNow { try $0.jobs.hasten(lane: "b", now: morning + .minutes(1)) }
        #expect(try claim(at: 1).isEmpty)
        try database.writeNow { try $0.jobs.hasten(lane: "a", now: morning + .minutes(1)) }
        #expect(try claim(at: 1).map(\.kind) == ["push"])
    }

    @Test func `a lane runs one job at a time, the earliest due first, then the oldest`() throws {
        try enqueue("third", lane: "a", due: -1)
        try enqueue("first", lane: "a", due: -3)
        try enqueue("second", lane: "a", due: -3)
        try enqueue("other", lane: "b", due: 0)
        var order: [String] = []
        for _ in 0..<4 {
            let jobs = try claim()
            #expect(Set(jobs.map(\.lane)).count == jobs.count)
            order += jobs.map(\.kind)
            for job in jobs { #expect(try complete(job)) }
        }
        #expect(order == ["first", "other", "second", "third"])
    }

    @Test func `no more are claimed than asked for`() throws {
        for number in 0..<5 { try enqueue("k", lane: "l\(number)") }
        #expect(try claim(limit: 2).count == 2)
        #expect(try claim(limit: 2).count == 2)
        #expect(try claim(limit: 2).count == 1)
    }

    @Test func `a worker gives back what it does not know of, and nothing that it is at`() throws {
        let (own, unknown) = (try enqueue("push", lane: "a"), try enqueue("push", lane: "b"))
        _ = try claim()
        try database.writeNow { try $0.jobs.release(worker: "w1", except: [own]) }
        #expect(try claim(worker: "w2").map(\.id) == [unknown])
    }

    @Test func `a lease that ran out is left alone by a worker that is still at it, and while others get time to speak`() throws {
        let (own, other) = (try enqueue("push", lane: "a"), try enqueue("push", lane: "b"))
        _ = try claim()
        let now = morning + .minutes(6)
        func again(takesOver: Bool, except others: Set<Int64>) throws -> [Int64] {
            try database.writeNow {
                try $0.jobs.claim(now: now, worker: "w1", leaseUntil: now + .minutes(5), limit: 1, takesOver: takesOver, except: others)
            }.map(\.id)
        }
        #expect(try again(takesOver: false, except: []).isEmpty)
        #expect(try again(takesOver: true, except: [own]) == [other])
    }

    @Test func `a lease that ran out is claimed again, and the late worker is told`() throws {
        try enqueue("push", lane: "a")
        let lost = try claim(worker: "w1", lease: 5)[0]
        #expect(try claim(at: 4, worker: "w2").isEmpty)
        let again = try claim(at: 5, worker: "w2")[0]
        #expect(again.id == lost.id && again.attempts == 2 && again.worker == "w2")
        try database.writeNow { (transaction: Transaction) throws in
            #expect(try transaction.jobs.complete(lost.id, worker: "w1") == false)
            #expect(try transaction.jobs.retry(lost.id, worker: "w1", due: morning, error: "late") == false)
            #expect(try transaction.jobs.bury(lost.id, worker: "w1", error: "late") == false)
            #expect(try transaction.jobs.renew(lost.id, worker: "w1", leaseUntil: morning + .days(1)) == false)
        }
        #expect(try database.readNow { try $0.jobs.find(lost.id) } == again)
        #expect(try complete(again, "w2"))
    }

    @Test func `it is counted how often in a row a job was lost, by its lease or by its process`() throws {
        try enqueue("push", lane: "a")
        #expect(try claim(worker: "w1", lease: 1)[0].interruptions == 0)
        #expect(try claim(at: 2, worker: "w2", lease: 1)[0].interruptions == 1)
        try database.writeNow { try $0.jobs.release(worker: "w2", isCutShort: true) }
        let job = try claim(at: 3, worker: "w2")[0]
        #expect(job.interruptions == 2)
        try database.writeNow { _ = try $0.jobs.retry(job.id, worker: "w2", due: morning, error: "no answer") }
        #expect(try claim(at: 4, worker: "w3")[0].interruptions == 0)
    }

    @Test func `an expired job keeps its lane from the others`() throws {
        try enqueue("first", lane: "a")
        _ = try claim(lease: 5)
        try enqueue("second", lane: "a", due: -60)
        #expect(try claim(at: 6).map(\.kind) == ["first"])
    }

    @Test func `a renewed lease lasts longer`() throws {
        try enqueue("push", lane: "a")
        let job = try claim(lease: 5)[0]
        #expect(try database.writeNow { try $0.jobs.renew(job.id, worker: "w1", leaseUntil: morning + .minutes(9)) })
        #expect(try claim(at: 8, worker: "w2").isEmpty)
        #expect(try claim(at: 9, worker: "w2").count == 1)
    }

    @Test func `the same key waits once and is only pulled forward`() throws {
        let first = try enqueue("push", lane: "a", key: "k", due: 10)
        #expect(try enqueue("push", lane: "a", key: "k", due: 20) == first)
        #expect(try claim(at: 9).isEmpty)
        #expect(try enqueue("push", lane: "a", key: "k", due: 5) == first)
        #expect(try enqueue("push", lane: "a", key: "other", due: 5) != first)
        #expect(try claim(at: 5).map(\.id) == [first])
    }

    @Test func `jobs without a key are never taken for one another`() throws {
        try enqueue("push", lane: "a")
        try enqueue("push", lane: "a")
        #expect(try database.readNow { try $0.jobs.counts().waiting } == 2)
    }

    @Test func `a wake-up while the job runs leads to another run, after it`() throws {
        let first = try enqueue("push", lane: "a", key: "k")
        let running = try claim()[0]
        let second = try enqueue("push", lane: "a", key: "k")
        #expect(second != first)
        #expect(try claim(worker: "w2").isEmpty)
        #expect(try complete(running))
        #expect(try claim(worker: "w2").map(\.id) == [second])
    }

    @Test func `a retry waits until it is due and remembers why`() throws {
        let id = try enqueue("push", lane: "a", key: "k")
        _ = try claim()
        #expect(try database.writeNow { try $0.jobs.retry(id, worker: "w1", due: morning + .minutes(30), error: "no answer") })
        let waiting = try database.readNow { try $0.jobs.find(id) }
        #expect(waiting?.state == .waiting && waiting?.lastError == "no answer" && waiting?.worker == nil && waiting?.leaseUntil == nil)
        #expect(try claim(at: 29).isEmpty)
        #expect(try claim(at: 30).map(\.attempts) == [2])
    }

    @Test func `a retry and a wake-up that came meanwhile become one job that is due for both`() throws {
        let first = try enqueue("push", lane: "a", key: "k")
        _ = try claim()
        let second = try enqueue("push", lane: "a", key: "k", due: 3)
        #expect(try database.writeNow { try $0.jobs.retry(first, worker: "w1", due: morning + .minutes(30), error: "no answer") })
        let jobs = try database.readNow { try $0.jobs.list(limit: 9) }
        #expect(jobs.map(\.id) == [second])
        #expect(jobs[0].due == morning + .minutes(3) && jobs[0].attempts == 1 && jobs[0].lastError == "no answer")
    }

    @Test func `a buried job rests until it is revived`() throws {
        let id = try enqueue("push", lane: "a", key: "k")
        _ = try claim()
        #expect(try database.writeNow { try $0.jobs.bury(id, worker: "w1", error: "refused") })
        #expect(try database.readNow { try $0.jobs.list(state: .dead, limit: 9).map(\.lastError) } == ["refused"])
        #expect(try claim(at: 600).isEmpty)
        try database.writeNow { try $0.jobs.revive(id, now: morning + .minutes(700)) }
        #expect(try claim(at: 700).map(\.attempts) == [1])
    }

    @Test func `a dead job does not keep its lane or its key from others`() throws {
        let dead = try enqueue("push", lane: "a", key: "k")
        _ = try claim()
        try database.writeNow { _ = try $0.jobs.bury(dead, worker: "w1", error: "refused") }
        let second = try enqueue("push", lane: "a", key: "k")
        try database.writeNow { try $0.jobs.revive(dead, now: morning) }
        #expect(try database.readNow { try $0.jobs.list(limit: 9).map(\.id) } == [second])
        #expect(try claim().map(\.id) == [second])
    }

    @Test func `what runs is not discarded, what waits or is dead is`() throws {
        let id = try enqueue("push", lane: "a")
        let waiting = try enqueue("push", lane: "a")
        _ = try claim()
        #expect(try database.writeNow { try $0.jobs.discard(id) } == false)
        #expect(try database.writeNow { try $0.jobs.discard(waiting) })
        #expect(try database.readNow { try $0.jobs.counts() } == JobCounts(running: 1))
    }

    @Test func `work is unfinished while it runs or waits, but not once it waits for another try`() throws {
        func isUnfinished(_ kinds: [String]?) throws -> Bool {
            try database.readNow { try $0.jobs.hasUnfinished(dueBy: morning, kinds: kinds) }
        }
        let id = try enqueue("read", lane: "a")
        #expect(try isUnfinished(["read"]))
        #expect(try !isUnfinished(["push"]))
        _ = try claim()
        #expect(try isUnfinished(nil))
        try database.writeNow { try $0.jobs.retry(id, worker: "w1", due: morning + .minutes(1), error: "refused") }
        #expect(try !isUnfinished(nil))
    }

    @Test func `the next moment of work is known, behind a running job only by its lease`() throws {
        func next(_ minutes: Int) throws -> Instant? { try database.readNow { try $0.jobs.nextDue(after: morning + .minutes(minutes)) } }
        #expect(try next(0) == nil)
        try enqueue("first", lane: "a", due: 7)
        #expect(try next(0) == morning + .minutes(7))
        #expect(try next(9) == morning + .minutes(9))
        _ = try claim(at: 7, lease: 5)
        try enqueue("second", lane: "a", due: 8)
        #expect(try next(8) == morning + .minutes(12))
        try enqueue("third", lane: "b", due: 11)
        #expect(try next(8) == morning + .minutes(11))
    }

    @Test func `a lane whose job takes long delays no other lane`() throws {
        try enqueue("slow", lane: "a")
        _ = try claim(lease: 600)
        for number in 0..<3 { try enqueue("behind", lane: "a", due: -number) }
        for number in 0..<20 { try enqueue("other", lane: "b\(number)") }
        #expect(try claim(at: 1, worker: "w2", limit: 50).map(\.kind) == Array(repeating: "other", count: 20))
        #expect(try claim(at: 1, worker: "w2", limit: 50).isEmpty)
    }

    @Test func `work that shall be there is added once, and what is there keeps its time`() throws {
        func ensure(_ due: Int) throws -> Bool {
            try database.writeNow {
                try $0.jobs.ensure(kind: "sweep", payload: "{}", lane: "s", key: "s", due: morning + .minutes(due), now: morning)
            }
        }
        #expect(try ensure(10))
        #expect(try !ensure(5))
        #expect(try claim(at: 9).isEmpty)
        let running = try claim(at: 10)
        #expect(running.map(\.kind) == ["sweep"])
        #expect(try !ensure(10))
        try database.writeNow { _ = try $0.jobs.bury(running[0].id, worker: "w1", error: "unreadable") }
        #expect(try ensure(20))
        #expect(try database.readNow { try $0.jobs.counts() } == JobCounts(waiting: 1, dead: 1))
    }

    @Test func `the outlook of a kind is told`() throws {
        #expect(try database.readNow { try $0.jobs.outlook(kind: "read") } == JobOutlook(nextDue: nil, running: 0, dead: 0))
        for (number, due) in [0, 30, 20].enumerated() { try enqueue("read", lane: "l\(number)", due: due) }
        try enqueue("push", lane: "p", due: 1)
        _ = try claim()
        #expect(
            try database.readNow { try $0.jobs.outlook(kind: "read") } == JobOutlook(nextDue: morning + .minutes(20), running: 1, dead: 0))
    }

    @Test func `work of a kind that failed before is hastened, and all that waits for a patient server is put off`() throws {
        let failed = try enqueue("read", lane: "a")
        _ = try claim()
        try database.writeNow { _ = try $0.jobs.retry(failed, worker: "w1", due: morning + .minutes(10), error: "refused") }
        try enqueue("read", lane: "b", due: 5)
        try database.writeNow { try $0.jobs.hasten(kind: "read", now: morning + .minutes(1)) }
        #expect(try claim(at: 1).map(\.id) == [failed])
        for (kind, lane, due) in [("push", "a", 2), ("push", "a", 60), ("read", "a", 3), ("push", "c", 4)] {
            try enqueue(kind, lane: lane, due: due)
        }
        try database.writeNow { try $0.jobs.putOff(kind: "push", lane: "a", until: morning + .minutes(30)) }
        let dues = try database.readNow { try $0.jobs.list(state: .waiting, limit: 9) }.map { ($0.due - morning).count / 60 }
        #expect(dues == [4, 3, 60, 30, 5])
    }

    @Test func `what became of recurring work is kept, the last time alone`() throws {
        let first = RecurringRun(name: "sweep", startedAt: morning, endedAt: morning + .seconds(2), failure: "The disk is full.")
        let second = RecurringRun(name: "sweep", startedAt: morning + .hours(1), endedAt: morning + .hours(1))
        for run in [first, second] {
            try database.writeNow { try $0.recurringRuns.put(run) }
            #expect(try database.readNow { try $0.recurringRuns.find("sweep") } == run)
        }
        #expect(try database.readNow { try $0.recurringRuns.find("other") } == nil)
    }

    @Test func `nodes that start at the same moment put recurring work on the list once, and do it once`() async throws {
        let database = database
        let done = try await withThrowingTaskGroup(of: Int.self) { group in
            for node in 0..<6 {
                group.addTask {
                    try await database.write {
                        try $0.jobs.ensure(kind: "sweep", payload: "{}", lane: "s", key: "s", due: morning, now: morning)
                    }
                    return try await database.write {
                        try $0.jobs.claim(now: morning, worker: "w\(node)", leaseUntil: morning + .minutes(3), limit: 5)
                    }.count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(done == 1)
        #expect(try database.readNow { try $0.jobs.counts() } == JobCounts(running: 1))
    }

    @Test(arguments: 1...6) func `whatever crashes and retries, every wake-up is followed by a run of its key`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var unheard: Set<String> = []
        var running: [String: [Job]] = [:]
        func look(_ minutes: Int, _ worker: String) throws {
            let jobs = try claim(at: minutes, worker: worker, lease: 4, limit: 2)
            for job in jobs { unheard.remove(job.key!) }
            running[worker, default: []] += jobs
        }
        for minute in 0..<400 {
            let worker = "w\(Int.random(in: 0..<3, using: &random))"
            let job = running[worker]?.popLast()
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                let number = Int.random(in: 0..<5, using: &random)
                try enqueue("k", lane: "l\(number % 2)", key: "k\(number)", due: minute + Int.random(in: 0...3, using: &random))
                unheard.insert("k\(number)")
            case 2: try look(minute, worker)
            case 3: if let job { _ = try complete(job, worker) }
            case 4:
                if let job {
                    _ = try database.writeNow { try $0.jobs.retry(job.id, worker: worker, due: morning + .minutes(minute + 2), error: "e") }
                }
            default: running[worker] = [] // crashed: what it held is never heard of again
            }
        }
        for round in 0..<30 {
            try look(1_000 + round * 10, "last")
            for job in running.removeValue(forKey: "last") ?? [] { #expect(try complete(job, "last")) }
        }
        #expect(unheard.isEmpty)
        #expect(try database.readNow { try $0.jobs.counts() } == JobCounts())
    }

    @Test func `many workers share many jobs, each runs once, and no lane runs two at once`() async throws {
        let ids = try (0..<120).map { try enqueue("n\($0)", lane: "l\($0 % 7)") }
        let database = database
        let done = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for worker in 0..<8 {
                group.addTask {
                    var done: [Int64] = []
                    while try await database.read({ try $0.jobs.counts() }) != JobCounts() {
                        let jobs = try await database.write {
                            try $0.jobs.claim(now: morning, worker: "w\(worker)", leaseUntil: morning + .days(1), limit: 2)
                        }
                        for job in jobs where try await database.write({ try $0.jobs.complete(job.id, worker: "w\(worker)") }) {
                            done.append(job.id)
                        }
                    }
                    return done
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(done.sorted() == ids)
    }
}

extension Job {
    fileprivate static func running(
        id: Int64, kind: String, payload: String, lane: String, key: String?, due: Instant, leaseUntil: Instant, worker: String
    ) -> Job {
        Job(
            id: id, kind: kind, payload: payload, lane: lane, key: key, due: due, attempts: 1, leaseUntil: leaseUntil, worker: worker,
            state: .running, lastError: nil, createdAt: due)
    }
}

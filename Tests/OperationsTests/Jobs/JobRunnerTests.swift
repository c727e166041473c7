import Booking
import CalendarSync
import CivilTime
import Persistence
import Synchronization
import TestSupport
import Testing

@testable import Operations

struct JobRunnerTests {
    let world: World

    init() throws { world = try World() }

    private func runner(_ worker: String = "test", renewal: Duration = .seconds(60)) -> JobRunner {
        JobRunner(world.kalends, mail: world.mail.transport, worker: worker, renewal: renewal)
    }

    @Test func `a job whose lease ran out is done again, and twice is harmless`() async throws {
        try await world.connect()
        try await world.book(monday(10))
        // A worker takes everything and is never heard of again, but its work may have been done.
        let now = world.clock.now
        let taken = try await world.database.write { try $0.jobs.claim(now: now, worker: "dead", leaseUntil: now + .minutes(3), limit: 9) }
        #expect(!taken.isEmpty)
        let handlers = JobHandlers(kalends: world.kalends, mail: world.mail.transport, webhooks: nil)
        for job in taken { _ = await handlers.outcome(of: job) }
        try await world.run()
        world.clock.advance(by: .minutes(3))
        try await world.run()
        #expect(world.server.items().count == 1 && world.server.count(.create) == 1)
        #expect(try world.mails().count == 2 && world.mail.deliveries.count == 2)
        #expect(try world.jobs(.running).isEmpty && world.jobs(.dead).isEmpty)
    }

    @Test func `a job that ends its process again and again is given up`() async throws {
        try await world.book(monday(10), email: "", by: World.ana)
        for _ in 0..<JobRunner.mostInterruptions {
            let now = world.clock.now
            _ = try await world.database.write { try $0.jobs.claim(now: now, worker: "test", leaseUntil: now + .minutes(1), limit: 9) }
            try await runner().prepare()
        }
        try await world.run()
        let dead = try world.jobs(.dead)
        #expect(!dead.isEmpty && dead.allSatisfy { $0.lastError?.contains("10 times in a row") == true })
        #expect(try world.jobs(.running).isEmpty)
    }

    @Test func `recurring work that ends its process again and again rests, and is done later`() async throws {
        try await world.connect()
        world.clock.advance(by: .minutes(5))
        for _ in 0..<JobRunner.mostInterruptions {
            let now = world.clock.now
            _ = try await world.database.write { try $0.jobs.claim(now: now, worker: "test", leaseUntil: now + .minutes(1), limit: 9) }
            try await runner().prepare()
        }
        let readAt = try world.calendar().readAt
        try await world.run()
        #expect(try world.jobs(.dead).isEmpty && world.calendar().readAt == readAt)
        world.clock.advance(by: JobRunner.rest)
        try await world.run()
        #expect(try world.calendar().readAt == world.clock.now)
    }

    @Test func `what the same worker held when it stopped is taken back at its start`() async throws {
        try await world.book(monday(10))
        let now = world.clock.now
        _ = try await world.database.write { try $0.jobs.claim(now: now, worker: "test", leaseUntil: now + .minutes(3), limit: 9) }
        #expect(try await world.run() == 0)
        try await runner().prepare()
        try await world.run()
        #expect(world.mail.deliveries.count == 2)
    }

    @Test func `the lease of a long job is renewed while it runs`() async throws {
        try await world.connect()
        world.clock.advance(by: .minutes(2))
        let world = world
        // The reading takes an hour of the world's time; meanwhile another worker finds nothing that it could take.
        world.server.fail(
            .changes,
            .after {
                world.clock.advance(by: .minutes(2))
                let due = world.clock.now + JobRunner.lease
                while try world.read({ try $0.jobs.list(state: .running, limit: 1).first?.leaseUntil ?? due }) < due { await Task.yield() }
                world.clock.advance(by: .seconds(50))
                let now = world.clock.now
                let stolen = try await world.database.write {
                    try $0.jobs.claim(now: now, worker: "thief", leaseUntil: now, limit: 9, kinds: ["read-calendar"])
                }
                #expect(stolen.isEmpty)
            })
        try await runner(renewal: .milliseconds(1)).drain()
        #expect(try world.jobs(.running).isEmpty && world.calendar().failure == nil)
    }

    @Test func `one who lost the lease leaves what follows to the one who took over`() async throws {
        try await world.connect()
        world.clock.advance(by: .minutes(2))
        let world = world
        world.server.fail(
            .changes,
            .after {
                world.clock.advance(by: .minutes(4))
                let now = world.clock.now
                _ = try await world.database.write { try $0.jobs.claim(now: now, worker: "other", leaseUntil: now + .minutes(3), limit: 9) }
            })
        try await runner().drain()
        #expect(try world.jobs(.running).map(\.worker) == ["other"])
        #expect(try world.jobs(.waiting).filter { $0.kind == "read-calendar" }.isEmpty)
    }

    @Test func `what has happened is written down as soon as the database takes it, whatever stood in the way`() async throws {
        let tries = Mutex<[StoreFailure]>([.connectionLost("gone"), .outcomeUnknown, .diskFull, .readOnly, .busy])
        try await world.kalends.insist { transaction in
            try transaction.settings.set("k", "v")
            if let failure = tries.withLock({ $0.popLast() }) { throw failure }
        }
        #expect(try tries.withLock { $0.isEmpty } && world.read { try $0.settings.get("k") } == "v")
        await #expect(throws: StoreFailure.corrupt("page 1")) {
            try await world.kalends.insist { _ in throw StoreFailure.corrupt("page 1") }
        }
    }

    @Test func `nobody insists once the server is to stop`() async throws {
        let world = world
        let insisting = Task { try await world.kalends.insist { _ in throw StoreFailure.busy } }
        insisting.cancel()
        await #expect(throws: CancellationError.self) { try await insisting.value }
    }

    @Test func `work whose lease was lost is cut short, so that no two go on with it`() async throws {
        try await world.connect()
        world.clock.advance(by: .minutes(2))
        let world = world
        world.server.fail(
            .changes,
            .after {
                var taken: [Job] = []
                while taken.isEmpty {
                    world.clock.advance(by: .minutes(4))
                    let now = world.clock.now
                    taken = try await world.database.write {
                        try $0.jobs.claim(now: now, worker: "other", leaseUntil: now + .days(1), limit: 9)
                    }
                }
                while !Task.isCancelled { await Task.yield() }
            })
        try await runner(renewal: .milliseconds(1)).drain()
        #expect(try world.jobs(.running).map(\.worker) == ["other"])
        #expect(try world.calendar().failure == nil)
    }

    @Test func `an account that does not answer delays no other account and no mail`() async throws {
        try await world.connect(linked: nil, conflicts: ["work"])
        try await world.connect(linked: nil, conflicts: ["family"], user: "ben-at-home")
        world.clock.advance(by: .minutes(2))
        let world = world
        let silence = Silence()
        // Whichever account is asked first is silent until everything else is done.
        world.server.fail(.changes, .after { while !silence.isOver { await Task.yield() } })
        let runner = JobRunner(world.kalends, mail: world.mail.transport, worker: "test", concurrency: 2)
        let running = Task { await runner.run() }
        let now = world.clock.now
        while try world.read({ try $0.calendars.all().filter { $0.readAt == now }.count }) < 1 { await Task.yield() }
        try await world.book(monday(10))
        while world.mail.deliveries.count < 2 { await Task.yield() }
        #expect(try world.jobs(.running).contains { $0.kind == "read-calendar" })
        silence.end()
        while try world.read({ try $0.calendars.all().filter { $0.readAt == now }.count }) < 2 { await Task.yield() }
        running.cancel()
        await running.value
    }

    @Test func `a server's wish for patience counts for all such work with its account, for a day at most`() async throws {
        try await world.connect()
        for hour in 10..<14 { try await world.book(monday(hour)) }
        for (asked, least) in [(600.0, Seconds.minutes(10)), (1e30, .days(1))] {
            world.server.fail(.create, .fails(ProviderFailure(.throttled, "Come back later.", retryAfter: asked)))
            let before = world.clock.now
            try await world.run()
            let waiting = try world.jobs(.waiting).filter { $0.kind == "push-link" }
            #expect(!waiting.isEmpty)
            for job in waiting { #expect(job.due >= before + least && job.due <= before + least + .minutes(4)) }
            #expect(try !world.jobs(.waiting).contains { $0.kind == "read-calendar" && $0.due > before + .minutes(2) })
            world.clock.set(to: before + least + .minutes(4))
            world.server.forgetCounts()
        }
        try await world.run()
        #expect(world.server.items().count == 4)
    }

    @Test func `tries that failed together do not come back together`() async throws {
        for hour in 9..<17 { try await world.book(monday(hour)) }
        world.mail.fail(.passing, times: 1000)
        try await world.run()
        for _ in 0..<5 {
            world.clock.advance(by: .minutes(20))
            try await world.run()
        }
        let dues = Set(try world.jobs(.waiting).filter { $0.kind == "send-mail" }.map(\.due))
        #expect(dues.count > 4)
    }

    @Test func `a wake-up that comes while the job runs leads to another run`() async throws {
        try await world.connect()
        world.clock.advance(by: .minutes(2))
        world.server.forgetCounts()
        let world = world
        world.server.fail(.changes, .after { _ = try await SyncNow(world.kalends)(actor: .system) })
        try await runner().drain()
        #expect(world.server.count(.changes) == 2)
    }

    @Test func `a job that nobody can read is buried and told`() async throws {
        try await world.database.write { try $0.jobs.enqueue(kind: "read-calendar", payload: "{}", lane: "a", due: Cast.morning) }
        try await world.database.write { try $0.jobs.enqueue(kind: "knit", payload: "{}", lane: "b", due: Cast.morning) }
        try await world.run()
        #expect(try world.jobs(.dead).count == 2 && world.jobs(.running).isEmpty)
    }

    @Test func `only a dead job is discarded, so that polling cannot be ended by accident`() async throws {
        try await world.connect()
        let polling = try #require(try world.jobs(.waiting).first { $0.kind == "read-calendar" })
        #expect(try await failure(of: NotFound.self) { try await DiscardJob(world.kalends)(polling.id, actor: World.ana) } != nil)
        let id = try await world.database.write { try $0.jobs.enqueue(kind: "knit", payload: "{}", lane: "b", due: Cast.morning) }
        try await world.run()
        try await DiscardJob(world.kalends)(id, actor: World.ana)
        #expect(try world.jobs(.dead).isEmpty && world.history("job:\(id)").map(\.action) == ["discarded"])
    }

    @Test func `a runner that is stopped ends, and one that runs hears of new work at once`() async throws {
        let world = world
        let running = Task { await JobRunner(world.kalends, mail: world.mail.transport, worker: "test").run() }
        try await world.book(monday(10))
        while world.mail.deliveries.count < 2 { await Task.yield() }
        running.cancel()
        await running.value
        #expect(try world.mails().allSatisfy { $0.state == .sent })
    }

    @Test func `every start puts recurring work on the list once`() async throws {
        try await world.connect()
        try await runner().prepare()
        try await runner().prepare()
        let waiting = try world.jobs(.waiting).map(\.kind).sorted()
        #expect(waiting == ["check-connections", "read-calendar", "sweep", "watch-calendars"])
    }

    @Test func `the sweep comes again, and ends connections of people who left`() async throws {
        try await world.connect()
        try await world.book(monday(10))
        try await runner().prepare()
        try await SaveStaffMember(world.kalends).remove(Cast.benMember.id, actor: World.ana, confirmed: true)
        #expect(try world.read { try $0.accounts.all().map(\.isConnected) } == [true])
        world.clock.set(to: monday(11))
        try await world.run()
        #expect(try world.read { try $0.accounts.all().map(\.isConnected) } == [false])
        #expect(try world.jobs(.waiting).contains { $0.kind == "sweep" && $0.due == monday(12) })
    }

    @Test func `recurring work is done once a period, however many nodes start`() async throws {
        try await world.connect()
        try await runner().prepare()
        world.clock.advance(by: .minutes(10))
        try await world.run()
        let first = world.clock.now
        for node in 0..<3 {
            world.clock.advance(by: .minutes(5))
            try await runner("node \(node)").prepare()
            try await world.run()
        }
        #expect(try world.read { try $0.recurringRuns.find("sweep")?.endedAt } == first)
        world.clock.set(to: first + .hours(1))
        try await world.run()
        #expect(try world.read { try $0.recurringRuns.find("sweep")?.endedAt } == first + .hours(1))
    }

    @Test func `each piece of recurring work says when it was done, when it comes again and how it went`() async throws {
        func standings() throws -> [RecurringStanding] { try world.read { try world.kalends.recurringWork($0) } }
        #expect(try standings().map(\.work) == RecurringWork.allCases)
        #expect(try standings().allSatisfy { $0.lastRun == nil && $0.nextRun == nil && $0.failures == 0 })
        try await world.connect()
        try await runner().prepare()
        let start = world.clock.now
        world.clock.advance(by: .minutes(10))
        world.server.fail(.changes, .fails(ProviderFailure(.invalidAnswer, "It answers nonsense.")))
        try await world.run()
        let now = world.clock.now
        let (reading, sweep) = (try standings()[0], try standings()[1])
        #expect(reading.count == 1 && reading.lastRun == start && reading.failures == 1 && reading.reason == "It answers nonsense.")
        #expect(reading.nextRun.map { $0 > now && $0 <= now + .minutes(1) } == true && reading.period == .minutes(1))
        #expect(sweep.lastRun == now && sweep.nextRun == now + .hours(1) && sweep.failures == 0 && !sweep.isRunning)
    }

    @Test func `recurring work that went missing is put on the list again`() async throws {
        try await world.connect()
        try await runner().prepare()
        let reading = try #require(try world.jobs(.waiting).first { $0.kind == "read-calendar" })
        try await world.database.write { _ = try $0.jobs.discard(reading.id) }
        world.clock.advance(by: .minutes(10))
        try await world.run()
        #expect(try world.jobs(.waiting).map(\.kind).sorted() == ["check-connections", "read-calendar", "sweep", "watch-calendars"])
    }
}

private final class Silence: Sendable {
    private let state = Mutex(false)

    var isOver: Bool { state.withLock { $0 } }

    func end() { state.withLock { $0 = true } }
}

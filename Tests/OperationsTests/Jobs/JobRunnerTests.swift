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
        let handlers = JobHandlers(kalends: world.kalends, mail: world.mail.transport)
        for job in taken { _ = await handlers.outcome(of: job) }
        try await world.run()
        world.clock.advance(by: .minutes(3))
        try await world.run()
        #expect(world.server.items().count == 1 && world.server.count(.create) == 1)
        #expect(try world.mails().count == 2 && world.mail.deliveries.count == 2)
        #expect(try world.jobs(.running).isEmpty && world.jobs(.dead).isEmpty)
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
        #expect(waiting == ["read-calendar", "sweep"])
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
        #expect(try world.jobs(.waiting).contains { $0.kind == "sweep" && $0.due == monday(17) })
    }
}

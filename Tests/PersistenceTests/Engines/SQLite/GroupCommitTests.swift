import Booking
import CivilTime
import Dispatch
import GRDB
import Synchronization
import Testing

@testable import Persistence

@Suite struct GroupCommitTests {
    private struct Refusal: Error, Equatable {}

    private let database: Persistence.Database
    private let engine: SQLiteEngine
    private let commits = CommitCount()

    init() throws {
        // Nobody is too late, however slow the machine is.
        engine = try SQLiteEngine(temporary: TemporaryFolder(), longest: .seconds(600))
        try Schema.migrate(engine)
        database = Persistence.Database(engine: engine)
        try database.writeNow(Cast.install)
        engine.pool.add(transactionObserver: commits, extent: .databaseLifetime)
    }

    /// Lets writers begin to wait while another holds the database, and tells what became of each when they were let in.
    private func outcomes(
        of writers: [@Sendable (Persistence.Database) async throws -> Void]
    ) async throws -> [Result<Void, any Error>] {
        let (database, engine) = (database, engine)
        let gate = DispatchSemaphore(value: 0)
        engine.pool.asyncWriteWithoutTransaction { _ in gate.wait() }
        commits.reset()
        return try await withThrowingTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
            for (number, writer) in writers.enumerated() {
                group.addTask {
                    do { return (number, .success(try await writer(database))) } catch { return (number, .failure(error)) }
                }
                // They are let in in the order in which they came.
                while engine.writers.count <= number { await Task.yield() }
            }
            gate.signal()
            let outcomes = try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            return writers.indices.compactMap { outcomes[$0] }
        }
    }

    @Test func `writers that wait at the same moment share one commit`() async throws {
        let outcomes = try await outcomes(
            of: (0..<40).map { number in { try await $0.write { try $0.settings.set("n\(number)", "v") } } })
        #expect(outcomes.count == 40)
        #expect(commits.count == 1)
        for number in 0..<40 { #expect(try database.readNow { try $0.settings.get("n\(number)") } == "v") }
    }

    @Test func `a writer that fails undoes its own work alone`() async throws {
        let outcomes = try await outcomes(of: [
            { try await $0.write { try $0.settings.set("first", "v") } },
            {
                try await $0.write { transaction in
                    try transaction.settings.set("thrown", "v")
                    throw Refusal()
                }
            },
            {
                try await $0.write { transaction in
                    try transaction.settings.set("constraint", "v")
                    try transaction.users.insert(Cast.ana)
                }
            },
            {
                try await $0.write { transaction in
                    try transaction.settings.set("trigger", "v")
                    try transaction.history.append(HistoryEntry(at: morning, actor: "a", subject: "s", action: "b"))
                    _ = try transaction.execute("DELETE FROM history WHERE organization = ?", transaction.organization)
                }
            },
            { try await $0.write { try $0.settings.set("last", "v") } },
        ])
        #expect(commits.count == 1)
        #expect(throws: Refusal.self) { try outcomes[1].get() }
        #expect(throws: StoreFailure.unique(constraint: "users.email_folded")) { try outcomes[2].get() }
        #expect(throws: StoreFailure.other("history is append-only")) { try outcomes[3].get() }
        try outcomes[0].get()
        try outcomes[4].get()
        let kept = try database.readNow { transaction in
            try ["first", "thrown", "constraint", "trigger", "last"].filter { try transaction.settings.get($0) != nil }
        }
        #expect(kept == ["first", "last"])
    }

    @Test func `each sees what those before it in the same commit did`() async throws {
        let outcomes = try await outcomes(
            of: (0..<3).map { number in
                {
                    try await $0.write { transaction in
                        try transaction.appointments.insert(Cast.appointment("q-\(number)"))
                        try transaction.claims.insert(Cast.claim(span(0, 60), for: "q-\(number)"))
                    }
                }
            })
        #expect(commits.count == 1)
        try outcomes[0].get()
        for outcome in outcomes[1...] { #expect(throws: StoreFailure.overlap) { try outcome.get() } }
    }

    @Test func `when the shared commit fails each of its writers is told, and nothing is stored or announced`() async throws {
        // A foreign key that is looked at no earlier than the commit.
        try engine.run(
            "CREATE TABLE parents (organization TEXT, id TEXT, PRIMARY KEY (organization, id))",
            """
            CREATE TABLE children (organization TEXT, parent TEXT,
                FOREIGN KEY (organization, parent) REFERENCES parents (organization, id) DEFERRABLE INITIALLY DEFERRED)
            """)
        var news = database.commits().makeAsyncIterator()
        let outcomes = try await outcomes(of: [
            { try await $0.write { try $0.settings.set("first", "v") } },
            {
                try await $0.write { transaction in
                    _ = try transaction.execute("INSERT INTO children VALUES (?, 'nobody')", transaction.organization)
                }
            },
            { try await $0.write { try $0.settings.set("last", "v") } },
        ])
        for outcome in outcomes { #expect(throws: StoreFailure.self) { try outcome.get() } }
        #expect(try database.readNow { try $0.settings.get("first") } == nil)
        try await database.write { _ = try $0.jobs.enqueue(kind: "k", payload: "{}", lane: "l", due: morning) }
        #expect(await news.next()?.topics == [.jobs])
    }

    @Test func `a writer that wants to be alone shares its commit with nobody`() async throws {
        let outcomes = try await outcomes(of: [
            { try await $0.write { try $0.settings.set("first", "v") } },
            { try await $0.write { try $0.settings.set("second", "v") } },
            { try await $0.write(alone: true) { try $0.settings.set("alone", "v") } },
            { try await $0.write { try $0.settings.set("third", "v") } },
            { try await $0.write { try $0.settings.set("fourth", "v") } },
        ])
        for outcome in outcomes { try outcome.get() }
        #expect(commits.count == 3)
    }

    @Test func `whoever comes late begins the next commit`() async throws {
        let engine = try SQLiteEngine(temporary: TemporaryFolder(), longest: .zero)
        try Schema.migrate(engine)
        engine.pool.add(transactionObserver: commits, extent: .databaseLifetime)
        commits.reset()
        let database = Persistence.Database(engine: engine)
        try await withThrowingTaskGroup { group in
            for number in 0..<5 { group.addTask { try await database.write { try $0.settings.set("n\(number)", "v") } } }
            try await group.waitForAll()
        }
        #expect(commits.count == 5)
    }

    @Test func `no more than 64 wait for one another`() async throws {
        _ = try await outcomes(of: (0..<130).map { number in { try await $0.write { try $0.settings.set("n\(number)", "v") } } })
        #expect(commits.count == 3)
        for number in 0..<130 { #expect(try database.readNow { try $0.settings.get("n\(number)") } == "v") }
    }
}

/// Counts the commits of a database.
private final class CommitCount: TransactionObserver, Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    func reset() { number.withLock { $0 = 0 } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: GRDB.Database) { number.withLock { $0 += 1 } }
    func databaseDidRollback(_ db: GRDB.Database) {}
}

import GRDB
import Synchronization

/// Group commit: writers that wait at the same moment share one transaction with a savepoint each, and so one force to the disk. Nobody is
/// answered before that.
final class WriteQueue: Sendable {
    /// A write that waits for its turn.
    struct Writer: Sendable {
        /// Never in one commit with another.
        let isAlone: Bool
        /// - Returns: what is to be done once it is committed.
        let body: @Sendable (SQLiteConnection) throws -> @Sendable () -> Void
        let fail: @Sendable (any Error) -> Void
    }

    /// So many writers at most wait for one another.
    private static let most = 64

    /// None joins a transaction that is older than this.
    private let longest: Duration
    private let writers = Mutex<[Writer]>([])

    init(longest: Duration) { self.longest = longest }

    /// How many wait.
    var count: Int { writers.withLock { $0.count } }

    func append(_ writer: Writer) { writers.withLock { $0.append(writer) } }

    /// Commits whoever waits, as many as one transaction takes; nothing when an earlier call did it already. Whoever appends a writer calls
    /// this afterwards, so that nobody is left waiting.
    func commitNext(on database: GRDB.Database) {
        guard let first = next(after: nil) else { return }
        var batch = WriteBatch()
        do {
            try database.execute(sql: "BEGIN IMMEDIATE")
            let clock = ContinuousClock()
            let start = clock.now
            try batch.run(first, on: database)
            while batch.count < Self.most, clock.now - start < longest, let writer = next(after: first) {
                try batch.run(writer, on: database)
            }
            try database.execute(sql: "COMMIT")
        } catch {
            if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
            if batch.count == 0 { first.fail(StoreFailure.of(error)) }
            batch.fail(StoreFailure.of(error))
            return
        }
        batch.succeed()
    }

    /// The one in front, when it may join the first.
    private func next(after first: Writer?) -> Writer? {
        writers.withLock { writers in
            guard let writer = writers.first else { return nil }
            if let first, first.isAlone || writer.isAlone { return nil }
            return writers.removeFirst()
        }
    }
}

/// The writers of one transaction and what became of each.
private struct WriteBatch {
    private var answers: [(writer: WriteQueue.Writer, outcome: Result<@Sendable () -> Void, any Error>)] = []

    var count: Int { answers.count }

    /// Runs a writer in a savepoint of its own: what it throws undoes its own work alone.
    /// - Throws: when the whole transaction is gone.
    mutating func run(_ writer: WriteQueue.Writer, on database: GRDB.Database) throws {
        let connection = SQLiteConnection(database: database)
        try database.execute(sql: "SAVEPOINT writer")
        let outcome = Result { () throws -> @Sendable () -> Void in
            let answer = try StoreFailure.translating { try writer.body(connection) }
            try connection.fate.requireUndoomed()
            return answer
        }
        answers.append((writer, outcome))
        if case .failure(let error) = outcome {
            // A full disk, for one, ends the transaction by itself.
            guard database.isInsideTransaction else { throw error }
            try database.execute(sql: "ROLLBACK TO writer")
        }
        try database.execute(sql: "RELEASE writer")
    }

    func succeed() {
        for (writer, outcome) in answers {
            switch outcome {
            case .success(let answer): answer()
            case .failure(let error): writer.fail(error)
            }
        }
    }

    /// Nothing was committed, whatever each of them did; whoever failed by itself is told why.
    func fail(_ error: any Error) {
        for (writer, outcome) in answers {
            if case .failure(let own) = outcome { writer.fail(own) } else { writer.fail(error) }
        }
    }
}

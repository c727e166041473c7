import CivilTime
import Persistence
import Testing

@Suite(.everyEngine) struct AttemptStoreTests {
    private let database: Database

    init() throws { database = try Cast.emptyDatabase() }

    @Test func `attempts are kept by subject until they are deleted or past their time`() throws {
        try database.writeNow { transaction in
            try transaction.attempts.put(Attempts(failures: 1, lastAt: morning), at: "a")
            try transaction.attempts.put(Attempts(failures: 7, lastAt: morning + .minutes(1)), at: "b")
            try transaction.attempts.put(Attempts(failures: 2, lastAt: morning + .minutes(2)), at: "a")
        }
        try database.writeNow { (transaction: Transaction) throws in
            #expect(try transaction.attempts.find("a") == Attempts(failures: 2, lastAt: morning + .minutes(2)))
            #expect(try transaction.attempts.find("c") == nil)
            #expect(try transaction.attempts.deleteBefore(morning + .minutes(2)) == 1)
            #expect(try transaction.attempts.find("b") == nil)
            try transaction.attempts.delete("a")
            #expect(try transaction.attempts.find("a") == nil)
        }
    }

    @Test func `those that are counted at the same moment are all counted`() async throws {
        let database = database
        try await withThrowingTaskGroup { group in
            for _ in 0..<24 {
                group.addTask {
                    try await database.write { transaction in
                        let known = try transaction.attempts.find("a")
                        try transaction.attempts.put(Attempts(failures: (known?.failures ?? 0) + 1, lastAt: morning), at: "a")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try database.readNow { try $0.attempts.find("a")?.failures } == 24)
    }
}

import Synchronization
import Testing

@testable import Persistence

/// The databases on which the stores have to do the same.
enum TestEngine: String, CaseIterable, Sendable {
    case sqlite = "SQLite"
    #if PostgreSQL
    case postgres = "PostgreSQL"
    #endif

    /// The engine of the test that runs.
    @TaskLocal static var current = TestEngine.sqlite
    /// What goes away with the test that runs.
    @TaskLocal static var belongings = Belongings()

    final class Belongings: Sendable {
        private let places = Mutex<[TestPlace]>([])

        func keep(_ place: TestPlace) { places.withLock { $0.append(place) } }
    }
}

/// Runs every test of a suite once on each engine, each time with an instance of the suite of its own.
struct EveryEngine: SuiteTrait, TestTrait, TestScoping {
    var engines = TestEngine.allCases
    var isRecursive: Bool { true }

    func provideScope(for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void) async throws {
        guard testCase != nil else { return try await function() }
        for engine in engines {
            let naming = IssueHandlingTrait.compactMapIssues { issue in
                var issue = issue
                issue.comments.append("on \(engine.rawValue)")
                return issue
            }
            try await TestEngine.$current.withValue(engine) {
                try await TestEngine.$belongings.withValue(TestEngine.Belongings()) {
                    try await Turns.shared.withTurn {
                        try await naming.provideScope(for: test, testCase: testCase) {
                            // What a test throws is named like every other issue.
                            do { try await function() } catch { Issue.record(error) }
                        }
                    }
                }
            }
        }
    }
}

extension Trait where Self == EveryEngine {
    static var everyEngine: Self { EveryEngine() }
    #if PostgreSQL
    static var onPostgres: Self { EveryEngine(engines: [.postgres]) }
    #endif
}

/// So many tests at a time as the machine bears.
private actor Turns {
    static let shared = Turns()

    private var free = 8
    private var waiting: [CheckedContinuation<Void, Never>] = []

    nonisolated func withTurn(_ body: () async throws -> Void) async throws {
        await take()
        do {
            try await body()
        } catch {
            await give()
            throw error
        }
        await give()
    }

    private func take() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    private func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

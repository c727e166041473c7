import Foundation
import Synchronization

/// Many histories, one seed after the other, until so many steps are done.
struct Run: Sendable {
    /// The seed of the first history.
    var firstSeed: UInt64
    /// So many steps at least, unless a history fails before.
    var steps: Int
    var without: Safeguard?
    /// How many histories are played at the same time.
    var width = 2
    /// Goes on after a history that fails.
    var goesOn = false

    struct Result: Sendable {
        var steps = 0
        var histories = 0
        /// Requests that would change something, and questions that people were asked.
        var writes = 0
        var questions = 0
        /// What does not hold, by seed.
        var failures: [UInt64: [String]] = [:]

        var failing: UInt64? { failures.keys.min() }
    }

    private final class Progress: Sendable {
        let state = Mutex((next: UInt64(0), result: Result()))
    }

    func callAsFunction() async throws -> Result {
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<width { group.addTask { try await work(progress) } }
            try await group.waitForAll()
        }
        return progress.state.withLock { $0.result }
    }

    private func work(_ progress: Progress) async throws {
        while let seed = next(progress) {
            let simulation = try Simulation(History(seed: seed), without: without)
            let faults = await simulation.play()
            let (steps, writes) = (simulation.around.gate.steps, simulation.around.gate.writes)
            let questions = try await simulation.conflicts().count
            progress.state.withLock { state in
                state.result.steps += steps
                state.result.histories += 1
                state.result.writes += writes
                state.result.questions += questions
                if !faults.isEmpty { state.result.failures[seed] = faults }
            }
            // A long run tells at once, so that whoever waits for its end can begin.
            if goesOn, !faults.isEmpty { FileHandle.standardError.write(Data("seed \(seed) fails: \(faults)\n".utf8)) }
        }
    }

    private func next(_ progress: Progress) -> UInt64? {
        progress.state.withLock { state in
            guard goesOn || state.result.failures.isEmpty, state.result.steps < steps else { return nil }
            state.next += 1
            return firstSeed + state.next - 1
        }
    }

    /// KALENDS_SIMULATION_SEED, KALENDS_SIMULATION_STEPS, KALENDS_SIMULATION_GOES_ON and KALENDS_TEST_PART (such as 2/5) of the environment; a
    /// part has seeds of its own and its share of the steps.
    static var ordered: Run {
        let environment = ProcessInfo.processInfo.environment
        let steps = environment["KALENDS_SIMULATION_STEPS"].flatMap { Int($0) } ?? 50_000
        let seed = environment["KALENDS_SIMULATION_SEED"].flatMap { UInt64($0) } ?? 1
        let part = (environment["KALENDS_TEST_PART"] ?? "1/1").split(separator: "/").compactMap { Int($0) }
        var run = Run(firstSeed: seed, steps: steps)
        run.goesOn = environment["KALENDS_SIMULATION_GOES_ON"] == "1"
        guard part.count == 2, part[0] >= 1, part[0] <= part[1] else { return run }
        run.firstSeed += UInt64(part[0] - 1) * 10_000_000
        run.steps = (steps + part[1] - 1) / part[1]
        return run
    }
}

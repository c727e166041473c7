import Synchronization

/// Where every step of every process passes: a step is one transaction, one request, or one person's act. Between any two of them a process can
/// be killed, and somebody else can do something.
final class Gate: Sendable {
    /// What a dead process gets for whatever it tries: nothing of it happens any more.
    struct Killed: Error {}

    private struct State {
        var steps = 0
        var writes = 0
        var dead: Set<Int> = []
        var watched: Int?
        var passed = 0
        var killAfter: Int?
        var killAfterWrites: Int?
        var meanwhile: [(after: Int, index: Int)] = []
        var heard: [String] = []
    }

    /// More steps than any history comes to: it goes round in circles.
    static let most = 20_000

    private let state = Mutex(State())
    private let interlude = Mutex<(@Sendable (Int) async -> Void)?>(nil)

    var steps: Int { state.withLock { $0.steps } }
    var isOverrun: Bool { steps >= Self.most }
    /// Requests that would change something at a provider, whatever became of them.
    var writes: Int { state.withLock { $0.writes } }

    func countAct() { state.withLock { $0.steps += 1 } }
    func countWrite(_ process: Int) {
        state.withLock { state in
            state.writes += 1
            if state.watched == process, let left = state.killAfterWrites { state.killAfterWrites = left - 1 }
        }
    }
    /// What passed, in words, since this was last asked; kept where a story is traced.
    func takeHeard() -> [String] {
        state.withLock { state in
            defer { state.heard = [] }
            return state.heard
        }
    }
    func hear(_ words: @autoclosure () -> String) {
        guard SimulationTrace.isOn else { return }
        let words = words()
        state.withLock { $0.heard.append(words) }
    }
    func isDead(_ process: Int) -> Bool { state.withLock { $0.dead.contains(process) } }
    func kill(_ process: Int) { state.withLock { _ = $0.dead.insert(process) } }
    func onInterlude(_ body: (@Sendable (Int) async -> Void)?) { interlude.withLock { $0 = body } }

    /// From now on the steps of a process are counted, until it is killed after one of them.
    /// - Parameters:
    ///   - meanwhile: before which of its steps somebody does something, and what.
    ///   - killAfterWrites: it is killed right after so many requests that changed something.
    func watch(_ process: Int, killAfter: Int?, killAfterWrites: Int?, meanwhile: [(after: Int, index: Int)]) {
        state.withLock { state in
            (state.watched, state.passed, state.killAfter, state.killAfterWrites) = (process, 0, killAfter, killAfterWrites)
            state.meanwhile = meanwhile
        }
    }

    func unwatch() {
        state.withLock { ($0.watched, $0.killAfter, $0.killAfterWrites, $0.meanwhile) = (nil, nil, nil, []) }
    }

    /// One step of a process.
    func pass<Value>(_ process: Int, _ work: () throws -> Value) throws -> Value {
        try enter(process)
        let outcome = Result { try work() }
        try leave(process)
        return try outcome.get()
    }

    /// The same, where somebody may do something just before.
    func passLater<Value>(_ process: Int, _ work: () throws -> Value) async throws -> Value {
        await letOthersIn(process)
        return try pass(process, work)
    }

    func letOthersIn(_ process: Int) async {
        while let index = due(process), let body = interlude.withLock({ $0 }) { await body(index) }
    }

    private func due(_ process: Int) -> Int? {
        state.withLock { state in
            guard state.watched == process, let first = state.meanwhile.first, first.after <= state.passed else { return nil }
            return state.meanwhile.removeFirst().index
        }
    }

    func enter(_ process: Int) throws {
        try state.withLock { state in
            if state.dead.contains(process) || state.steps >= Self.most { throw Killed() }
        }
    }

    func leave(_ process: Int) throws {
        try state.withLock { state in
            state.steps += 1
            guard state.watched == process else { return }
            state.passed += 1
            guard state.passed == state.killAfter || state.killAfterWrites == 0 else { return }
            state.dead.insert(process)
            throw Killed()
        }
    }
}

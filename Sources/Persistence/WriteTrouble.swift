import Synchronization

/// What stood in the way of the last write that failed, when it may stand in the way of the next one as well.
final class WriteTrouble: Sendable {
    private struct State {
        var failure: StoreFailure?
        var probe: Task<Void, any Error>?
    }

    private let state = Mutex(State())

    var failure: StoreFailure? { state.withLock { $0.failure } }

    /// Runs a write and remembers why it failed.
    func noting<T>(_ write: () async throws -> T) async throws -> T {
        do {
            return try await write()
        } catch let failure as StoreFailure {
            if failure.mayBeOfTheDisk { state.withLock { $0.failure = failure } }
            throw failure
        }
    }

    /// Looks whether the trouble has passed; whoever asks meanwhile waits for the same look.
    /// - Parameter look: throws when it has not.
    func requirePassed(_ look: @escaping @Sendable () async throws -> Void) async throws {
        let probe = state.withLock { state in
            if let probe = state.probe { return probe }
            let probe = Task { [self] in
                defer { end() }
                try await look()
                clear()
            }
            state.probe = probe
            return probe
        }
        try await probe.value
    }

    private func end() { state.withLock { $0.probe = nil } }
    private func clear() { state.withLock { $0.failure = nil } }
}

extension StoreFailure {
    /// A server whose disk is full may end in the middle of a commit.
    fileprivate var mayBeOfTheDisk: Bool {
        switch self {
        case .diskFull, .readOnly, .diskTrouble, .outcomeUnknown: true
        default: false
        }
    }
}

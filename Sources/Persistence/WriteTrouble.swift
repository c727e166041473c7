import Synchronization

/// What stood in the way of the last write that failed, when it may stand in the way of the next one as well.
final class WriteTrouble: Sendable {
    private let last = Mutex<StoreFailure?>(nil)

    var failure: StoreFailure? { last.withLock { $0 } }

    /// Runs a write and remembers why it failed.
    func noting<T>(_ write: () async throws -> T) async throws -> T {
        do {
            return try await write()
        } catch let failure as StoreFailure {
            if failure.mayBeOfTheDisk { last.withLock { $0 = failure } }
            throw failure
        }
    }

    func clear() { last.withLock { $0 = nil } }
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

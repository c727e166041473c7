import Synchronization

/// The jobs that this process is at.
final class JobsUnderWay: Sendable {
    private let all = Mutex<Set<Int64>>([])

    var ids: Set<Int64> { all.withLock { $0 } }

    func insert(_ id: Int64) { all.withLock { _ = $0.insert(id) } }
    func remove(_ id: Int64) { all.withLock { _ = $0.remove(id) } }
}

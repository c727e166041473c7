#if PostgreSQL
import Foundation

/// How many writers a node lets loose at the same time. Where they keep meeting, as on the few pages of a small database, fewer get more
/// done: one meeting narrows the window as much as four commits widen it, so that no more than a fifth of what is run is in vain.
final class PostgresWindow: @unchecked Sendable {
    // All of it is touched under the lock alone.
    private let condition = NSCondition()
    private let widest: Double
    private var width: Double
    private var inside = 0

    init(widest: Int) { (self.widest, width) = (Double(widest), min(4, Double(widest))) }

    /// Runs a transaction when there is room for it.
    func entering<T>(_ body: () throws -> T) throws -> T {
        condition.withLock {
            while inside >= Int(width) { condition.wait() }
            inside += 1
        }
        do {
            let value = try body()
            leave(widening: 0.25)
            return value
        } catch {
            if case .conflict = (error as? PostgresRetry.Anew)?.reason { leave(widening: -1) } else { leave(widening: 0) }
            throw error
        }
    }

    private func leave(widening: Double) {
        condition.withLock {
            inside -= 1
            width = min(widest, max(1, width + widening))
            condition.broadcast()
        }
    }
}
#endif

#if PostgreSQL
import Dispatch
import Foundation
import Synchronization

/// Threads for work that waits: the cooperative pool has few, and none to spare.
final class WorkerThreads: Sendable {
    /// Somebody's work, and since when it waits.
    private struct Waiting {
        let work: @Sendable (_ isLate: Bool) -> Void
        let since = ContinuousClock.now
    }

    private struct Line {
        var work: [Waiting] = []
        var next = 0
        var threads = 0
        var resting = 0
        var isEnded = false
    }

    private let line = Mutex(Line())
    private let news = DispatchSemaphore(value: 0)
    private let name: String
    private let limit: Int
    private let patience: Duration

    /// - Parameters:
    ///   - limit: how many threads at most; they are made when they are first needed.
    ///   - patience: work that waited longer for a thread is told that it is late.
    init(_ name: String, limit: Int, patience: Duration = .seconds(15)) { (self.name, self.limit, self.patience) = (name, limit, patience) }

    /// Does the work in the order in which it came.
    func run(_ work: @escaping @Sendable (_ isLate: Bool) -> Void) {
        let isMissingOne = line.withLock { line in
            line.work.append(Waiting(work: work))
            guard line.resting < line.work.count - line.next, line.threads < limit else { return false }
            line.threads += 1
            return true
        }
        if isMissingOne { start() }
        news.signal()
    }

    /// Lets the threads end once the work that was given is done.
    func end() {
        let threads = line.withLock { line in
            line.isEnded = true
            return line.threads
        }
        for _ in 0..<threads { news.signal() }
    }

    private func start() {
        let thread = Thread { [self] in
            while let next = next() { next.work(ContinuousClock.now - next.since > patience) }
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// - Returns: `nil` when the thread may end. Whoever brings work later makes a new one.
    private func next() -> Waiting? {
        let isOver = line.withLock { line in
            let isOver = line.isEnded && line.next == line.work.count
            if isOver { line.threads -= 1 } else { line.resting += 1 }
            return isOver
        }
        if isOver { return nil }
        news.wait()
        return line.withLock { line in
            line.resting -= 1
            guard line.next < line.work.count else {
                line.threads -= 1
                return nil
            }
            defer {
                line.next += 1
                if line.next == line.work.count { (line.work, line.next) = ([], 0) }
            }
            return line.work[line.next]
        }
    }
}
#endif

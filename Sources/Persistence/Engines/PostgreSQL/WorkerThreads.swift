#if PostgreSQL
import Dispatch
import Foundation
import Synchronization

/// Threads for work that waits: the cooperative pool has few, and none to spare.
final class WorkerThreads: Sendable {
    private struct Line {
        var work: [@Sendable () -> Void] = []
        var next = 0
        var threads = 0
        var resting = 0
        var isEnded = false
    }

    private let line = Mutex(Line())
    private let news = DispatchSemaphore(value: 0)
    private let name: String
    private let limit: Int

    /// - Parameter limit: how many threads at most; they are made when they are first needed.
    init(_ name: String, limit: Int) { (self.name, self.limit) = (name, limit) }

    /// Does the work in the order in which it came.
    func run(_ work: @escaping @Sendable () -> Void) {
        let isMissingOne = line.withLock { line in
            line.work.append(work)
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
        let thread = Thread { [self] in while let work = next() { work() } }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// - Returns: `nil` when the thread may end. Whoever brings work later makes a new one.
    private func next() -> (@Sendable () -> Void)? {
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

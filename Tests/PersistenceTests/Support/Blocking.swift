import FoundationEssentials
import Glibc
import Synchronization

/// A door that a thread waits at; for the blocking variants of the database only.
final class Blocking: Sendable {
    private let isOpen = Mutex(false)

    func open() { isOpen.withLock { $0 = true } }

    func wait() {
        while !isOpen.withLock({ $0 }) { sched_yield() }
    }
}

func writeFile(_ text: String, at path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
}

import CCurl
import Glibc
import Synchronization

/// The thread behind an engine: everything but the mailbox is touched by that thread alone.
final class TransferLoop: @unchecked Sendable {
    struct Entry {
        let transfer: Transfer
        let continuation: CheckedContinuation<Ending, Never>
    }

    private struct Mailbox {
        var arrivals: [Entry] = []
        var hasThread = false
        var isStopped = false
    }

    private static let keptConnections = 32
    private static let longestPoll: Int32 = 60_000

    private let mailbox = Mutex(Mailbox())
    private let maximumConcurrent: Int
    private let multi: UnsafeMutableRawPointer
    private var waiting: [Entry] = []
    private var active: [UnsafeMutableRawPointer: Entry] = [:]

    init(maximumConcurrent: Int) {
        precondition(maximumConcurrent > 0, "an engine needs a place for at least one transfer")
        self.maximumConcurrent = maximumConcurrent
        guard let multi = curl_multi_init() else { fatalError("libcurl has no memory left for its connections") }
        self.multi = multi
        _ = kalends_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.keptConnections)
    }

    deinit { curl_multi_cleanup(multi) }

    func submit(_ entry: Entry) {
        let needsThread = mailbox.withLock { mailbox in
            mailbox.arrivals.append(entry)
            defer { mailbox.hasThread = true }
            return !mailbox.hasThread
        }
        if needsThread { startThread() } else { wake() }
    }

    func wake() { curl_multi_wakeup(multi) }

    func stop() {
        mailbox.withLock { $0.isStopped = true }
        wake()
    }

    private func startThread() {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let result = pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let loop = Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue()
                loop.run()
                return nil
            }, context)
        precondition(result == 0, "the system refused a thread for outgoing connections")
        pthread_detach(thread)
    }

    private func run() {
        // Signals are for the main thread; SIGPIPE, raised by a TLS write to a closed connection, is for nobody.
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, nil)
        while takeMail() {
            endWaiting()
            startWaiting()
            // Those with a connection end by themselves when they are asked for their progress. Taken away from libcurl in the middle of a
            // mail, they would have it close that mail with a full stop, and the server would take the half for the whole.
            let cancelled = active.values.filter { $0.transfer.isCancelled.load(ordering: .acquiring) }
            var running: Int32 = 0
            let result = curl_multi_perform(multi, &running)
            collectEnded()
            for entry in cancelled where active[entry.transfer.handle] != nil { end(entry, .cancelled) }
            if result != CURLM_OK { endAll(reason: String(cString: curl_multi_strerror(result))) }
            curl_multi_poll(multi, nil, 0, pollMilliseconds, nil)
        }
    }

    /// False once the engine is gone.
    private func takeMail() -> Bool {
        mailbox.withLock { mailbox in
            waiting += mailbox.arrivals
            mailbox.arrivals = []
            return !mailbox.isStopped
        }
    }

    private func endWaiting() {
        waiting.removeAll { entry in
            if entry.transfer.isCancelled.load(ordering: .acquiring) {
                entry.continuation.resume(returning: .cancelled)
            } else if entry.transfer.deadline.isPast {
                entry.continuation.resume(returning: .expired)
            } else {
                return false
            }
            return true
        }
    }

    private func startWaiting() {
        while active.count < maximumConcurrent, !waiting.isEmpty {
            let entry = waiting.removeFirst()
            let transfer = entry.transfer
            transfer.set(CURLOPT_TIMEOUT_MS, transfer.deadline.remainingMilliseconds)
            if let refused = transfer.refusedOption {
                entry.continuation.resume(returning: .ended(refused, reason: transfer.reason(for: refused)))
                continue
            }
            let added = curl_multi_add_handle(multi, transfer.handle)
            if added == CURLM_OK {
                active[transfer.handle] = entry
            } else {
                entry.continuation.resume(returning: .ended(CURLE_FAILED_INIT, reason: String(cString: curl_multi_strerror(added))))
            }
        }
    }

    private func collectEnded() {
        var code = CURLE_OK
        while let handle = kalends_curl_multi_next_ended(multi, &code) {
            guard let entry = active[handle] else { continue }
            if code == CURLE_ABORTED_BY_CALLBACK {
                end(entry, .cancelled)
                continue
            }
            end(entry, .ended(code, reason: code == CURLE_OK ? "" : entry.transfer.reason(for: code)))
        }
    }

    private func endAll(reason: String) {
        for entry in active.values { end(entry, .ended(CURLE_FAILED_INIT, reason: reason)) }
    }

    private func end(_ entry: Entry, _ ending: Ending) {
        active[entry.transfer.handle] = nil
        curl_multi_remove_handle(multi, entry.transfer.handle)
        entry.continuation.resume(returning: ending)
    }

    /// Until the first waiting transfer's deadline; not at all when one can start.
    private var pollMilliseconds: Int32 {
        guard !waiting.isEmpty else { return Self.longestPoll }
        guard active.count >= maximumConcurrent else { return 0 }
        return waiting.map { Int32(clamping: $0.transfer.deadline.remainingMilliseconds) }.reduce(Self.longestPoll, min)
    }
}

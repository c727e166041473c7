import Synchronization

/// Runs transfers side by side on one thread of its own, never on the threads that run Swift's tasks.
///
/// One thread with libcurl's multi interface, not one per transfer: kept connections and the certificate store are shared,
/// a cancellation is seen at once, and a transfer that waits for its place can still reach its deadline.
final class TransferEngine: Sendable {
    private let loop: TransferLoop

    init(maximumConcurrent: Int) {
        loop = TransferLoop(maximumConcurrent: maximumConcurrent)
    }

    deinit { loop.stop() }

    /// Runs the transfer to its end, its deadline or the cancellation of the task, whichever is first.
    func run(_ transfer: Transfer) async -> Ending {
        await withTaskCancellationHandler {
            await withCheckedContinuation { loop.submit(TransferLoop.Entry(transfer: transfer, continuation: $0)) }
        } onCancel: {
            transfer.isCancelled.store(true, ordering: .releasing)
            loop.wake()
        }
    }
}

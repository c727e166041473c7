import Hummingbird
import Logging
import Operations
import Persistence
import Synchronization
import WebShell

/// `/healthz`: the process answers. `/readyz`: it can also read its database, and write it as far as is known.
final class Health: Sendable {
    /// Whoever asks, asks often and waits little.
    private static let patience = Duration.seconds(4)
    /// A database that does not answer is not asked by ever more.
    private static let mostUnanswered = 8

    private enum Outcome: Sendable {
        case ready
        case late
        case failed(any Error)
    }

    private let kalends: Kalends
    private let unanswered = Atomic(0)

    init(kalends: Kalends) { self.kalends = kalends }

    func addRoutes(to router: Router<KalendsRequestContext>) {
        router.get("healthz") { _, _ in "ok\n" }
        router.get("readyz") { [self] _, context -> Response in
            switch await ask() {
            case .ready: return Self.response(.ok, "ready\n")
            case .late:
                context.logger.error("The database does not answer")
                return Self.response(.serviceUnavailable, "the database does not answer\n")
            case .failed(let error):
                context.logger.error("The database is not ready", metadata: ["error": "\(error)"])
                return Self.response(.serviceUnavailable, Self.sentence(for: error))
            }
        }
    }

    /// Asks the database, whose own time-outs are longer than anybody here would wait.
    private func ask() async -> Outcome {
        guard unanswered.load(ordering: .relaxed) < Self.mostUnanswered else { return .late }
        unanswered.add(1, ordering: .relaxed)
        let (outcomes, outcome) = AsyncStream.makeStream(of: Outcome.self)
        Task {
            do {
                try await kalends.database.requireReady()
                outcome.yield(.ready)
            } catch {
                outcome.yield(.failed(error))
            }
            unanswered.subtract(1, ordering: .relaxed)
        }
        let alarm = Task {
            // A sleep that was cancelled tells nobody anything.
            if (try? await Task.sleep(for: Self.patience)) != nil { outcome.yield(.late) }
        }
        defer { alarm.cancel() }
        for await first in outcomes { return first }
        return .late
    }

    /// Nothing that only the log should hold.
    private static func sentence(for error: any Error) -> String {
        switch error {
        case StoreFailure.diskFull: "the disk of the database is full\n"
        case StoreFailure.readOnly, StoreFailure.diskTrouble: "the database cannot be written\n"
        default: "the database does not answer\n"
        }
    }

    private static func response(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Response(status: status, headers: [.contentType: "text/plain"], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

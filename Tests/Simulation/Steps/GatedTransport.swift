import CalendarSimulators
import Outbound

/// Requests of one process: each is a step. A killed process hears no answer, though what it asked for is done.
struct GatedTransport: HTTPSending {
    let inner: SimulatedTransport
    let gate: Gate
    let process: Int
    /// Called before each request that changes something.
    var beforeWriting: @Sendable () -> Void = {}
    /// Called before any other.
    var beforeReading: @Sendable () -> Void = {}
    /// Headers that are not sent.
    var dropped: Set<String> = []

    func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        await gate.letOthersIn(process)
        do { try gate.enter(process) } catch { throw .cancelled }
        var request = request
        if !dropped.isEmpty { request.headers.removeAll { dropped.contains($0.0) } }
        if Self.changesSomething(request) {
            gate.countWrite(process)
            beforeWriting()
        } else {
            beforeReading()
        }
        let outcome: Result<OutboundResponse, OutboundFailure>
        do throws(OutboundFailure) { outcome = .success(try await inner.send(request)) } catch { outcome = .failure(error) }
        gate.hear("\(process) \(request.method) \(request.url) \(Self.words(for: outcome))")
        do { try gate.leave(process) } catch { throw .cancelled }
        return try outcome.get()
    }

    private static func words(for outcome: Result<OutboundResponse, OutboundFailure>) -> String {
        switch outcome {
        case .success(let response): "\(response.status)"
        case .failure(let failure): "\(failure)"
        }
    }

    private static func changesSomething(_ request: OutboundRequest) -> Bool {
        switch request.method {
        case .PUT, .DELETE, .PATCH: true
        // Channels are no part of a calendar.
        case .POST: request.url.contains("/calendar/v3/") && !request.url.hasSuffix("/watch") && !request.url.hasSuffix("/channels/stop")
        default: false
        }
    }
}

public import Outbound

/// Carries requests to a stand-in in the same process, without a connection: a simulation can make millions of them.
public struct SimulatedTransport: HTTPSending {
    private let simulator: GoogleSimulator

    /// Requests go to this stand-in, whatever host they name.
    public init(_ simulator: GoogleSimulator) { self.simulator = simulator }

    /// The stand-in’s answer; what arrives late or not whole is a failure, as over a connection.
    public func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        let target = String(request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        let answer = simulator.answer(
            SimulatedRequest(request.method.rawValue, target, headers: request.headers, body: request.body ?? []))
        if answer.delay > request.deadline { throw .timedOut(afterSeconds: request.deadline) }
        guard answer.arrival == .whole else { throw .unreachable(host: "the stand-in", reason: "the connection ended too early") }
        guard answer.body.count <= request.maximumResponseBytes else { throw .responseTooLarge(limit: request.maximumResponseBytes) }
        return OutboundResponse(status: answer.status, headers: answer.headers, body: answer.body, finalURL: request.url)
    }
}

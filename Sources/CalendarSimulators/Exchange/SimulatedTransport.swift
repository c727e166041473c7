import FoundationEssentials
public import Outbound

/// Carries requests to a stand-in in the same process, without a connection: a simulation can make millions of them.
public struct SimulatedTransport: HTTPSending {
    private let answering: @Sendable (SimulatedRequest) -> SimulatedAnswer

    /// Requests go to this stand-in, whatever host they name.
    public init(_ simulator: GoogleSimulator) { answering = { simulator.answer($0) } }

    /// Requests go to this stand-in, whatever host they name.
    public init(_ simulator: CalDAVSimulator) { answering = { simulator.answer($0) } }

    /// The stand-in’s answer; what arrives late or not whole is a failure, as over a connection.
    public func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        let target = String(request.url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        var headers = request.headers
        if let (user, password) = request.basicCredentials {
            headers.append(("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()))
        }
        let answer = answering(
            SimulatedRequest(request.method.rawValue, target.isEmpty ? "/" : target, headers: headers, body: request.body ?? []))
        if answer.delay > request.deadline { throw .timedOut(afterSeconds: request.deadline) }
        guard answer.arrival == .whole else { throw .unreachable(host: "the stand-in", reason: "the connection ended too early") }
        guard answer.body.count <= request.maximumResponseBytes else { throw .responseTooLarge(limit: request.maximumResponseBytes) }
        return OutboundResponse(status: answer.status, headers: answer.headers, body: answer.body, finalURL: request.url)
    }
}

import CCurl
import Synchronization

/// Sends HTTP requests over libcurl, to addresses that the policy permits and to no other, at every redirect.
///
/// HTTP/1.1 with connections kept for reuse, certificates always verified, no cookies, no proxy from the environment.
public final class HTTPClient: HTTPSending {
    private let policy: AddressPolicy
    private let userAgent: String
    private let engine: TransferEngine
    /// Origins that answered basic credentials with a Digest challenge, so that the next request need not try basic first.
    private let digestOrigins = Mutex<Set<String>>([])

    /// - Parameter maximumConcurrent: exchanges at one moment; more wait for a place, within their deadlines.
    public init(policy: AddressPolicy, userAgent: String, maximumConcurrent: Int = 16) {
        self.policy = policy
        self.userAgent = userAgent
        engine = TransferEngine(maximumConcurrent: maximumConcurrent)
    }

    public func send(_ request: OutboundRequest) async throws(OutboundFailure) -> OutboundResponse {
        let deadline = Deadline(seconds: request.deadline)
        var leg = try HTTPLeg(request, userAgent: userAgent)
        var permanentRedirect: String?
        var isPermanentSoFar = true
        var followed = 0
        while true {
            let hop = try await answer(to: leg, of: request, within: deadline)
            guard request.maximumRedirects > 0, let location = hop.redirect else {
                return OutboundResponse(
                    status: hop.status,
                    headers: hop.headers,
                    body: hop.body,
                    finalURL: leg.address.text,
                    permanentRedirect: permanentRedirect
                )
            }
            guard followed < request.maximumRedirects else { throw .tooManyRedirects }
            followed += 1
            leg = try leg.redirected(to: location, status: hop.status)
            isPermanentSoFar = isPermanentSoFar && (hop.status == 301 || hop.status == 308)
            if isPermanentSoFar { permanentRedirect = leg.address.text }
        }
    }

    /// One hop; two when the server wants Digest instead of the basic credentials it was given.
    private func answer(to leg: HTTPLeg, of request: OutboundRequest, within deadline: Deadline) async throws(OutboundFailure) -> HTTPHop {
        let usesDigest = leg.credentials != nil && digestOrigins.withLock { $0.contains(leg.address.origin) }
        let hop = try await perform(leg, of: request, digest: usesDigest, within: deadline)
        guard hop.status == 401, !usesDigest, leg.credentials != nil, hop.offersOnlyDigest else { return hop }
        let second = try await perform(leg, of: request, digest: true, within: deadline)
        if second.status != 401 { _ = digestOrigins.withLock { $0.insert(leg.address.origin) } }
        return second
    }

    private func perform(
        _ leg: HTTPLeg,
        of request: OutboundRequest,
        digest: Bool,
        within deadline: Deadline
    ) async throws(OutboundFailure) -> HTTPHop {
        let hop = HTTPHop(leg, policy: policy, maximumBytes: request.maximumResponseBytes, deadline: deadline)
        hop.configure(digest: digest, acceptsCompression: request.acceptsCompression)
        let ending = await engine.run(hop)
        if let failure = hop.failure(ending) { throw failure }
        return hop
    }
}

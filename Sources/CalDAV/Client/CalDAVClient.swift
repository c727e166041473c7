// WebDAV: https://www.rfc-editor.org/rfc/rfc4918 · CalDAV: https://www.rfc-editor.org/rfc/rfc4791
// Synchronisation: https://www.rfc-editor.org/rfc/rfc6578
import CalendarSync
import Outbound

/// Requests to one account's server and their answers.
struct CalDAVClient: Sendable {
    let http: any HTTPSending
    let credentials: CalendarCredentials
    /// The address that the password is meant for; it goes nowhere else.
    let site: DAVAddress

    /// Seconds for an answer about many members; about one thing, whoever waits for it should soon be told that nothing comes.
    private static let (listingDeadline, writingDeadline, lookupDeadline) = (90.0, 30.0, 20.0)

    /// The answer of any status but 429 and 503, which throw `.throttled`.
    func send(
        _ method: OutboundRequest.Method, _ address: DAVAddress, depth: Int? = nil, headers: [(String, String)] = [], xml: String? = nil,
        body: [UInt8]? = nil
    ) async throws(ProviderFailure) -> DAVAnswer {
        var request = OutboundRequest(method, address.text, headers: headers, body: body ?? xml.map { Array($0.utf8) })
        if let depth { request.headers.append(("Depth", String(depth))) }
        if xml != nil { request.headers.append(("Content-Type", "application/xml; charset=utf-8")) }
        // Some servers mark the tag of a compressed answer and then refuse it in If-Match.
        request.acceptsCompression = xml != nil
        let isLookup = method == .PROPFIND && depth == 0
        request.deadline = isLookup ? Self.lookupDeadline : xml == nil ? Self.writingDeadline : Self.listingDeadline
        let answer = try await exchange(request, address)
        // A redirect to another host of the site comes without the password: ask there again.
        if answer.status == 401, answer.address.origin != address.origin, hasCredentials, site.sharesSite(with: answer.address) {
            request.url = answer.address.text
            return try await exchange(request, answer.address)
        }
        return answer
    }

    /// PROPFIND for named properties, whatever comes.
    func propfind(_ address: DAVAddress, depth: Int, _ properties: [String]) async throws(ProviderFailure) -> DAVAnswer {
        try await send(.PROPFIND, address, depth: depth, xml: DAVBody.propfind(properties))
    }

    var hasCredentials: Bool { !credentials.user.isEmpty || !credentials.password.isEmpty }

    private func exchange(_ request: OutboundRequest, _ address: DAVAddress) async throws(ProviderFailure) -> DAVAnswer {
        var request = request
        // Sent at once: several servers ask for it in no way that could be answered.
        if hasCredentials, site.sharesSite(with: address) { request.basicCredentials = (credentials.user, credentials.password) }
        let response: OutboundResponse
        do throws(OutboundFailure) {
            response = try await http.send(request)
        } catch {
            throw ProviderFailure(error)
        }
        let answer = DAVAnswer(response: response, address: DAVAddress(response.finalURL) ?? address)
        if answer.status == 429 || answer.status == 503 { throw answer.failure(during: .reading) }
        return answer
    }
}

import CalendarSync
import CivilTime
import Outbound

/// Requests in the name of one account. A refused token is replaced once.
struct GoogleSession: Sendable {
    let client: GoogleClient
    let credentials: CalendarCredentials

    /// Seconds for an answer about many events; about one, whoever waits should soon be told that nothing comes.
    static let (listingDeadline, writingDeadline) = (90.0, 30.0)

    /// The answer of any status.
    /// - Parameters:
    ///   - path: below the API's own, each id in it percent-encoded.
    ///   - version: the write is only carried out if the event is still at this version.
    func send(
        _ method: OutboundRequest.Method, _ path: String, query: [(String, String)] = [], version: String? = nil, body: JSONBody? = nil
    ) async throws(ProviderFailure) -> GoogleAnswer {
        let target = client.configuration.apiURL + "/calendar/v3/" + path + (query.isEmpty ? "" : "?" + FormText.text(query))
        var request = OutboundRequest(method, target, headers: [("Accept", "application/json")])
        if let version { request.headers.append(("If-Match", version)) }
        if let body {
            request.headers.append(("Content-Type", "application/json; charset=utf-8"))
            request.body = body.bytes
        }
        request.deadline = method == .GET ? Self.listingDeadline : Self.writingDeadline
        request.maximumRedirects = 0
        let grant = try await grant(for: method)
        let first = try await send(request, grant)
        guard first.status == 401 else { return first }
        // The clock may be wrong, or the token taken back alone: a new one tells.
        return try await send(request, try await self.grant(refused: grant.accessToken, for: method))
    }

    /// Without a grant, what was to be written was not even asked for.
    private func grant(refused: String? = nil, for method: OutboundRequest.Method) async throws(ProviderFailure) -> AccountGrant {
        do {
            return try await grant(refused: refused)
        } catch {
            throw method == .GET ? error : error.knowing(isCarriedOut: false)
        }
    }

    /// What the account's owner allowed.
    func grant(refused: String? = nil) async throws(ProviderFailure) -> AccountGrant {
        guard let stored = AccountGrant(text: credentials.password) else { throw ProviderFailure.reconnect }
        let authorization = GoogleAuthorization(client: client)
        return try await client.grants.grant(of: credentials.user, stored: stored, refused: refused) {
            (grant) async throws(ProviderFailure) in try await authorization.renewed(grant)
        }
    }

    private func send(_ request: OutboundRequest, _ grant: AccountGrant) async throws(ProviderFailure) -> GoogleAnswer {
        var request = request
        request.headers.append(("Authorization", "Bearer \(grant.accessToken)"))
        return try await client.send(request)
    }
}

public import CalendarSync
import CivilTime
import Outbound

/// Signing in with Google (OAuth 2 for web servers, with a proof key and offline access).
public struct GoogleAuthorization: AccountAuthorization {
    let client: GoogleClient

    init(client: GoogleClient) { self.client = client }

    /// The sign-in of the provider.
    public init(_ provider: GoogleProvider) { self.init(client: provider.client) }

    static let prefix = "https://www.googleapis.com/auth/"

    /// The least that two-way sync needs.
    public var permissions: [AccountPermission] {
        [
            AccountPermission(
                scope: Self.prefix + "calendar.events", wording: "View and edit events on all your calendars",
                purpose: "So that bookings stand in your calendar, and what stands there closes your time."),
            AccountPermission(
                scope: Self.prefix + "calendar.calendarlist.readonly",
                wording: "See the list of Google calendars you’re subscribed to",
                purpose: "So that you can choose which of your calendars are used."),
        ]
    }

    /// Who signs in; Google does not ask about these.
    private static let identity = ["openid", prefix + "userinfo.email"]

    public func authorizationAddress(for request: AuthorizationRequest) -> String {
        var fields = [
            ("client_id", client.configuration.clientID), ("redirect_uri", request.redirect), ("response_type", "code"),
            ("scope", (Self.identity + permissions.map(\.scope)).joined(separator: " ")), ("state", request.state),
            ("code_challenge", request.challenge), ("code_challenge_method", "S256"),
            // Only a new consent brings a new refresh token.
            ("access_type", "offline"), ("prompt", "consent"), ("include_granted_scopes", "true"),
        ]
        if let email = request.expectedEmail { fields.append(("login_hint", email)) }
        return client.configuration.accountsURL + "/o/oauth2/v2/auth?" + FormText.text(fields)
    }

    public func exchange(code: String, verifier: String, redirect: String) async throws(ProviderFailure) -> AuthorizedAccount {
        let answer: TokenAnswer
        do throws(ProviderFailure) {
            answer = try await tokens([
                ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirect),
            ])
        } catch {
            throw error == .reconnect ? .codeSpent : error
        }
        guard let refreshToken = answer.refresh_token else { throw ProviderFailure.noRefreshToken }
        guard let identity = answer.id_token.flatMap(IdentityClaims.init) else {
            throw ProviderFailure(
                .unauthorized, "Google did not say who signed in. Connect the account again, and agree to all that is asked.")
        }
        guard identity.aud == client.configuration.clientID, identity.iss.hasSuffix("accounts.google.com") else {
            throw ProviderFailure(
                .invalidAnswer, "The sign-in that came back is not one of this installation’s. Connect the account again.")
        }
        let now = client.clock()
        let grant = AccountGrant(
            accessToken: answer.access_token, expires: answer.expires(from: now), refreshToken: refreshToken, scopes: answer.scopes ?? [],
            grantedAt: now)
        return AuthorizedAccount(
            subject: identity.sub, name: identity.email.map { "\($0.lowercased()) at Google" } ?? "Google", email: identity.email,
            credentials: CalendarCredentials(address: "google:\(identity.sub)", user: identity.sub, password: grant.text),
            missing: missing(from: grant.scopes))
    }

    public func revoke(_ credentials: CalendarCredentials) async throws(ProviderFailure) {
        guard let grant = AccountGrant(text: credentials.password) else { return }
        let answer = try await client.sendForm("/revoke", [("token", grant.refreshToken)])
        // 400: it was taken back already.
        guard answer.isSuccess || answer.status == 400 else { throw answer.failure(during: .writing) }
    }

    /// A new access token for an old grant.
    func renewed(_ grant: AccountGrant) async throws(ProviderFailure) -> AccountGrant {
        let answer: TokenAnswer
        do throws(ProviderFailure) {
            answer = try await tokens([("grant_type", "refresh_token"), ("refresh_token", grant.refreshToken)])
        } catch {
            let age = client.clock() - grant.grantedAt
            let endsAfterAWeek = error == .reconnect && age > .hours(7 * 24 - 12) && age < .hours(8 * 24)
            throw endsAfterAWeek ? .reconnectAfterTesting : error
        }
        var renewed = grant
        renewed.accessToken = answer.access_token
        renewed.expires = answer.expires(from: client.clock())
        // Usually none comes; one that does may have retired the one before.
        if let refreshToken = answer.refresh_token { renewed.refreshToken = refreshToken }
        if let scopes = answer.scopes { renewed.scopes = scopes }
        return renewed
    }

    public func missing(from granted: Set<String>) -> [AccountPermission] {
        permissions.filter { !Self.isCovered($0.scope, by: granted) }
    }

    /// Whether what was granted includes what a scope allows; a wider one includes it too.
    static func isCovered(_ scope: String, by granted: Set<String>) -> Bool {
        let wider: [String] =
            switch scope {
            case prefix + "calendar.events": [prefix + "calendar"]
            case prefix + "calendar.calendarlist.readonly": ["calendar", "calendar.calendarlist", "calendar.readonly"].map { prefix + $0 }
            default: []
            }
        return granted.contains(scope) || !granted.isDisjoint(with: wider)
    }

    private func tokens(_ fields: [(String, String)]) async throws(ProviderFailure) -> TokenAnswer {
        let configuration = client.configuration
        let answer = try await client.sendForm(
            "/token", fields + [("client_id", configuration.clientID), ("client_secret", configuration.clientSecret)])
        if answer.isSuccess, let tokens: TokenAnswer = answer.decoded() { return tokens }
        throw refusal(answer)
    }

    /// Only `invalid_grant` means that the account's owner must act; what is wrong with our registration is the operator's business.
    private func refusal(_ answer: GoogleAnswer) -> ProviderFailure {
        let error: TokenError? = answer.decoded()
        switch error?.error {
        case "invalid_grant": return .reconnect
        case "invalid_client", "unauthorized_client", "deleted_client": return .unknownClient
        case "redirect_uri_mismatch":
            return ProviderFailure(
                .misconfigured,
                "Google does not send people back to this installation: its operator adds the address of KALENDS_BASE_URL to the OAuth client."
            )
        case "admin_policy_enforced", "org_internal", "access_denied":
            return ProviderFailure(
                .forbidden, "The organization’s administrator does not allow Kalends to use its Google calendars. Ask there.")
        default: break
        }
        switch answer.status {
        case 429: return ProviderFailure(.throttled, "Google asks to come back later.", retryAfter: answer.retryAfter)
        case 500...:
            return ProviderFailure(
                .unreachable, "Google’s sign-in has a fault of its own (status \(answer.status)). It is tried again later.",
                retryAfter: answer.retryAfter)
        default:
            return ProviderFailure(
                .invalidAnswer,
                "Google’s sign-in answered with status \(answer.status), which says nothing we know. It is tried again later.")
        }
    }
}

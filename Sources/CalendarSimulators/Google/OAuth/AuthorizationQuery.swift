/// What a client asks of the authorization page (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
struct AuthorizationQuery: Hashable, Sendable {
    /// Why the page refuses before anybody is asked.
    struct Fault: Error, Hashable, Sendable {
        let code: String
        let explanation: String
    }

    let client: String
    let redirect: String
    let scopes: [String]
    let state: String?
    let challenge: String?
    let isOffline: Bool
    /// A new consent is asked for, which also brings a new refresh token.
    let asksAgain: Bool
    let includesGranted: Bool
    let loginHint: String?

    init(_ fields: FormFields, settings: GoogleSettings) throws(Fault) {
        let client = fields["client_id"] ?? ""
        guard settings.clients[client] != nil else { throw Fault(code: "invalid_client", explanation: "The OAuth client was not found.") }
        let redirect = fields["redirect_uri"] ?? ""
        guard redirect.hasPrefix("https://") || redirect.hasPrefix("http://localhost") || redirect.hasPrefix("http://127.0.0.1") else {
            throw Fault(code: "redirect_uri_mismatch", explanation: "The redirect URI in the request is not one of the client’s.")
        }
        guard fields["response_type"] == "code" else {
            throw Fault(code: "unsupported_response_type", explanation: "response_type must be code.")
        }
        let scopes = (fields["scope"] ?? "").split(separator: " ").map(String.init)
        guard !scopes.isEmpty else { throw Fault(code: "invalid_request", explanation: "Missing required parameter: scope") }
        let challenge = fields["code_challenge"]
        guard challenge == nil || fields["code_challenge_method"] == "S256" else {
            throw Fault(code: "invalid_request", explanation: "Only the code challenge method S256 is taken.")
        }
        self.client = client
        self.redirect = redirect
        self.scopes = scopes
        self.challenge = challenge
        state = fields["state"]
        isOffline = fields["access_type"] == "offline"
        asksAgain = (fields["prompt"] ?? "").split(separator: " ").contains("consent")
        includesGranted = fields["include_granted_scopes"] == "true"
        loginHint = fields["login_hint"]
    }

    /// The client's address with the outcome.
    func redirect(with outcome: [(String, String)]) -> String {
        let fields = outcome + (state.map { [("state", $0)] } ?? [])
        return redirect + (redirect.contains("?") ? "&" : "?") + Percent.form(fields)
    }
}

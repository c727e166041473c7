public import CivilTime

/// One thing that an account's owner is asked to allow, and what it is for.
public struct AccountPermission: Hashable, Sendable {
    /// The provider's own word: an OAuth scope.
    public var scope: String
    /// How the provider's page words it beside its tick.
    public var wording: String
    /// What it is for, as a sentence for the person who is asked.
    public var purpose: String
    /// Without it the account is of no use; otherwise only something is missing.
    public var isRequired: Bool

    public init(scope: String, wording: String, purpose: String, isRequired: Bool = true) {
        self.scope = scope
        self.wording = wording
        self.purpose = purpose
        self.isRequired = isRequired
    }
}

/// What an account's owner granted: the tokens, until when they are good, and what they allow. Kept sealed, as a password is.
public struct AccountGrant: Hashable, Sendable, Codable {
    public var accessToken: String
    /// The access token is refused from then on.
    public var expires: Instant
    /// Brings new access tokens; some providers hand out a new one each time and retire the old.
    public var refreshToken: String
    /// What was allowed, in the provider's own words.
    public var scopes: Set<String>
    /// When the owner signed in.
    public var grantedAt: Instant

    public init(accessToken: String, expires: Instant, refreshToken: String, scopes: Set<String>, grantedAt: Instant) {
        self.accessToken = accessToken
        self.expires = expires
        self.refreshToken = refreshToken
        self.scopes = scopes
        self.grantedAt = grantedAt
    }
}

/// What a sign-in brought.
public struct AuthorizedAccount: Hashable, Sendable {
    /// The provider's key of the account, which stays when mail addresses change.
    public var subject: String
    /// A name for people: "ana@example.org at Google".
    public var name: String
    /// The mail address, if it was told.
    public var email: String?
    /// As `CalendarProvider` takes them.
    public var credentials: CalendarCredentials
    /// What was asked for and not ticked.
    public var missing: [AccountPermission]

    public init(subject: String, name: String, email: String?, credentials: CalendarCredentials, missing: [AccountPermission]) {
        self.subject = subject
        self.name = name
        self.email = email
        self.credentials = credentials
        self.missing = missing
    }
}

/// A sign-in that begins: where the provider sends the person back to, and what proves that both ends of it are the same.
public struct AuthorizationRequest: Hashable, Sendable {
    /// Our address that gets the code.
    public var redirect: String
    /// Comes back with the code; bound to whoever began.
    public var state: String
    /// The S256 challenge of the verifier that `exchange` will show (RFC 7636).
    public var challenge: String
    /// The mail address of the account that is meant, when an account is connected again.
    public var expectedEmail: String?

    public init(redirect: String, state: String, challenge: String, expectedEmail: String? = nil) {
        self.redirect = redirect
        self.state = state
        self.challenge = challenge
        self.expectedEmail = expectedEmail
    }
}

/// Signing in to a provider at its own page, instead of with a password (OAuth 2, RFC 6749).
public protocol AccountAuthorization: Sendable {
    /// What is asked for.
    var permissions: [AccountPermission] { get }

    /// What is asked for and not allowed by scopes that were granted; a wider one may include what a narrower one allows.
    func missing(from granted: Set<String>) -> [AccountPermission]

    /// The address of the provider's page that the person is sent to.
    func authorizationAddress(for request: AuthorizationRequest) -> String

    /// Takes the code that came back.
    /// - Parameters:
    ///   - verifier: the secret behind the request's challenge.
    ///   - redirect: the same as in the request.
    /// - Throws: `.unauthorized` for a code that is not good any more, `.misconfigured` when the provider does not know us.
    func exchange(code: String, verifier: String, redirect: String) async throws(ProviderFailure) -> AuthorizedAccount

    /// Takes the grant back at the provider; success also when it is gone already.
    func revoke(_ credentials: CalendarCredentials) async throws(ProviderFailure)
}

extension AccountAuthorization {
    public func missing(from granted: Set<String>) -> [AccountPermission] { permissions.filter { !granted.contains($0.scope) } }
}

/// Keeps the grants of accounts: the one place where they are renewed.
public protocol GrantKeeping: Sendable {
    /// The grant of an account, with an access token that is good for a minute at least and is not the refused one.
    ///
    /// Only one renewal of an account runs at a time; its outcome is kept before anybody gets it, and whoever waited gets it too.
    /// - Parameters:
    ///   - subject: the provider's key of the account.
    ///   - stored: the grant as the credentials hold it, for an account that is not known yet.
    ///   - refused: an access token that the provider does not take, though its time is not up.
    ///   - renew: asks the provider for a new access token.
    func grant(
        of subject: String, stored: AccountGrant, refused: String?,
        renew: @Sendable (AccountGrant) async throws(ProviderFailure) -> AccountGrant
    ) async throws(ProviderFailure) -> AccountGrant
}

public import Booking
public import CivilTime
import Persistence
import Secrets
import Texts

/// Makes a key to the REST API. It is shown once: only its hash is kept.
public struct MakeToken: Sendable {
    /// What is asked for.
    public struct Request: Sendable {
        public var name: String
        /// Whose it is to be; `nil` for an application's.
        public var user: User.ID?
        /// Of an application; a personal token goes by its user's.
        public var role: Role
        public var scopes: Set<TokenScope>
        /// `nil`: until it is revoked.
        public var lifetime: Seconds?

        public init(name: String, user: User.ID?, role: Role = .administrator, scopes: Set<TokenScope>, lifetime: Seconds?) {
            self.name = name
            self.user = user
            self.role = role
            self.scopes = scopes
            self.lifetime = lifetime
        }
    }

    /// What every token of ours begins with, so that programs that look for lost secrets know it.
    public static let prefix = "kal_"

    /// A year, in days.
    public static let longest = 366

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter actor: users make tokens for themselves; administrators for applications, too; the command line for anybody.
    /// - Returns: the token as its bearer sends it.
    /// - Throws: `Invalid` naming `name`, `scopes` or `days`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ request: Request, actor: Actor) async throws -> (text: String, token: AccessToken) {
        try check(request)
        let text = Self.prefix + Token.random()
        let token = try await kalends.database.write { transaction in
            let role = try allowed(request, actor, transaction)
            let token = AccessToken(
                id: AccessToken.ID(kalends.newID()), name: request.name.trimmed, user: request.user, role: role, scopes: request.scopes,
                tokenHash: Token.hash(text), hint: String(text.suffix(4)), createdAt: kalends.now,
                expiresAt: request.lifetime.map { kalends.now + $0 })
            try transaction.accessTokens.insert(token)
            try transaction.record(
                .tokenMade, "token:\(token.id)", by: actor, at: kalends.now, reason: token.name, after: TokenFacts(token))
            return token
        }
        return (text, token)
    }

    private func check(_ request: Request) throws {
        var faults: [FieldFault] = []
        let name = request.name.trimmed
        if name.isEmpty { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        if name.count > 100 { faults.append(FieldFault(field: "name", key: "nameTooLong")) }
        if request.scopes.isEmpty { faults.append(FieldFault(field: "scopes", key: "scopesMissing")) }
        if let lifetime = request.lifetime, lifetime < .days(1) || lifetime > .days(Self.longest) {
            faults.append(FieldFault(field: "days", key: "tokenDays", values: ["longest": "\(Self.longest)"]))
        }
        guard faults.isEmpty else { throw Invalid(faults) }
    }

    /// - Returns: the role that goes with the token.
    private func allowed(_ request: Request, _ actor: Actor, _ transaction: Transaction) throws -> Role {
        guard let id = request.user else {
            try transaction.requireAdministrator(actor)
            return request.role
        }
        guard actor == .user(id) || actor == .system else { throw NotAllowed() }
        guard let user = try transaction.users.find(id) else { throw NotFound("user") }
        return user.role
    }
}

/// Ends a key to the REST API at once.
public struct RevokeToken: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter actor: whose it is, or an administrator. One that was revoked before stays as it was.
    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: AccessToken.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            guard var token = try transaction.accessTokens.find(id) else { throw NotFound("token") }
            if token.user.map({ actor != .user($0) }) ?? true { try transaction.requireAdministrator(actor) }
            guard token.revokedAt == nil else { return }
            token.revokedAt = kalends.now
            try transaction.accessTokens.update(token)
            try transaction.record(.tokenRevoked, "token:\(token.id)", by: actor, at: kalends.now, reason: token.name)
        }
    }
}

/// A token as the history keeps it: nothing by which it could be used.
private struct TokenFacts: Encodable {
    var name: String
    var user: String?
    var role: Role
    var scopes: [String]
    var expiresAt: Instant?

    init(_ token: AccessToken) {
        (name, user, role, expiresAt) = (token.name, token.user?.rawValue, token.role, token.expiresAt)
        scopes = token.scopes.map(\.rawValue).sorted()
    }
}

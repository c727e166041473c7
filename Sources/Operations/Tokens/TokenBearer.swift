public import Booking
import CivilTime
import Persistence
import Secrets

/// Whoever shows a token that works.
public struct TokenBearer: Hashable, Sendable {
    public var token: AccessToken
    /// The user's role as it is now, or the application's.
    public var role: Role

    /// Who the history says it was.
    public var actor: Actor { token.user.map { .user($0) } ?? .application(token.id) }

    /// Whether the token was made for it, and the role allows it.
    public func may(_ scope: TokenScope) -> Bool {
        guard token.grants(scope) else { return false }
        return switch scope {
        case .read: true
        case .appointments: role.canManageAppointments
        case .readWrite, .manage, .sync, .webhooks: role.canManageSettings
        }
    }
}

/// Finds the bearer of a token.
public struct FindBearer: Sendable {
    /// Why a token lets nobody in.
    public enum Failure: Error, Hashable, Sendable {
        case unknown, expired, revoked
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `StoreFailure`.
    public func callAsFunction(_ text: String) async throws -> TokenBearer {
        guard text.hasPrefix(MakeToken.prefix), text.utf8.count <= 100 else { throw Failure.unknown }
        let hash = Token.hash(text)
        let found = try await kalends.database.readSoon { transaction -> TokenBearer? in
            guard let token = try transaction.accessTokens.find(tokenHash: hash) else { return nil }
            guard let id = token.user else { return TokenBearer(token: token, role: token.role) }
            return try transaction.users.find(id).map { TokenBearer(token: token, role: $0.role) }
        }
        guard let found else { throw Failure.unknown }
        let now = kalends.now
        switch found.token.state(now) {
        case .working: break
        case .expired: throw Failure.expired
        case .revoked: throw Failure.revoked
        }
        // Seen is written at most every ten minutes: a read is no reason for a write.
        if found.token.lastUsedAt.map({ now - $0 > .minutes(10) }) ?? true {
            try await kalends.database.write { transaction in try transaction.accessTokens.touch(found.token.id, at: now) }
        }
        return found
    }
}

public import Booking
import CivilTime
public import Persistence
import Secrets
import Texts

/// What the admin app keeps of a signed-in user: the token goes into a cookie, its hash into the store.
public struct SignedIn: Sendable {
    public var token: String
    public var user: User
}

/// Signs a user in with mail address and password.
public struct SignIn: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// Address or password is wrong; which of them is not told.
        case refused
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// How long a session lasts without use.
    static let lifetime = Seconds.days(30)

    /// - Parameters:
    ///   - address: where the browser is, for the list of sessions.
    ///   - household: the network that limits count as one; the address itself when nothing is said.
    /// - Throws: `Failure`, `TooManyAttempts`, `StoreFailure`.
    public func callAsFunction(email: String, password: String, userAgent: String, address: String, household: String? = nil) async throws
        -> SignedIn
    {
        let limits = SignInLimits(email: String(email.trimmed.lowercased().prefix(300)), household: household ?? address)
        let (user, counted) = try await kalends.database.write { transaction in
            let user = try transaction.users.find(email: limits.email)
            let counted = limits.all(isKnown: try limits.isKnown(user, at: kalends.now, transaction))
            try kalends.count(counted, transaction)
            return (user, counted)
        }
        let hash = user?.passwordHash
        // An unknown address costs the same time as a known one.
        let isRight = await hashing {
            PasswordHash.verify(String(password.prefix(1000)), against: hash ?? PasswordHash.decoy) && hash != nil
        }
        guard isRight, let user else { throw Failure.refused }
        return try await kalends.startSession(
            for: user, userAgent: userAgent, address: address, household: limits.household, forgetting: counted)
    }
}

/// What counts against a sign-in. Whoever guesses an address's password from one network soon waits long; guessing from many networks
/// becomes slow, without keeping those who know the password away.
struct SignInLimits: Sendable {
    let email: String
    let household: String

    /// - Parameter isKnown: what strangers try elsewhere is not held against this network.
    func all(isKnown: Bool) -> [AttemptLimit] {
        let here: [AttemptLimit] = [.strict("sign-in \(household) \(email)"), .network("sign-in \(household)")]
        return isKnown ? here : here + [.loose("sign-in everywhere \(email)")]
    }

    /// Whether the user is signed in from the same network already.
    func isKnown(_ user: User?, at now: Instant, _ transaction: Transaction) throws -> Bool {
        guard let user, !household.isEmpty else { return false }
        return try transaction.sessions.all(of: user.id).contains { $0.household == household && $0.expiresAt > now }
    }
}

extension Kalends {
    /// - Parameter limits: what was counted before the password was looked at.
    /// - Throws: `SignIn.Failure.refused` when the password was changed, or the user removed, since it was looked at.
    func startSession(
        for user: User, userAgent: String, address: String, household: String, forgetting limits: [AttemptLimit] = []
    ) async throws -> SignedIn {
        let token = Token.random()
        let session = Session(
            tokenHash: Token.hash(token), user: user.id, createdAt: now, lastSeenAt: now, expiresAt: now + SignIn.lifetime,
            userAgent: String(userAgent.unicodeScalars.prefix(300)), address: address, household: household)
        try await database.write { transaction in
            guard try transaction.users.find(user.id)?.passwordHash == user.passwordHash else { throw SignIn.Failure.refused }
            try forget(limits, transaction)
            try transaction.sessions.insert(session)
        }
        return SignedIn(token: token, user: user)
    }
}

/// The user of a session token, and its session.
public struct CurrentUser: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: `nil` for a token that is unknown, ended or past its time.
    public func callAsFunction(_ token: String) async throws -> (user: User, session: Session)? {
        guard (16...128).contains(token.utf8.count) else { return nil }
        let hash = Token.hash(token)
        let now = kalends.now
        let found = try await kalends.database.read { transaction -> (User, Session)? in
            guard let session = try transaction.sessions.find(tokenHash: hash), session.expiresAt > now,
                let user = try transaction.users.find(session.user)
            else { return nil }
            return (user, session)
        }
        guard let (user, session) = found else { return nil }
        // Seen is written at most every ten minutes: a look at a page is no reason for a write.
        if now - session.lastSeenAt > .minutes(10) {
            try await kalends.database.write { transaction in
                try transaction.sessions.touch(tokenHash: hash, at: now, expiresAt: now + SignIn.lifetime)
            }
        }
        return (user, session)
    }
}

/// Ends sessions: one's own, one of one's own list, or all but the present one.
public struct EndSession: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    public func signOut(token: String) async throws {
        let hash = Token.hash(token)
        try await kalends.database.write { transaction in try transaction.sessions.delete(tokenHash: hash) }
    }

    /// - Throws: `NotFound` when the session is not the user's.
    public func callAsFunction(_ tokenHash: String, of user: User.ID) async throws {
        try await kalends.database.write { transaction in
            guard let session = try transaction.sessions.find(tokenHash: tokenHash), session.user == user else { throw NotFound("session") }
            try transaction.sessions.delete(tokenHash: tokenHash)
        }
    }

    public func all(of user: User.ID, except tokenHash: String?) async throws {
        try await kalends.database.write { transaction in try transaction.sessions.deleteAll(of: user, except: tokenHash) }
    }
}

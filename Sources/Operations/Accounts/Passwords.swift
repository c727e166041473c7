public import Booking
import CivilTime
import Messaging
import Persistence
import Secrets
import Texts

/// Changes one's own password; every other session of the user ends.
public struct ChangePassword: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter session: the present session's token hash, which stays.
    /// - Throws: `Invalid`, `TooManyAttempts`, `NotFound`, `StoreFailure`.
    public func callAsFunction(of id: User.ID, current: String, new: String, session: String?) async throws {
        let limit = AttemptLimit.strict("password \(id)")
        let user = try await kalends.database.write { transaction in
            guard let user = try transaction.users.find(id) else { throw NotFound("user") }
            try kalends.count([limit], transaction)
            return user
        }
        let hash = user.passwordHash ?? PasswordHash.decoy
        guard await hashing({ PasswordHash.verify(String(current.prefix(1000)), against: hash) }) else {
            throw Invalid("current", "passwordWrong")
        }
        try await kalends.database.write { transaction in try kalends.forget([limit], transaction) }
        let faults = NewUser.passwordFaults(new, field: "new")
        guard faults.isEmpty else { throw Invalid(faults) }
        try await kalends.setPassword(new, of: id, keeping: session)
    }
}

extension Kalends {
    /// Stores a password and ends the user's sessions and open password links.
    /// - Parameter link: the link by which it was chosen; of two answers at the same moment only one finds it unused.
    @discardableResult
    func setPassword(_ password: String, of id: User.ID, keeping session: String?, using link: String? = nil) async throws -> User {
        let hash = await hashing { PasswordHash.make(password) }
        return try await database.write { transaction in
            if let link, try !transaction.passwordLinks.delete(tokenHash: link) { throw NotFound("password link") }
            guard var user = try transaction.users.find(id) else { throw NotFound("user") }
            user.passwordHash = hash
            try transaction.users.update(user)
            try transaction.sessions.deleteAll(of: id, except: session)
            try transaction.passwordLinks.deleteAll(of: id)
            try transaction.record(.passwordChanged, "user:\(id)", by: .user(id), at: now)
            return user
        }
    }

    /// A link by which a user chooses a password; only its hash is kept.
    func passwordLink(for user: User.ID, purpose: PasswordLink.Purpose, validFor: Seconds, _ transaction: Transaction) throws -> String {
        let token = Token.random()
        try transaction.passwordLinks.insert(
            PasswordLink(tokenHash: Token.hash(token), user: user, purpose: purpose, expiresAt: now + validFor))
        return "\(settings.baseURL)/admin/password/\(token)"
    }

    /// The name and language under which mails about accounts go out: those of the first business.
    func accountMail(_ kind: AccountMail.Kind, to user: User, _ transaction: Transaction) throws -> ComposedMail {
        let business = try transaction.businesses.all().first
        let sender =
            business.map { MailParty.sender(of: $0, mailFrom: settings.mailFrom) } ?? MailParty(name: "Kalends", address: settings.mailFrom)
        return AccountMail(
            kind: kind, to: MailParty(name: user.name, address: user.email), sender: sender, business: business?.name ?? "Kalends",
            language: business?.language ?? "en", zone: business.map { zone(named: $0.zone) } ?? .utc, stamp: now, nonce: newID()
        ).compose()
    }
}

/// Sends a link for a new password, if the address is a user's; whether it is, is not told.
public struct RequestPasswordReset: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    static let lifetime = Seconds.hours(2)

    /// - Parameter household: the network that asks; empty when it is not known.
    /// - Throws: `TooManyAttempts`, `StoreFailure`.
    public func callAsFunction(email: String, household: String = "") async throws {
        let email = String(email.trimmed.lowercased().prefix(300))
        try await kalends.database.write { transaction in
            // However many ask, a mailbox is not flooded; whoever it belongs to has a link then.
            try kalends.count([.strict("reset \(email)"), .network("reset by \(household)")], transaction)
            guard let user = try transaction.users.find(email: email) else { return }
            let link = try kalends.passwordLink(for: user.id, purpose: .reset, validFor: Self.lifetime, transaction)
            let mail = try kalends.accountMail(.passwordReset(link: link, validUntil: kalends.now + Self.lifetime), to: user, transaction)
            try kalends.enqueue(mail, kind: "password-reset", appointment: nil, transaction)
        }
    }

    /// The link itself, for the command line.
    /// - Throws: `NotFound`, `StoreFailure`.
    public func link(email: String) async throws -> String {
        try await kalends.database.write { transaction in
            guard let user = try transaction.users.find(email: email.trimmed.lowercased()) else {
                throw NotFound("user with this mail address")
            }
            return try kalends.passwordLink(for: user.id, purpose: .reset, validFor: Self.lifetime, transaction)
        }
    }
}

/// Chooses a password by a link: a reset, or the answer to an invitation.
public struct ChoosePassword: Sendable {
    public struct Opened: Sendable {
        public var user: User
        public var isInvitation: Bool
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Whose link it is; `nil` when it is used up or past its time.
    public func open(token: String) async throws -> Opened? {
        guard (16...128).contains(token.utf8.count) else { return nil }
        let hash = Token.hash(token)
        return try await kalends.database.read { transaction in
            guard let link = try transaction.passwordLinks.find(tokenHash: hash), link.expiresAt > kalends.now,
                let user = try transaction.users.find(link.user)
            else { return nil }
            return Opened(user: user, isInvitation: link.purpose == .invitation)
        }
    }

    /// Stores the password and signs in.
    /// - Throws: `Invalid`, `NotFound` for a link that is used up, `StoreFailure`.
    public func callAsFunction(token: String, password: String, userAgent: String, address: String, household: String? = nil) async throws
        -> SignedIn
    {
        guard let opened = try await open(token: token) else { throw NotFound("password link") }
        let faults = NewUser.passwordFaults(password, field: "password")
        guard faults.isEmpty else { throw Invalid(faults) }
        let user = try await kalends.setPassword(password, of: opened.user.id, keeping: nil, using: Token.hash(token))
        return try await kalends.startSession(for: user, userAgent: userAgent, address: address, household: household ?? address)
    }
}

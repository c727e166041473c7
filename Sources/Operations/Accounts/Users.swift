public import Booking
import CivilTime
import Messaging
import Persistence
import Texts

/// Invites a user by a link, which is mailed and also returned for copying.
public struct InviteUser: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    static let lifetime = Seconds.days(7)

    /// - Returns: the user and the link, valid for seven days.
    /// - Throws: `Invalid`, `NotAllowed`, `StoreFailure`.
    public func callAsFunction(name: String, email: String, role: Role, actor: Actor) async throws -> (user: User, link: String) {
        let faults = NewUser(name: name, email: email, password: "not asked for yet").faults()
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            let email = email.trimmed.lowercased()
            guard try transaction.users.find(email: email) == nil else { throw Invalid("email", "emailTaken") }
            let user = User(
                id: User.ID(kalends.newID()), name: name.trimmed, email: email, passwordHash: nil, role: role, createdAt: kalends.now)
            try transaction.users.insert(user)
            return (user, try invite(user, actor, transaction))
        }
    }

    /// A new link for somebody who has not answered yet; the link before ends.
    public func again(_ id: User.ID, actor: Actor) async throws -> String {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            // Whoever has a password asks for a new one by themselves; an administrator is not handed a key to their account.
            guard let user = try transaction.users.find(id), user.passwordHash == nil else { throw NotFound("open invitation") }
            try transaction.passwordLinks.deleteAll(of: id)
            return try invite(user, actor, transaction)
        }
    }

    private func invite(_ user: User, _ actor: Actor, _ transaction: Transaction) throws -> String {
        let link = try kalends.passwordLink(for: user.id, purpose: .invitation, validFor: Self.lifetime, transaction)
        var inviter = ""
        if case .user(let id) = actor { inviter = try transaction.users.find(id)?.name ?? "" }
        let kind = AccountMail.Kind.invitation(link: link, inviter: inviter, role: user.role, validUntil: kalends.now + Self.lifetime)
        try kalends.enqueue(try kalends.accountMail(kind, to: user, transaction), kind: "invitation", appointment: nil, transaction)
        try transaction.recordUser(.invited, user, actor, kalends.now)
        return link
    }
}

/// Makes an administrator without a browser.
public struct CreateAdministrator: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `StoreFailure`.
    public func callAsFunction(name: String, email: String, password: String) async throws -> User {
        let typed = NewUser(name: name, email: email, password: password)
        let faults = typed.faults()
        guard faults.isEmpty else { throw Invalid(faults) }
        let user = try await typed.made(kalends, role: .administrator)
        return try await kalends.database.write { transaction in
            guard try transaction.users.find(email: user.email) == nil else { throw Invalid("email", "emailTaken") }
            try transaction.users.insert(user)
            try transaction.recordUser(.created, user, .system, kalends.now)
            return user
        }
    }
}

/// Changes a user's role, or removes a user. There is always an administrator.
public struct ChangeUser: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case lastAdministrator
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func role(of id: User.ID, to role: Role, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard var user = try transaction.users.find(id) else { throw NotFound("user") }
            if role != .administrator { try requireAnother(than: user, transaction) }
            user.role = role
            try transaction.users.update(user)
            try transaction.recordUser(HistoryAction(role: role), user, actor, kalends.now)
        }
    }

    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func remove(_ id: User.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let user = try transaction.users.find(id) else { throw NotFound("user") }
            try requireAnother(than: user, transaction)
            try transaction.sessions.deleteAll(of: id, except: nil)
            try transaction.passwordLinks.deleteAll(of: id)
            for business in try transaction.businesses.all() {
                for before in try transaction.staff.all(in: business.id, includingRemoved: true) where before.user == id {
                    var member = before
                    member.user = nil
                    try transaction.staff.update(member)
                    try transaction.recordSetting("staff:\(member.id)", before.withoutSecret, member.withoutSecret, actor, kalends.now)
                }
            }
            try transaction.users.delete(id)
            try transaction.recordUser(.removed, user, actor, kalends.now)
        }
    }

    private func requireAnother(than user: User, _ transaction: Transaction) throws {
        guard user.role == .administrator else { return }
        let others = try transaction.users.all().filter { $0.role == .administrator && $0.id != user.id && $0.passwordHash != nil }
        guard !others.isEmpty else { throw Failure.lastAdministrator }
    }
}

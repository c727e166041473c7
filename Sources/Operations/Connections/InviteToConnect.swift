public import Booking
public import CalendarSync
public import CivilTime
import Messaging
import Persistence
import Secrets
import Texts

/// Asks a person to connect their own calendar, by a link that is mailed or handed over otherwise. One link a person works at a time.
public struct InviteToConnect: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// The link was used, taken back or replaced meanwhile.
        case over
    }

    /// How long a link works.
    public static let lifetime = Seconds.days(14)

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Makes a link; the one before ends.
    /// - Parameter isMailed: whether it goes out by mail too, to the address that stands with the person.
    /// - Returns: the link's address.
    /// - Throws: `Invalid` on a person without a mail address, `NotAllowed`, `NotFound`, `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ id: StaffMember.ID, isMailed: Bool, actor: Actor) async throws -> String {
        try await kalends.database.write { transaction in
            let member = try require(id, isMailed: isMailed, actor, transaction)
            for var former in try transaction.invitations.all(of: member.resource) where former.state(kalends.now) == .open {
                try end(&former, transaction)
            }
            var inviter = ""
            if case .user(let user) = actor { inviter = user.rawValue }
            let made = InvitationBook(kalends: kalends, transaction: transaction)
                .make(for: member, inviter: inviter, address: isMailed ? member.email : "")
            var invitation = made.invitation
            if isMailed { invitation.mail = try mail(invitation, to: member, transaction) }
            try transaction.invitations.insert(invitation)
            try transaction.record(.invitedToConnect, "staff:\(id)", by: actor, at: kalends.now, reason: invitation.address)
            return made.link
        }
    }

    /// Sends the same link once more, and lets it work as long again.
    /// - Throws: `Failure`, `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func again(_ id: StaffMember.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            let member = try require(id, isMailed: true, actor, transaction)
            guard var invitation = try transaction.invitations.all(of: member.resource).first, invitation.state(kalends.now) == .open else {
                throw Failure.over
            }
            invitation.expiresAt = kalends.now + Self.lifetime
            invitation.address = member.email
            invitation.mail = try mail(invitation, to: member, transaction)
            try transaction.invitations.update(invitation)
            try transaction.record(.invitedToConnect, "staff:\(id)", by: actor, at: kalends.now, reason: invitation.address)
        }
    }

    /// Takes the link back.
    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func revoke(_ id: StaffMember.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            let member = try require(id, isMailed: false, actor, transaction)
            guard var invitation = try transaction.invitations.all(of: member.resource).first, invitation.state(kalends.now) == .open else {
                throw Failure.over
            }
            try end(&invitation, transaction)
            try transaction.record(.connectInvitationRevoked, "staff:\(id)", by: actor, at: kalends.now)
        }
    }

    private func require(_ id: StaffMember.ID, isMailed: Bool, _ actor: Actor, _ transaction: Transaction) throws -> StaffMember {
        try transaction.requireAdministrator(actor)
        guard let member = try transaction.staff.find(id), member.isActive else { throw NotFound("person") }
        if isMailed, !Check.isEmail(member.email) { throw Invalid("email", "inviteWithoutEmail", ["name": member.name]) }
        return member
    }

    private func end(_ invitation: inout ConnectionInvitation, _ transaction: Transaction) throws {
        invitation.revokedAt = kalends.now
        invitation.sealedToken = ""
        try transaction.invitations.update(invitation)
    }

    private func mail(_ invitation: ConnectionInvitation, to member: StaffMember, _ transaction: Transaction) throws -> String {
        guard let business = try transaction.businesses.find(member.business), let link = kalends.link(of: invitation) else {
            throw NotFound("business")
        }
        let inviter = try kalends.inviter(of: invitation, transaction)?.name ?? business.name
        let mail = AccountMail(
            kind: .connectInvitation(link: link, inviter: inviter, validUntil: invitation.expiresAt),
            to: MailParty(name: member.name, address: member.email), sender: .sender(of: business, mailFrom: kalends.settings.mailFrom),
            business: business.name, language: business.language, zone: kalends.zone(named: business.zone), stamp: kalends.now,
            nonce: kalends.newID()
        ).compose()
        return try kalends.enqueue(mail, kind: "connect-invitation", appointment: nil, transaction)
    }
}

extension Kalends {
    private static var purpose: String { "connect-invitation" }

    func newInvitationToken() -> String {
        let secret = Token.random()
        return "\(secret).\(secretKey.sign(secret, purpose: Self.purpose))"
    }

    /// Whether a token can be one of ours at all.
    func isInvitationToken(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= 200, parts.count == 2 else { return false }
        return secretKey.verify(String(parts[0]), signature: String(parts[1]), purpose: Self.purpose)
    }

    func invitationAddress(_ token: String) -> String { "\(settings.baseURL)/connect/\(token)" }

    /// The link of an invitation, to be copied; `nil` once it is of no use.
    public func link(of invitation: ConnectionInvitation) -> String? { token(of: invitation).map(invitationAddress) }

    func token(of invitation: ConnectionInvitation) -> String? {
        guard !invitation.sealedToken.isEmpty else { return nil }
        return secretKey.open(invitation.sealedToken, context: "invitation:\(invitation.id)").map { String(decoding: $0, as: UTF8.self) }
    }

    /// Who invited, if they are still there.
    func inviter(of invitation: ConnectionInvitation, _ transaction: Transaction) throws -> User? {
        invitation.inviter.isEmpty ? nil : try transaction.users.find(User.ID(invitation.inviter))
    }
}

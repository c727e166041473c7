import Booking
import CalendarSync
import CivilTime
import Persistence
import Secrets

/// Makes invitations to connect a calendar, within one transaction. Their tokens are kept by their hash, and sealed to be copied again.
struct InvitationBook {
    let kalends: Kalends
    let transaction: Transaction

    /// One that works from now on; the caller stores it.
    func make(for member: StaffMember, inviter: String, address: String) -> (invitation: ConnectionInvitation, link: String) {
        // Random and signed, so that a guess costs no look into the store.
        let token = kalends.newInvitationToken()
        let key = ConnectionInvitation.ID(kalends.newID())
        let invitation = ConnectionInvitation(
            id: key, resource: member.resource, business: member.business, inviter: inviter, address: address,
            tokenHash: Token.hash(token), sealedToken: kalends.secretKey.seal(Array(token.utf8), context: "invitation:\(key)"),
            createdAt: kalends.now, expiresAt: kalends.now + InviteToConnect.lifetime)
        return (invitation, kalends.invitationAddress(token))
    }

    /// A link by which the owner of a connection signs in to it again: the one that is open, with its whole time, or a new one. What they agreed to
    /// when they connected it holds as long as its wording does.
    /// - Returns: `nil` where nobody can be invited to it: a feed is an address and has no sign-in.
    func again(_ account: CalendarAccount, _ member: StaffMember) throws -> (link: String, invitation: ConnectionInvitation)? {
        guard account.provider != .feed else { return nil }
        if var open = try transaction.invitations.all(of: member.resource).first, open.state(kalends.now) == .open,
            let link = kalends.link(of: open)
        {
            open.expiresAt = kalends.now + InviteToConnect.lifetime
            try transaction.invitations.update(open)
            return (link, open)
        }
        let former = try transaction.invitations.last(account: account.id)
        let made = make(for: member, inviter: former?.inviter ?? "", address: member.email)
        var invitation = made.invitation
        invitation.renews = account.id
        if former?.consent == OpenInvitation.consentVersion {
            invitation.consentedAt = former?.consentedAt
            invitation.consent = former?.consent
        }
        try transaction.invitations.insert(invitation)
        try transaction.record(.invitedToConnect, "staff:\(member.id)", by: .sync, at: kalends.now, reason: invitation.address)
        return (made.link, invitation)
    }

    /// Ends the link by which the owner of a connection was to sign in to it again: it was taken away, or mended by somebody else, and nobody
    /// waits for them.
    func endAgain(_ account: CalendarAccount, by actor: Actor = .system) throws {
        if case .invited = actor { return }
        for var open in try transaction.invitations.all(of: account.resource) where open.state(kalends.now) == .open {
            guard open.renews == account.id else { continue }
            open.revokedAt = kalends.now
            open.sealedToken = ""
            try transaction.invitations.update(open)
        }
    }
}

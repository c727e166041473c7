public import Booking
public import CalendarSync
import CivilTime
import Persistence

/// Who does something; what the history names.
public enum Actor: Hashable, Sendable {
    case customer
    case user(User.ID)
    case sync
    case system
    /// Whoever holds the link of an invitation: they may connect one person's calendar, and nothing else.
    case invited(ConnectionInvitation.ID)
    /// A program with a token of its own.
    case application(AccessToken.ID)

    /// The form kept in the history.
    public var text: String {
        switch self {
        case .customer: "customer"
        case .user(let id): "user:\(id)"
        case .sync: "sync"
        case .system: "system"
        case .invited(let id): "invited:\(id)"
        case .application(let id): "application:\(id)"
        }
    }

    /// Whether the customer's limits bind this actor.
    var isCustomer: Bool { self == .customer }
}

extension Transaction {
    /// - Throws: `NotAllowed` unless the actor may change appointments, customers and time off. A customer may not: what the holder of a
    ///   manage link may do, the use case itself decides.
    func requireScheduler(_ actor: Actor) throws { try require(actor) { $0.canManageAppointments } }

    /// - Throws: `NotAllowed` unless the actor may change settings and users.
    func requireAdministrator(_ actor: Actor) throws { try require(actor) { $0.canManageSettings } }

    /// - Throws: `NotAllowed` unless the actor may connect calendars of a person: an administrator; or whoever was invited to connect that very
    ///   person's, has agreed, and holds a link that is still open.
    func requireConnecting(_ actor: Actor, _ resource: Resource.ID?, _ now: Instant) throws {
        guard case .invited(let id) = actor else { return try requireAdministrator(actor) }
        guard let invitation = try invitations.find(id), invitation.state(now) == .open, invitation.consentedAt != nil,
            invitation.resource == resource
        else { throw NotAllowed() }
    }

    /// - Throws: `NotAllowed` unless the actor may choose calendars of an account; whoever was invited, only of the one connected by it.
    func requireConnecting(_ actor: Actor, _ account: CalendarAccount, _ now: Instant) throws {
        try requireConnecting(actor, account.resource, now)
        if case .invited(let id) = actor, try invitations.find(id)?.account != account.id { throw NotAllowed() }
    }

    private func require(_ actor: Actor, _ isEnough: (Role) -> Bool) throws {
        switch actor {
        case .sync, .system: return
        case .customer, .invited: throw NotAllowed()
        case .user(let id):
            // Asked anew each time: a role may have been taken away since the page was shown.
            guard let user = try users.find(id), isEnough(user.role) else { throw NotAllowed() }
        case .application(let id):
            guard let token = try accessTokens.find(id), token.revokedAt == nil, isEnough(token.role) else { throw NotAllowed() }
        }
    }
}

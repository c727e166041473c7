public import Booking
import Persistence

/// Who does something; what the history names.
public enum Actor: Hashable, Sendable {
    case customer
    case user(User.ID)
    case sync
    case system

    /// The form kept in the history.
    public var text: String {
        switch self {
        case .customer: "customer"
        case .user(let id): "user:\(id)"
        case .sync: "sync"
        case .system: "system"
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

    private func require(_ actor: Actor, _ isEnough: (Role) -> Bool) throws {
        switch actor {
        case .sync, .system: return
        case .customer: throw NotAllowed()
        case .user(let id):
            // Asked anew each time: a role may have been taken away since the page was shown.
            guard let user = try users.find(id), isEnough(user.role) else { throw NotAllowed() }
        }
    }
}

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
    /// - Throws: `NotAllowed` unless the actor may change appointments, customers and time off.
    func requireScheduler(_ actor: Actor) throws {
        guard case .user(let id) = actor else { return }
        guard let user = try users.find(id), user.role.canManageAppointments else { throw NotAllowed() }
    }

    /// - Throws: `NotAllowed` unless the actor may change settings and users.
    func requireAdministrator(_ actor: Actor) throws {
        guard case .user(let id) = actor else { return }
        guard let user = try users.find(id), user.role.canManageSettings else { throw NotAllowed() }
    }
}

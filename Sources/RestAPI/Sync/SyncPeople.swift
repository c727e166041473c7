import Booking
import Persistence

/// Who somebody of the organization is in its businesses.
struct SyncPeople: Hashable, Sendable {
    var name = ""
    var staff: [String] = []

    init() {}

    init(_ resource: Resource.ID, _ transaction: Transaction) throws {
        let memberships = try transaction.staff.all(of: resource)
        name = try memberships.first(where: \.isActive)?.name ?? transaction.resources.find(resource)?.name ?? ""
        staff = memberships.filter(\.isActive).map(\.id.rawValue)
    }
}

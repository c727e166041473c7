import Booking
import CivilTime
import Operations

/// Whose hours a page is about: the business's in view, or the person's of the address.
struct HoursOwner: Sendable {
    enum Kind: Sendable {
        case business(Business)
        case person(StaffMember)
    }

    let visit: Visit
    var kind: Kind

    static func find(_ visit: Visit) async throws -> HoursOwner {
        guard visit.parameters["id"] != nil else { return HoursOwner(visit: visit, kind: .business(visit.business)) }
        let (member, visit) = try await StaffEdit.find(visit)
        return HoursOwner(visit: visit, kind: .person(member))
    }

    var isPerson: Bool { if case .person = kind { true } else { false } }

    var name: String {
        switch kind {
        case .business(let business): business.name
        case .person(let member): member.name
        }
    }

    /// `nil`: the business's.
    var hours: WeeklyHours? {
        switch kind {
        case .business(let business): business.hours
        case .person(let member): member.hours
        }
    }

    var overrides: [DateOverride] {
        switch kind {
        case .business(let business): business.overrides
        case .person(let member): member.overrides
        }
    }

    var zone: Zone {
        switch kind {
        case .business: visit.zone
        case .person(let member): visit.kalends.zone(named: member.zone ?? visit.business.zone)
        }
    }

    var address: String {
        switch kind {
        case .business: "/admin/hours"
        case .person(let member): "/admin/staff/\(member.id)/hours"
        }
    }

    var backAddress: String {
        switch kind {
        case .business: "/admin/settings"
        case .person(let member): "/admin/staff/\(member.id)"
        }
    }

    var menu: MenuEntry { isPerson ? .staff : .business }

    func with(hours: WeeklyHours?) -> HoursOwner {
        switch kind {
        case .business(var business):
            business.hours = hours ?? business.hours
            return HoursOwner(visit: visit, kind: .business(business))
        case .person(var member):
            member.hours = hours
            return HoursOwner(visit: visit, kind: .person(member))
        }
    }

    func with(overrides: [DateOverride]) -> HoursOwner {
        switch kind {
        case .business(var business):
            business.overrides = overrides.sorted { $0.date < $1.date }
            return HoursOwner(visit: visit, kind: .business(business))
        case .person(var member):
            member.overrides = overrides.sorted { $0.date < $1.date }
            return HoursOwner(visit: visit, kind: .person(member))
        }
    }

    /// - Throws: `Invalid`, `NeedsConfirmation`.
    func save(confirmed: Bool) async throws {
        switch kind {
        case .business(let business): _ = try await SaveBusiness(visit.kalends)(business, actor: visit.actor, confirmed: confirmed)
        case .person(let member): _ = try await SaveStaffMember(visit.kalends)(member, actor: visit.actor, confirmed: confirmed)
        }
    }
}

public import Booking
import CivilTime
import Persistence
import Secrets
import Texts

/// Stores a person, new or changed, or removes one.
public struct SaveStaffMember: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// A person with usual values, to be filled in and saved.
    public func draft(in business: Business.ID) -> StaffMember {
        StaffMember(
            id: StaffMember.ID(kalends.newID()), business: business, resource: Resource.ID(kalends.newID()), name: "",
            feedToken: Token.random())
    }

    /// - Throws: `Invalid`, `NeedsConfirmation` when bookings fall outside of changed hours, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ changed: StaffMember, actor: Actor, confirmed: Bool = false) async throws -> StaffMember {
        var changed = changed
        changed.name = changed.name.trimmed
        changed.email = changed.email.trimmed.lowercased()
        let faults = changed.faults(zones: kalends.zones)
        guard faults.isEmpty else { throw Invalid(faults) }
        let typed = changed
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let business = try transaction.businesses.find(typed.business) else { throw NotFound("business") }
            if let user = typed.user, try transaction.users.find(user) == nil { throw Invalid("user", "userUnknown") }
            guard let before = try transaction.staff.find(typed.id) else {
                let member = typed
                if try transaction.resources.find(member.resource) == nil {
                    try transaction.resources.insert(Resource(id: member.resource, name: member.name))
                }
                try transaction.staff.insert(member)
                try transaction.recordSetting("staff:\(member.id)", StaffMember?.none, member.withoutSecret, actor, kalends.now)
                return member
            }
            guard before.business == typed.business else { throw NotFound("staff member") }
            let member = typed.keepingIdentity(of: before)
            let affected = AffectedBookings(kalends: kalends, transaction: transaction)
            var outside = try affected.byHours(before, business, becoming: member, business)
            if before.isBookable, !member.isBookable { outside += try affected.upcoming(of: member.id, .personNotBookable) }
            try affected.require(outside, confirmed: confirmed)
            try transaction.staff.update(member)
            if var resource = try transaction.resources.find(member.resource), resource.name != member.name {
                resource.name = member.name
                try transaction.resources.update(resource)
            }
            if before.zone != member.zone { try kalends.expandAgain(calendarsOf: member.resource, transaction) }
            try transaction.recordSetting("staff:\(member.id)", before.withoutSecret, member.withoutSecret, actor, kalends.now)
            return member
        }
    }

    /// Removes a person: neither shown nor booked any more; their bookings stand until somebody moves them.
    /// - Throws: `NeedsConfirmation`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func remove(_ id: StaffMember.ID, actor: Actor, confirmed: Bool = false) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let before = try transaction.staff.find(id), before.isActive else { throw NotFound("staff member") }
            let affected = AffectedBookings(kalends: kalends, transaction: transaction)
            try affected.require(try affected.upcoming(of: id, .personRemoved), confirmed: confirmed)
            var after = before
            after.isActive = false
            after.isBookable = false
            try transaction.staff.update(after)
            for known in try transaction.services.all(in: before.business, includingRemoved: true) where known.staff.contains(id) {
                var service = known
                service.staff.removeAll { $0 == id }
                try transaction.services.update(service)
                try transaction.recordSetting("service:\(service.id)", known, service, actor, kalends.now)
            }
            try kalends.disconnectLeavers(transaction)
            try transaction.recordSetting("staff:\(id)", before.withoutSecret, after.withoutSecret, actor, kalends.now)
        }
    }

    /// Replaces the secret part of the feed's address; the old address stops working.
    public func renewFeed(of id: StaffMember.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard var member = try transaction.staff.find(id) else { throw NotFound("staff member") }
            member.feedToken = Token.random()
            try transaction.staff.update(member)
            try transaction.record(.feedRenewed, "staff:\(id)", by: actor, at: kalends.now)
        }
    }
}

extension StaffMember {
    /// As the history keeps it: whoever reads that needs no key to the feed.
    var withoutSecret: StaffMember {
        var member = self
        member.feedToken = ""
        return member
    }

    /// What a form cannot change: whose timeline it is, the feed's address, and that somebody was removed.
    fileprivate func keepingIdentity(of before: StaffMember) -> StaffMember {
        var member = self
        member.resource = before.resource
        member.feedToken = before.feedToken
        member.isActive = before.isActive
        if !before.isActive { member.isBookable = false }
        return member
    }
}

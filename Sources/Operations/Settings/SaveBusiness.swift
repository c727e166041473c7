public import Booking
import CivilTime
import Persistence
import Secrets
import Texts

/// Stores a business's settings: page, hours, overrides, policy, contact.
public struct SaveBusiness: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `NeedsConfirmation`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ changed: Business, actor: Actor, confirmed: Bool = false) async throws -> Business {
        var changed = changed
        changed.name = changed.name.trimmed
        let typed = changed
        let faults = changed.faults(zones: kalends.zones)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let before = try transaction.businesses.find(typed.id), before.isActive else { throw NotFound("business") }
            var changed = typed
            // Renewed by itself alone: a form that was opened before must not bring the old address back.
            changed.feedToken = before.feedToken
            changed.isActive = before.isActive
            if let other = try transaction.businesses.find(slug: changed.slug), other.id != changed.id {
                throw Invalid("slug", "slugTaken")
            }
            let affected = AffectedBookings(kalends: kalends, transaction: transaction)
            try affected.require(try affected.byHours(business: before, becoming: changed), confirmed: confirmed)
            try transaction.businesses.update(changed)
            if before.zone != changed.zone {
                for member in try transaction.staff.all(in: changed.id) where member.zone == nil {
                    try kalends.expandAgain(calendarsOf: member.resource, transaction)
                }
            }
            try transaction.recordSetting("business:\(changed.id)", before.withoutSecret, changed.withoutSecret, actor, kalends.now)
            return changed
        }
    }

    /// Another business of the same organization, with the hours and policy of a new one.
    public func create(name: String, zone: String, currency: String, language: String, actor: Actor) async throws -> Business {
        var business = draft(zone: zone)
        (business.name, business.currency, business.language) = (name, currency, language)
        return try await add(business, actor: actor)
    }

    /// A business with usual values, to be filled in and added; its page is not published.
    public func draft(zone: String) -> Business {
        Business(
            id: Business.ID(kalends.newID()), slug: "", name: "", zone: zone,
            hours: .every([.monday, .tuesday, .wednesday, .thursday, .friday], OpeningRange(start: 9 * 60, end: 17 * 60)),
            page: BookingPageSettings(isPublished: false), feedToken: Token.random())
    }

    /// Stores a new business; the address of its page follows from its name.
    /// - Throws: `Invalid`, `NotAllowed`, `StoreFailure`.
    public func add(_ typed: Business, actor: Actor) async throws -> Business {
        var named = typed
        named.name = typed.name.trimmed
        named.slug = Slug.make(from: named.name, fallback: "booking")
        let faults = named.faults(zones: kalends.zones)
        guard faults.isEmpty else { throw Invalid(faults) }
        let draft = named
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            var business = draft
            business.slug = try freeSlug(draft.slug, transaction)
            try transaction.businesses.insert(business)
            try transaction.recordSetting("business:\(business.id)", Business?.none, business.withoutSecret, actor, kalends.now)
            return business
        }
    }

    /// Replaces the secret part of the feed's address; the old address stops working.
    public func renewFeed(of id: Business.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard var business = try transaction.businesses.find(id) else { throw NotFound("business") }
            business.feedToken = Token.random()
            try transaction.businesses.update(business)
            try transaction.record(.feedRenewed, "business:\(id)", by: actor, at: kalends.now)
        }
    }

    private func freeSlug(_ slug: String, _ transaction: Transaction) throws -> String {
        var candidate = slug
        var number = 2
        while try transaction.businesses.find(slug: candidate) != nil {
            candidate = "\(slug.prefix(Slug.maximumLength - 5))-\(number)"
            number += 1
        }
        return candidate
    }
}

extension Business {
    /// As the history keeps it: whoever reads that needs no key to the feed.
    var withoutSecret: Business {
        var business = self
        business.feedToken = ""
        return business
    }
}

public import Booking
import CivilTime
import Persistence
public import Texts

/// Stores a service, new or changed, or removes it.
public struct SaveService: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// A service with usual values, to be filled in and saved.
    public func draft(in business: Business.ID) -> Service {
        Service(id: Service.ID(kalends.newID()), business: business, slug: "", name: "")
    }

    /// What keeps the service from being stored, by field, as far as it shows without the database.
    public static func faults(of service: Service) -> [FieldFault] { completed(service).faults() }

    private static func completed(_ service: Service) -> Service {
        var service = service
        service.name = service.name.trimmed
        if service.slug.isEmpty { service.slug = Slug.make(from: service.name, fallback: "service") }
        return service
    }

    /// - Throws: `Invalid`, `NeedsConfirmation` when people who are booked for it offer it no more, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ changed: Service, actor: Actor, confirmed: Bool = false) async throws -> Service {
        let typed = Self.completed(changed)
        let faults = typed.faults()
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            var service = typed
            guard try transaction.businesses.find(service.business) != nil else { throw NotFound("business") }
            if let other = try transaction.services.find(slug: service.slug, in: service.business), other.isActive, other.id != service.id {
                throw Invalid("slug", "slugTaken")
            }
            let members = Set(try transaction.staff.all(in: service.business).map(\.id))
            guard service.staff.allSatisfy(members.contains) else { throw Invalid("staff", "staffUnknown") }
            try requireQuestions(of: service, transaction)
            guard let before = try transaction.services.find(service.id) else {
                try transaction.services.insert(service)
                try transaction.recordSetting("service:\(service.id)", Service?.none, service, actor, kalends.now)
                return service
            }
            guard before.business == service.business else { throw NotFound("service") }
            // Removing a service has a door of its own, which lists the bookings.
            service.isActive = before.isActive
            let affected = AffectedBookings(kalends: kalends, transaction: transaction)
            let left = Set(before.staff).subtracting(service.staff)
            try affected.require(
                try affected.upcoming(ofService: service.id, .personNoLongerOffersService) { !left.isDisjoint(with: $0.staff) },
                confirmed: confirmed)
            try transaction.services.update(service)
            try transaction.recordSetting("service:\(service.id)", before, service, actor, kalends.now)
            return service
        }
    }

    /// - Throws: `Invalid` for questions that the business does not have, for one that stands twice, and for too many.
    private func requireQuestions(of service: Service, _ transaction: Transaction) throws {
        guard !service.questions.isEmpty else { return }
        guard service.questions.count <= CustomQuestion.mostOfService else {
            throw Invalid("questions", "questionsOfServiceTooMany", ["limit": String(CustomQuestion.mostOfService)])
        }
        let known = Set(try transaction.questions.all(in: service.business).map(\.id))
        let asked = service.questions.map(\.question)
        guard asked.allSatisfy(known.contains), Set(asked).count == asked.count else { throw Invalid("questions", "questionUnknown") }
    }

    /// Takes a service off the page; its bookings stand.
    /// - Throws: `NeedsConfirmation`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func remove(_ id: Service.ID, actor: Actor, confirmed: Bool = false) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let before = try transaction.services.find(id), before.isActive else { throw NotFound("service") }
            let affected = AffectedBookings(kalends: kalends, transaction: transaction)
            try affected.require(try affected.upcoming(ofService: id, .serviceRemoved), confirmed: confirmed)
            var after = before
            after.isActive = false
            try transaction.services.update(after)
            try transaction.recordSetting("service:\(id)", before, after, actor, kalends.now)
        }
    }
}

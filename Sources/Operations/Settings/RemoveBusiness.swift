public import Booking
import CivilTime
import Persistence
import Secrets

/// Removes a business with its services and people: its page is gone and its address free. What was booked stays in the history; nothing may
/// be booked ahead any more, so that nobody stands before a closed door.
public struct RemoveBusiness: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        /// So many appointments lie ahead; they are cancelled first.
        case hasAppointments(Int)
        /// An instance has one business at least.
        case isLast
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Failure`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Business.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let before = try transaction.businesses.find(id), before.isActive else { throw NotFound("business") }
            let ahead = try transaction.appointments.upcoming(in: id, from: kalends.now).count
            guard ahead == 0 else { throw Failure.hasAppointments(ahead) }
            guard try transaction.businesses.all().count > 1 else { throw Failure.isLast }
            for service in try transaction.services.all(in: id) {
                var removed = service
                (removed.isActive, removed.staff) = (false, [])
                try transaction.services.update(removed)
                try transaction.recordSetting("service:\(service.id)", service, removed, actor, kalends.now)
            }
            for member in try transaction.staff.all(in: id) {
                var removed = member
                (removed.isActive, removed.isBookable) = (false, false)
                try transaction.staff.update(removed)
                try transaction.recordSetting("staff:\(member.id)", member.withoutSecret, removed.withoutSecret, actor, kalends.now)
            }
            var after = before
            (after.isActive, after.page.isPublished, after.slug) = (false, false, "removed-\(id)")
            after.feedToken = Token.random()
            try transaction.businesses.update(after)
            try kalends.disconnectLeavers(transaction)
            try transaction.record(.removed, "business:\(id)", by: actor, at: kalends.now, before: before.withoutSecret)
        }
    }
}

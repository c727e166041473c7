public import Booking
import CivilTime
import Persistence

/// Reads what a copy of a business takes along, as of one moment. Removed services and people are not part of it.
public struct ExportBusiness: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Business.ID, actor: Actor) async throws -> BusinessOffer {
        try await kalends.database.read { transaction in
            try transaction.requireAdministrator(actor)
            guard let business = try transaction.businesses.find(id), business.isActive else { throw NotFound("business") }
            let people = try transaction.staff.all(in: id).map { member in
                let timeOff = try transaction.timeOff.all(of: member.resource).sorted {
                    ($0.span.start, $0.span.end, $0.reason) < ($1.span.start, $1.span.end, $1.reason)
                }
                return BusinessOffer.Person(member, timeOff: timeOff)
            }
            return BusinessOffer(
                business: business, questions: try transaction.questions.all(in: id), people: people,
                services: try transaction.services.all(in: id))
        }
    }
}

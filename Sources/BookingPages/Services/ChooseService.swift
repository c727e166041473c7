import Booking
import Hummingbird
import Operations
import Persistence
import WebShell

/// `/b/<business>`: what can be booked. A single service goes straight on.
struct ChooseService: Sendable {
    let site: PublicSite

    @Sendable func show(_ request: Request, _ context: KalendsRequestContext) async throws -> Response {
        let business = try await site.openBusiness(context)
        let (services, people) = try await site.kalends.database.read { transaction in
            (try transaction.services.all(in: business.id).filter(\.isOffered), try transaction.staff.all(in: business.id))
        }
        let bookable = Set(people.filter(\.isBookable).map(\.id))
        let offered = services.filter { !bookable.isDisjoint(with: $0.staff) }
        if services.count == 1, offered.count == 1 {
            return .see(request.queryFields.address("/b/\(business.slug)/\(offered[0].slug)"))
        }
        return try site.page(
            ChooseServicePage(business, offered, site.texts(of: business)), of: business, introduces: true, isIndexed: true)
    }
}

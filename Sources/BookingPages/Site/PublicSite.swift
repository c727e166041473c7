import Booking
import CivilTime
import Hummingbird
import Operations
import Persistence
import Texts
import WebShell

/// What every public page works with.
struct PublicSite: Sendable {
    let kalends: Kalends
    let shell: WebShell

    /// The business of an address, if its page is open.
    func openBusiness(_ context: KalendsRequestContext) async throws -> Business {
        let slug = try context.parameters.require("business")
        let business = try await kalends.database.read { try $0.businesses.find(slug: slug) }
        guard let business, business.page.isOpen else { throw Problem(.notFound, "booking.closed") }
        return business
    }

    /// The business and service of an address, with the people who can be booked for it, in the business's order.
    func openService(_ context: KalendsRequestContext) async throws -> OpenService {
        let (slug, serviceSlug) = (try context.parameters.require("business"), try context.parameters.require("service"))
        return try await kalends.database.read { transaction in
            guard let business = try transaction.businesses.find(slug: slug), business.page.isOpen else {
                throw Problem(.notFound, "booking.closed")
            }
            guard let service = try transaction.services.find(slug: serviceSlug, in: business.id), service.isOffered else {
                throw Problem(.notFound, "booking.unknownService")
            }
            let staff = try transaction.staff.all(in: business.id).filter { $0.isBookable && service.staff.contains($0.id) }
            let count = try transaction.services.all(in: business.id).count(where: \.isOffered)
            let linked = try staff.filter { member in
                guard service.isOnline else { return false }
                return try kalends.meetingObstacle(for: member, of: service.id, transaction)?.passes ?? true
            }
            return OpenService(
                business: business, service: service, staff: staff, isOnly: count == 1,
                questions: try transaction.questions.asked(by: service), linked: Set(linked.map(\.id)))
        }
    }

    /// The booking of a manage link.
    func managed(_ context: KalendsRequestContext) async throws -> ManagedAppointment {
        let token = try context.parameters.require("token")
        guard let found = try await ManagedAppointment.find(token: token, kalends) else { throw Problem(.notFound, "booking.unknownLink") }
        return found
    }

    /// The business's pages are in its language; only languages that exist can be chosen for it.
    func texts(of business: Business) -> Texts { Texts(language: business.language) }
}

/// A service that can be booked.
struct OpenService: Sendable {
    var business: Business
    var service: Service
    /// Those who can be booked for it.
    var staff: [StaffMember]
    /// Whether the business offers nothing else.
    var isOnly: Bool
    /// What it asks on the details form.
    var questions: [AssignedQuestion] = []
    /// Those whose online appointments get a link.
    var linked: Set<StaffMember.ID> = []

    var policy: SchedulingPolicy { service.policy ?? business.policy }

    /// Those among whom a customer may choose; empty where there is nothing to choose.
    var choosableStaff: [StaffMember] { policy.allowStaffSelection && staff.count > 1 ? staff : [] }

    var path: String { "/b/\(business.slug)/\(service.slug)" }
}

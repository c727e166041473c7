import Booking
import Operations
import Persistence

/// A service that customers can book, with the people who can be booked for it, in the business's order.
struct OpenService: Sendable {
    var business: Business
    var service: Service
    var staff: [StaffMember]
    var questions: [AssignedQuestion]

    /// Those who are named to customers; nobody where customers may not choose.
    var namedStaff: [StaffMember] { (service.policy ?? business.policy).allowStaffSelection ? staff : [] }

    /// The business of a page that is open.
    /// - Throws: `PublicRefusal.closed`, `StoreFailure`.
    static func business(_ slug: String, _ transaction: Transaction) throws -> Business {
        guard let business = try transaction.businesses.find(slug: slug), business.isActive, business.page.isOpen else {
            throw PublicRefusal.closed
        }
        return business
    }

    /// - Throws: `PublicRefusal`, `StoreFailure`.
    static func find(_ slug: String, of businessSlug: String, _ transaction: Transaction) throws -> OpenService {
        let business = try business(businessSlug, transaction)
        guard let service = try transaction.services.find(slug: slug, in: business.id), service.isOffered else {
            throw PublicRefusal.unknownService
        }
        return try OpenService(service, of: business, transaction)
    }

    /// What the business's page lists: what somebody can be booked for.
    static func all(of business: Business, _ transaction: Transaction) throws -> [OpenService] {
        try transaction.services.all(in: business.id).filter(\.isOffered).map { try OpenService($0, of: business, transaction) }
            .filter { !$0.staff.isEmpty }
    }

    private init(_ service: Service, of business: Business, _ transaction: Transaction) throws {
        (self.business, self.service) = (business, service)
        staff = try transaction.staff.all(in: business.id).filter { $0.isBookable && service.staff.contains($0.id) }
        questions = try transaction.questions.asked(by: service)
    }
}

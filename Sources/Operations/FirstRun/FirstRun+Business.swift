public import Booking
import CivilTime
import Persistence
import Secrets
import Texts

/// The business of a first run, made with its administrator or after.
extension FirstRun {
    /// Makes the first business and its first service for an administrator who was made without a browser.
    /// - Throws: `Invalid`, with the fields of the business and of the service as in a set-up; `NotAllowed`, also once there is a business;
    ///   `StoreFailure`.
    public func makeBusiness(
        _ asked: SetUp.NewBusiness, _ firstService: SetUp.NewService, isBookable: Bool, actor: Actor
    ) async throws -> Business {
        let business = newBusiness(asked)
        let service = newService(firstService, business: business)
        let faults = faults(business, service)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard try transaction.businesses.all().isEmpty, case .user(let id) = actor, let user = try transaction.users.find(id) else {
                throw NotAllowed()
            }
            try insert(business, service, user, isBookable: isBookable, transaction)
            return business
        }
    }

    func insert(_ business: Business, _ service: Service, _ user: User, isBookable: Bool, _ transaction: Transaction) throws {
        let actor = Actor.user(user.id)
        try transaction.businesses.insert(business)
        try transaction.recordSetting("business:\(business.id)", Business?.none, business.withoutSecret, actor, kalends.now)
        var service = service
        if isBookable {
            let member = try kalends.insertPerson(
                named: user.name, email: user.email, user: user.id, business: business.id, by: actor, transaction)
            service.staff = [member.id]
        }
        try transaction.services.insert(service)
        try transaction.recordSetting("service:\(service.id)", Service?.none, service, actor, kalends.now)
    }

    func faults(_ business: Business, _ service: Service) -> [FieldFault] {
        business.faults(zones: kalends.zones).map { $0.prefixed("business.") } + service.faults().map { $0.prefixed("service.") }
    }

    func newBusiness(_ asked: SetUp.NewBusiness) -> Business {
        Business(
            id: Business.ID(kalends.newID()), slug: Slug.make(from: asked.name, fallback: "booking"), name: asked.name.trimmed,
            zone: asked.zone,
            currency: asked.currency, language: asked.language, hours: asked.hours, feedToken: Token.random())
    }

    func newService(_ asked: SetUp.NewService, business: Business) -> Service {
        Service(
            id: Service.ID(kalends.newID()), business: business.id, slug: Slug.make(from: asked.name, fallback: "appointment"),
            name: asked.name.trimmed,
            duration: asked.duration, preBuffer: asked.preBuffer, postBuffer: asked.postBuffer, price: asked.price)
    }
}

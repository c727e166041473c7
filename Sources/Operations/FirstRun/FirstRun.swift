import Booking
import CivilTime
import Logging
import Persistence
import Secrets
import Texts

/// The set-up of an empty instance. Nobody can run it once there is a user; until then the code that the server printed protects it.
public struct FirstRun: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    private static let codeSetting = "setup-code"

    /// Whether the instance still waits for its set-up: there is no user.
    public func isNeeded() async throws -> Bool {
        try await kalends.database.read { transaction in try transaction.users.count() == 0 }
    }

    /// Makes a new one-time code and forgets the one before; only its hash is kept.
    public func newCode() async throws -> String {
        let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz")
        let letters = Token.random(bytes: 32).utf8.prefix(12).map { alphabet[Int($0) % alphabet.count] }
        let code = [letters[0..<4], letters[4..<8], letters[8..<12]].map { String($0) }.joined(separator: "-")
        try await kalends.database.write { transaction in try transaction.settings.set(Self.codeSetting, Token.hash(code)) }
        return code
    }

    public func accepts(code: String) async throws -> Bool {
        let typed = Token.hash(code.trimmed.lowercased())
        let stored = try await kalends.database.read { transaction in try transaction.settings.get(Self.codeSetting) }
        return stored.map { ConstantTime.equal($0, typed) } ?? false
    }

    /// Makes the administrator, the business and its first service.
    /// - Throws: `Invalid`, `NotAllowed` once it is done, `StoreFailure`.
    public func complete(_ setUp: SetUp) async throws -> SetUpResult {
        guard try await isNeeded() else { throw NotAllowed() }
        var faults = try await codeFaults(setUp.code)
        let administrator = NewUser(
            name: setUp.administrator.name, email: setUp.administrator.email, password: setUp.administrator.password)
        faults += administrator.faults(prefix: "administrator.")
        let business = newBusiness(setUp.business)
        faults += business.faults(zones: kalends.zones).map { $0.prefixed("business.") }
        let service = newService(setUp.service, business: business)
        faults += service.faults().map { $0.prefixed("service.") }
        guard faults.isEmpty else { throw Invalid(faults) }
        let user = try await administrator.made(kalends, role: .administrator)
        return try await kalends.database.write { transaction in
            guard try transaction.users.count() == 0 else { throw NotAllowed() }
            try transaction.users.insert(user)
            try transaction.businesses.insert(business)
            var service = service
            if setUp.administrator.isBookable {
                let member = try kalends.insertPerson(
                    named: user.name, email: user.email, user: user.id, business: business.id, transaction)
                service.staff = [member.id]
            }
            try transaction.services.insert(service)
            try transaction.settings.delete(Self.codeSetting)
            try record(user, business, transaction)
            return SetUpResult(user: user, business: business)
        }
    }

    /// Makes the administrator and a business to look around in: two people, three services, and a few bookings without mail addresses.
    /// - Throws: `Invalid`, `NotAllowed` once it is done, `StoreFailure`.
    public func loadSample(code: String, administrator: SetUp.Administrator, zone: String) async throws -> SetUpResult {
        guard try await isNeeded() else { throw NotAllowed() }
        var faults = try await codeFaults(code)
        let newUser = NewUser(name: administrator.name, email: administrator.email, password: administrator.password)
        faults += newUser.faults(prefix: "administrator.")
        if kalends.zones.zone(named: zone) == nil {
            faults.append(FieldFault(field: "business.zone", key: "zoneUnknown", values: ["zone": String(zone.prefix(60))]))
        }
        guard faults.isEmpty else { throw Invalid(faults) }
        let user = try await newUser.made(kalends, role: .administrator)
        let sample = try await kalends.database.write { transaction in
            guard try transaction.users.count() == 0 else { throw NotAllowed() }
            try transaction.users.insert(user)
            try transaction.settings.delete(Self.codeSetting)
            let made = try SampleBusiness(kalends: kalends, transaction: transaction)
                .insert(zone: zone, administrator: user, isBookable: administrator.isBookable)
            try record(user, made.business, transaction)
            return made
        }
        do {
            try await sample.book(kalends, actor: .user(user.id))
        } catch {
            // The set-up itself is done and cannot be done again: a sample with fewer bookings is better than an error page.
            kalends.logger.warning("Not all sample bookings were made", metadata: ["error": "\(error)"])
        }
        return SetUpResult(user: user, business: sample.business)
    }

    private func record(_ user: User, _ business: Business, _ transaction: Transaction) throws {
        try transaction.recordUser("created", user, .user(user.id), kalends.now)
        try transaction.recordSetting("business:\(business.id)", Business?.none, business.withoutSecret, .user(user.id), kalends.now)
    }

    private func codeFaults(_ code: String) async throws -> [FieldFault] {
        try kalends.attempts.begin("setup", now: kalends.now)
        if try await accepts(code: code) {
            kalends.attempts.clear("setup")
            return []
        }
        return [FieldFault(field: "code", key: "codeWrong")]
    }

    private func newBusiness(_ asked: SetUp.NewBusiness) -> Business {
        Business(
            id: Business.ID(kalends.newID()), slug: Slug.make(from: asked.name, fallback: "booking"), name: asked.name.trimmed,
            zone: asked.zone,
            currency: asked.currency, language: asked.language, hours: asked.hours, feedToken: Token.random())
    }

    private func newService(_ asked: SetUp.NewService, business: Business) -> Service {
        Service(
            id: Service.ID(kalends.newID()), business: business.id, slug: Slug.make(from: asked.name, fallback: "appointment"),
            name: asked.name.trimmed,
            duration: asked.duration, preBuffer: asked.preBuffer, postBuffer: asked.postBuffer, price: asked.price)
    }
}

extension FieldFault {
    func prefixed(_ prefix: String) -> FieldFault { FieldFault(field: prefix + field, key: key, values: values) }
}

extension Kalends {
    /// A new person: a resource of the organization and its membership in a business.
    func insertPerson(
        named name: String, email: String, user: User.ID?, business: Business.ID, color: String = "#1f5fbf", position: Int = 0,
        _ transaction: Transaction
    ) throws -> StaffMember {
        let resource = Resource(id: Resource.ID(newID()), name: name)
        let member = StaffMember(
            id: StaffMember.ID(newID()), business: business, resource: resource.id, name: name, email: email, user: user, color: color,
            feedToken: Token.random(), position: position)
        try transaction.resources.insert(resource)
        try transaction.staff.insert(member)
        return member
    }
}

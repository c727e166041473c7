import Booking
import CivilTime
import Logging
import Persistence
import Secrets
public import Texts

/// The set-up of an empty instance. Nobody can run it once there is a user; until then the code that the server printed protects it.
public struct FirstRun: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    private static let codeSetting = "setup-code"

    /// Whether the instance still waits for its set-up: there is no user.
    public func isNeeded() async throws -> Bool {
        try await kalends.database.read { transaction in try transaction.users.count() == 0 }
    }

    /// The one-time code, the same on every node and after every start. What is stored makes a code with the secret key alone.
    public func code() async throws -> String {
        try await kalends.database.write { transaction in
            if let seed = try transaction.settings.get(Self.codeSetting) { return code(of: seed) }
            let seed = Token.random()
            try transaction.settings.set(Self.codeSetting, seed)
            return code(of: seed)
        }
    }

    /// Makes a new one-time code and forgets the one before.
    public func newCode() async throws -> String {
        let seed = Token.random()
        try await kalends.database.write { transaction in try transaction.settings.set(Self.codeSetting, seed) }
        return code(of: seed)
    }

    private func code(of seed: String) -> String {
        let alphabet = Array("23456789abcdefghjkmnpqrstuvwxyz")
        let letters = kalends.secretKey.sign(seed, purpose: "set-up code").utf8.prefix(12).map { alphabet[Int($0) % alphabet.count] }
        return [letters[0..<4], letters[4..<8], letters[8..<12]].map { String($0) }.joined(separator: "-")
    }

    public func accepts(code: String) async throws -> Bool {
        try await kalends.database.read { transaction in try accepts(code, transaction) }
    }

    private func accepts(_ typed: String, _ transaction: Transaction) throws -> Bool {
        guard let seed = try transaction.settings.get(Self.codeSetting) else { return false }
        return ConstantTime.equal(code(of: seed), Self.tidied(typed))
    }

    /// The code as it was printed, however it was copied: blanks, hyphens and capitals do not count.
    private static func tidied(_ code: String) -> String {
        let signs = code.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.map(\.self)
        return stride(from: 0, to: signs.count, by: 4).map { String(signs[$0..<min($0 + 4, signs.count)]) }.joined(separator: "-")
    }

    /// Everything that is wrong with a set-up, the code first; empty when it can be completed.
    /// - Parameter household: the network that asks; empty when it is not known.
    /// - Throws: `TooManyAttempts` for too many wrong codes, `StoreFailure`.
    public func faults(of setUp: SetUp, household: String = "") async throws -> [FieldFault] {
        let business = newBusiness(setUp.business)
        return try await codeFaults(setUp.code, household) + newUser(setUp).faults(prefix: "administrator.")
            + faults(business, newService(setUp.service, business: business))
    }

    /// Makes the administrator, the business and its first service.
    /// - Throws: `Invalid`, `NotAllowed` once it is done, `TooManyAttempts`, `StoreFailure`.
    public func complete(_ setUp: SetUp, household: String = "") async throws -> SetUpResult {
        guard try await isNeeded() else { throw NotAllowed() }
        let faults = try await faults(of: setUp, household: household)
        guard faults.isEmpty else { throw Invalid(faults) }
        let business = newBusiness(setUp.business)
        let service = newService(setUp.service, business: business)
        let user = try await newUser(setUp).made(kalends, role: .administrator)
        return try await kalends.database.write { transaction in
            guard try transaction.users.count() == 0 else { throw NotAllowed() }
            try transaction.users.insert(user)
            try transaction.recordUser(.created, user, .user(user.id), kalends.now)
            try insert(business, service, user, isBookable: setUp.administrator.isBookable, transaction)
            try transaction.settings.delete(Self.codeSetting)
            return SetUpResult(user: user, business: business)
        }
    }

    private func newUser(_ setUp: SetUp) -> NewUser {
        NewUser(name: setUp.administrator.name, email: setUp.administrator.email, password: setUp.administrator.password)
    }

    /// Makes the administrator and a business to look around in: two people, three services, and a few bookings without mail addresses.
    /// - Throws: `Invalid`, `NotAllowed` once it is done, `TooManyAttempts`, `StoreFailure`.
    public func loadSample(code: String, administrator: SetUp.Administrator, zone: String, household: String = "") async throws
        -> SetUpResult
    {
        guard try await isNeeded() else { throw NotAllowed() }
        var faults = try await codeFaults(code, household)
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
            try transaction.recordUser(.created, user, .user(user.id), kalends.now)
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

    private func codeFaults(_ code: String, _ household: String) async throws -> [FieldFault] {
        if code.trimmed.isEmpty { return [FieldFault(field: "code", key: "codeMissing")] }
        let limits: [AttemptLimit] = [.strict("set-up \(household)"), .loose("set-up everywhere")]
        return try await kalends.database.write { transaction in
            try kalends.count(limits, transaction)
            guard try accepts(code, transaction) else { return [FieldFault(field: "code", key: "codeWrong")] }
            try kalends.forget(limits, transaction)
            return []
        }
    }
}

extension FieldFault {
    func prefixed(_ prefix: String) -> FieldFault { FieldFault(field: prefix + field, key: key, values: values) }
}

extension Kalends {
    /// A new person: a resource of the organization and its membership in a business.
    func insertPerson(
        named name: String, email: String, user: User.ID?, business: Business.ID, color: String = "#1f5fbf", position: Int = 0,
        by actor: Actor, _ transaction: Transaction
    ) throws -> StaffMember {
        let resource = Resource(id: Resource.ID(newID()), name: name)
        let member = StaffMember(
            id: StaffMember.ID(newID()), business: business, resource: resource.id, name: name, email: email, user: user, color: color,
            feedToken: Token.random(), position: position)
        try transaction.resources.insert(resource)
        try transaction.staff.insert(member)
        try transaction.recordSetting("staff:\(member.id)", StaffMember?.none, member.withoutSecret, actor, now)
        return member
    }
}

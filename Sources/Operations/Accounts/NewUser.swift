import Booking
import CivilTime
import Dispatch
import Persistence
import Secrets
import Synchronization
import Texts

/// What is typed for a new user, and its checks.
struct NewUser {
    var name: String
    var email: String
    var password: String

    func faults(prefix: String = "") -> [FieldFault] {
        var faults: [FieldFault] = []
        if !Check.isVisible(name) { faults.append(FieldFault(field: "name", key: "nameMissing")) }
        faults += Check.text(name, field: "name", limit: 200, noun: "name")
        let email = email.trimmed
        if email.isEmpty {
            faults.append(FieldFault(field: "email", key: "emailMissing"))
        } else if !Check.isEmail(email) {
            faults.append(FieldFault(field: "email", key: "emailMalformed"))
        }
        faults += Self.passwordFaults(password, field: "password")
        return faults.map { $0.prefixed(prefix) }
    }

    /// 10 to 200 characters; no other rule, as NIST SP 800-63B section 5.1.1.2 advises.
    static func passwordFaults(_ password: String, field: String) -> [FieldFault] {
        if password.count < 10 { return [FieldFault(field: field, key: "passwordTooShort", values: ["limit": "10"])] }
        if password.count > 200 { return [FieldFault(field: field, key: "passwordTooLong", values: ["limit": "200"])] }
        return []
    }

    func made(_ kalends: Kalends, role: Role) async throws -> User {
        User(
            id: User.ID(kalends.newID()), name: name.trimmed, email: email.trimmed.lowercased(),
            passwordHash: await hashing { PasswordHash.make(password) }, role: role, createdAt: kalends.now)
    }
}

/// Hashes or verifies a password beside the threads that answer requests, two at a time: each takes 64 MiB and keeps a core busy for a while.
func hashing<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    let number = turn.wrappingAdd(1, ordering: .relaxed).newValue
    return await withCheckedContinuation { continuation in
        queues[number & 1].async { continuation.resume(returning: work()) }
    }
}

private let turn = Atomic<Int>(0)
private let queues = [DispatchQueue(label: "kalends.hashing.0"), DispatchQueue(label: "kalends.hashing.1")]

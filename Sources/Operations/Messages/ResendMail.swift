public import Booking
import CivilTime
import Messaging
import Persistence
import Texts

/// Sends a queued or sent mail again: the same message, byte for byte.
public struct ResendMail: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: String, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            try transaction.requeueMail(id)
            try transaction.jobs.discardDead(key: Kalends.sendingKey(of: id))
            try kalends.enqueueSending(of: id, transaction)
        }
    }
}

extension Transaction {
    /// - Throws: `NotFound` for a mail that was removed with its customer.
    func requeueMail(_ id: String) throws {
        guard try mails.find(id) != nil else { throw NotFound("mail") }
        try mails.requeue(id)
    }
}

/// Sends a mail that only shows that mail works.
public struct SendTestMail: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(to address: String, business: Business.ID, actor: Actor) async throws {
        let address = address.trimmed
        guard Check.isEmail(address) else { throw Invalid("to", address.isEmpty ? "emailMissing" : "emailMalformed") }
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let business = try transaction.businesses.find(business) else { throw NotFound("business") }
            let mail = AccountMail(
                kind: .test, to: MailParty(name: "", address: address), sender: .sender(of: business, mailFrom: kalends.settings.mailFrom),
                business: business.name, language: business.language, zone: kalends.zone(named: business.zone), stamp: kalends.now,
                nonce: kalends.newID()
            ).compose()
            try kalends.enqueue(mail, kind: "test", appointment: nil, transaction)
        }
    }
}

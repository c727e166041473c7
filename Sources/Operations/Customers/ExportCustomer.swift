public import Booking
import CivilTime
import FoundationEssentials
import Persistence

/// Everything that is held about a customer, as JSON (GDPR article 15).
public struct ExportCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    private struct Export: Encodable {
        var customer: Customer
        var appointments: [Appointment]
        var mails: [Mail]
        var history: [Event]

        struct Mail: Encodable {
            var to: String
            var subject: String
            var createdAt: Instant
            var sentAt: Instant?
        }

        /// What was done about the customer, without the copies of the facts that stand above.
        struct Event: Encodable {
            var at: Instant
            var actor: String
            var subject: String
            var action: String
        }
    }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Customer.ID, actor: Actor) async throws -> [UInt8] {
        let export = try await kalends.database.read { transaction -> Export in
            try transaction.requireScheduler(actor)
            guard let customer = try transaction.customers.find(id) else { throw NotFound("customer") }
            let appointments = try transaction.appointments.all(of: id).map { appointment in
                guard let attendee = appointment.attendee(id) ?? appointment.formerAttendee(id) else { throw NotFound("attendee") }
                return appointment.seen(by: attendee)
            }
            let addresses = try addresses(of: customer, appointments, transaction)
            let mails = try appointments.flatMap { appointment in
                try transaction.mails.list(state: nil, appointment: appointment.id, limit: 1000, offset: 0).rows
                    .filter { addresses.contains($0.to) }
                    .map { Export.Mail(to: $0.to, subject: $0.subject, createdAt: $0.createdAt, sentAt: $0.sentAt) }
            }
            let subjects = ["customer:\(id)"] + appointments.map { "appointment:\($0.id)" }
            let history = try subjects.flatMap { try transaction.history.all(subject: $0, limit: 1000) }
                .map { Export.Event(at: $0.at, actor: $0.actor, subject: $0.subject, action: $0.action) }
            return Export(customer: customer, appointments: appointments, mails: mails, history: history)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(export))
    }
    /// Every address that the customer was ever known by, so that mails from before a correction are found.
    private func addresses(of customer: Customer, _ appointments: [Appointment], _ transaction: Transaction) throws -> Set<String> {
        let former = try transaction.history.all(subject: "customer:\(customer.id)", limit: 1000)
            .compactMap(\.before).compactMap { try? decode(Customer.self, from: $0).email }
        return Set([customer.email] + former + appointments.flatMap(\.attendees).map(\.email)).subtracting([""])
    }
}

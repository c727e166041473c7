public import Booking
import CivilTime
import FoundationEssentials
import Persistence
import Texts

/// Corrects what is known of a customer. What was promised in a booking stays as it was typed.
public struct CorrectCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Customer.ID, name: String, email: String, phone: String, notes: String, actor: Actor) async throws -> Customer {
        let typed = CustomerDetails(name: name, email: email, phone: phone, notes: notes)
            .tidied(for: CustomerFields(email: .optional, phone: .optional, notes: .optional))
        let faults = typed.faults(for: CustomerFields(email: .optional, phone: .optional, notes: .optional), isStaff: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.customers.find(id), before.erasedAt == nil else { throw NotFound("customer") }
            if !typed.email.isEmpty, let other = try transaction.customers.find(email: typed.email, in: before.business), other.id != id {
                throw Invalid("email", "emailTaken")
            }
            var after = before
            after.name = typed.name
            after.email = typed.email
            after.phone = typed.phone
            after.notes = typed.notes
            try transaction.customers.update(after)
            try transaction.recordSetting("customer:\(id)", before, after, actor, kalends.now)
            return after
        }
    }
}

/// Everything that is held about a customer, as JSON (GDPR article 15).
public struct ExportCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    private struct Export: Encodable {
        var customer: Customer
        var appointments: [Appointment]
        var mails: [Mail]

        struct Mail: Encodable {
            var to: String
            var subject: String
            var createdAt: Instant
            var sentAt: Instant?
        }
    }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Customer.ID, actor: Actor) async throws -> [UInt8] {
        let export = try await kalends.database.read { transaction -> Export in
            try transaction.requireScheduler(actor)
            guard let customer = try transaction.customers.find(id) else { throw NotFound("customer") }
            let appointments = try transaction.appointments.all(of: id).map { appointment in
                var own = appointment
                own.attendees = appointment.attendees.filter { $0.customer == id }
                return own
            }
            let mails = try appointments.flatMap { appointment in
                try transaction.mails.list(state: nil, appointment: appointment.id, limit: 1000, offset: 0).rows
                    .filter { mail in appointment.attendees.contains { $0.email == mail.to } }
                    .map { Export.Mail(to: $0.to, subject: $0.subject, createdAt: $0.createdAt, sentAt: $0.sentAt) }
            }
            return Export(customer: customer, appointments: appointments, mails: mails)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(export))
    }
}

/// Blanks everything personal of a customer: the row, the bookings, the mails, the history, and the events in linked calendars. The times
/// stay, so that the calendar goes on telling the truth; upcoming bookings are cancelled first unless they are to stand.
public struct EraseCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Customer.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard var customer = try transaction.customers.find(id) else { throw NotFound("customer") }
            customer.name = ""
            customer.email = ""
            customer.phone = ""
            customer.notes = ""
            customer.erasedAt = kalends.now
            try transaction.customers.update(customer)
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
            for var appointment in try transaction.appointments.all(of: id) {
                for attendee in appointment.attendees where attendee.customer == id && !attendee.email.isEmpty {
                    try transaction.mails.erase(appointment: appointment.id, to: attendee.email)
                }
                for index in appointment.attendees.indices where appointment.attendees[index].customer == id {
                    appointment.attendees[index].name = ""
                    appointment.attendees[index].email = ""
                    appointment.attendees[index].phone = ""
                    appointment.attendees[index].notes = ""
                }
                appointment.revision += 1
                appointment.updatedAt = max(kalends.now, appointment.updatedAt)
                try transaction.appointments.update(appointment)
                try transaction.jobs.discardAll(lane: "appointment:\(appointment.id)")
                try transaction.history.redact(subject: "appointment:\(appointment.id)", at: kalends.now)
                try change.push(appointment)
            }
            try transaction.history.redact(subject: "customer:\(id)", at: kalends.now)
            try transaction.history.append(
                HistoryEntry(
                    id: 0, at: kalends.now, actor: actor.text, subject: "customer:\(id)", action: "erased", reason: "", before: nil, after: nil))
        }
    }
}

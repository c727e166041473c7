public import Booking
import CalendarSync
import CivilTime
import Persistence

/// Blanks everything personal of a customer: the row, the bookings, the history, and the events in linked calendars; the mails about the
/// bookings are removed, and so is what other programs were or are to be told of them. The bookings themselves stand, upcoming ones too, so that the calendar goes on telling the truth; cancel them first
/// where they are not to.
public struct EraseCustomer: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: Customer.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let customer = try transaction.customers.find(id), customer.erasedAt == nil else { throw NotFound("customer") }
            try blank(customer, transaction)
            for appointment in try transaction.appointments.all(of: id) { try blank(id, in: appointment, actor, transaction) }
            try transaction.history.redact(subject: "customer:\(id)", at: kalends.now)
            try transaction.webhookDeliveries.forget(subject: "customer:\(id)")
            try transaction.record(.erased, "customer:\(id)", by: actor, at: kalends.now)
        }
    }

    private func blank(_ customer: Customer, _ transaction: Transaction) throws {
        var customer = customer
        customer.name = ""
        customer.email = ""
        customer.phone = ""
        customer.notes = ""
        customer.extras = Extras()
        customer.erasedAt = kalends.now
        try transaction.customers.update(customer)
    }

    private func blank(_ id: Customer.ID, in before: Appointment, _ actor: Actor, _ transaction: Transaction) throws {
        var after = before
        for index in after.attendees.indices where after.attendees[index].customer == id { after.attendees[index].erase() }
        if var group = after.group {
            for index in group.formerAttendees.indices where group.formerAttendees[index].customer == id {
                group.formerAttendees[index].erase()
            }
            after.group = group
        }
        // What the staff noted about the booking is about the customer.
        after.staffNotes = ""
        // Whether others are written to, and may act by their links, is not.
        let choices = ["optOutOfCustomerEmail", "isCustomerAllowedToManageBooking"].map { ($0, before.extras[$0]) }
        after.extras = Extras()
        for (name, choice) in choices { after.extras[name] = choice }
        after.revision += 1
        after.updatedAt = max(kalends.now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        try removeMails(of: id, before, transaction)
        try blankWork(of: id, before, transaction)
        try blankLinks(of: before, transaction)
        try transaction.syncRuns.forget(before.id)
        try transaction.history.redact(subject: "appointment:\(before.id)", at: kalends.now)
        try transaction.webhookDeliveries.forget(subject: "appointment:\(before.id)")
        try transaction.record(.erased, "appointment:\(before.id)", by: actor, at: kalends.now)
        try AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now).push(after)
    }

    /// Staff mails name the customer too; what was written to other customers does not.
    private func removeMails(of id: Customer.ID, _ appointment: Appointment, _ transaction: Transaction) throws {
        let everybody = appointment.attendees + (appointment.group?.formerAttendees ?? [])
        let others = everybody.filter { $0.customer != id }.map(\.email)
        for mail in try transaction.mails.erase(appointment: appointment.id, exceptTo: Set(others)) {
            try transaction.jobs.discardDead(key: Kalends.sendingKey(of: mail))
        }
    }

    /// Mails that are still to be composed are composed without the customer; staff are told all the same.
    private func blankWork(of id: Customer.ID, _ appointment: Appointment, _ transaction: Transaction) throws {
        for job in try transaction.jobs.all(lane: "appointment:\(appointment.id)") where job.kind == JobKind.composeMails.rawValue {
            var content = try decode(ComposeMailsPayload.self, from: job.payload)
            content.blank { $0 == id }
            content.appointment.staffNotes = ""
            try transaction.jobs.replacePayload(of: job.id, with: try payload(content))
        }
    }

    /// What the events were last seen to say. Against it the blanked appointment counts as changed, so that the events are written anew.
    private func blankLinks(of appointment: Appointment, _ transaction: Transaction) throws {
        for var link in try transaction.links.all(appointment: appointment.id) {
            for path in [\Link.base, \Link.carried] {
                link[keyPath: path]?.title = ""
                link[keyPath: path]?.notes = ""
            }
            try transaction.links.put(link)
            for var conflict in try transaction.conflicts.all(of: appointment.id, resource: link.resource) {
                guard case .editedTwice = conflict.kind else { continue }
                conflict.kind = .editedTwice([])
                try transaction.conflicts.update(conflict)
            }
        }
    }
}

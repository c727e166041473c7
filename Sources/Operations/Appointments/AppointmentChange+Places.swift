import Booking
import CalendarSync
import CivilTime
import Persistence
import Secrets

/// Why a place in a group cannot be taken.
enum PlaceRefusal: Error, Hashable {
    case full
    case attendsAlready
    /// It does not take place any more, or is for one customer alone.
    case closed
}

extension Kalends {
    /// A place as a service promises it now.
    func newPlace(in service: Service, of business: Business, source: Appointment.Source, now: Instant) -> AttendeePlace {
        AttendeePlace(
            uid: "kalends-\(newID())", price: service.price, currency: business.currency, source: source, since: now)
    }
}

/// Places in appointments that several customers share. Whoever takes or gives up one writes the appointment's row, so that of two who do at
/// the same time one sees the other.
extension AppointmentChange {
    /// Gives an attendee a place.
    /// - Parameters:
    ///   - staffNotes: added to those that are there.
    ///   - stored: what programs store with the attendee.
    /// - Throws: `PlaceRefusal`, `Invalid` when the notes get too long, `NotFound`.
    func join(
        _ id: Appointment.ID, _ attendee: Attendee, staffNotes: String = "", stored: String? = nil
    ) throws -> (Appointment?, Appointment) {
        guard let before = try transaction.appointments.find(id) else { throw NotFound("appointment") }
        guard before.status == .confirmed, before.group != nil else { throw PlaceRefusal.closed }
        guard before.attendee(attendee.customer) == nil else { throw PlaceRefusal.attendsAlready }
        guard before.freePlaces > 0 else { throw PlaceRefusal.full }
        var after = before
        after.attendees.append(attendee)
        after.group?.formerAttendees.removeAll { $0.customer == attendee.customer }
        after.extras[attendee: attendee.customer] = stored
        after.staffNotes = [before.staffNotes, staffNotes].filter { !$0.isEmpty }.joined(separator: "\n")
        let faults = Check.text(after.staffNotes, field: "staffNotes", limit: 4000, noun: "notes", allowsLines: true)
        guard faults.isEmpty else { throw Invalid(faults) }
        after = try write(after, since: before)
        // Whoever was asked for themselves cannot answer for somebody else.
        for resource in try resources(of: after) {
            for conflict in try transaction.conflicts.all(of: id, resource: resource) where conflict.settledAt == nil {
                try transaction.conflictQuestions.endAll(conflict: conflict.id, at: now)
            }
        }
        return (before, after)
    }

    /// Takes an attendee out; the time stays taken.
    func leave(_ before: Appointment, _ attendee: Attendee) throws -> Appointment {
        var after = before
        after.attendees.removeAll { $0.customer == attendee.customer }
        after.extras[attendee: attendee.customer] = nil
        var group = before.group ?? AppointmentGroup(maximumAttendeesCount: max(before.attendees.count, 2))
        group.formerAttendees.append(attendee)
        after.group = group
        return try write(after, since: before)
    }

    private func write(_ changed: Appointment, since before: Appointment) throws -> Appointment {
        var after = changed
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        return after
    }

    /// The unguessable part of a customer's link to an appointment: the one they have already where they come back, or else the one given.
    func manageLink(of customer: Customer.ID, to appointment: Appointment.ID, token: String) throws -> String {
        if let sealed = try transaction.manageLinks.sealedToken(of: appointment, customer: customer),
            let known = kalends.secretKey.open(sealed, context: manageLinkContext(appointment))
        {
            return String(decoding: known, as: UTF8.self)
        }
        try transaction.manageLinks.insert(
            tokenHash: Token.hash(token), sealedToken: sealed(token, for: appointment), appointment: appointment, customer: customer)
        return token
    }

    /// Lets a customer's link, and the form that made it, lead to another appointment.
    func redirect(_ customer: Customer.ID, from appointment: Appointment.ID, to other: Appointment.ID) throws {
        guard let sealed = try transaction.manageLinks.sealedToken(of: appointment, customer: customer),
            let token = kalends.secretKey.open(sealed, context: manageLinkContext(appointment))
        else { throw NotFound("manage link of the appointment") }
        try transaction.manageLinks.move(
            of: customer, from: appointment, to: other, sealedToken: self.sealed(String(decoding: token, as: UTF8.self), for: other))
        try transaction.submissions.move(of: customer, from: appointment, to: other)
    }

    private func sealed(_ token: String, for appointment: Appointment.ID) -> String {
        kalends.secretKey.seal(Array(token.utf8), context: manageLinkContext(appointment))
    }
}

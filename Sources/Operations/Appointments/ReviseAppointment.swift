public import Booking
import CivilTime
import Persistence
import Texts

/// Changes an appointment in any of its parts at once, for programs of the staff: time and length, people, terms, what is known of the
/// customer, notes. Its business, service and customer stay. Staff may do so outside of hours and over outside events; never over a claim.
public struct ReviseAppointment: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case cancelled
        /// Somebody of its people has another appointment then.
        case taken
        /// Of the people named, this one is no member of the business, or not any more.
        case unknownStaff(StaffMember.ID)
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter wanted: the appointment as it is to be; what only the system knows (status, revision, stamps) counts as it stands.
    /// - Throws: `Failure`, `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ wanted: Appointment, actor: Actor) async throws -> Appointment {
        let faults = faults(of: wanted)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in try revise(wanted, actor, transaction) }
    }

    private func revise(_ wanted: Appointment, _ actor: Actor, _ transaction: Transaction) throws -> Appointment {
        try transaction.requireScheduler(actor)
        let now = kalends.now
        guard let before = try transaction.appointments.find(wanted.id) else { throw NotFound("appointment") }
        guard before.status == .confirmed else { throw Failure.cancelled }
        var after = wanted.keeping(before)
        guard after != before else { return before }
        let (isMoved, isStaffed) = (after.span != before.span, after.staff != before.staff)
        for id in after.staff where !before.staff.contains(id) {
            guard let member = try transaction.staff.find(id), member.business == before.business, member.isActive else {
                throw Failure.unknownStaff(id)
            }
        }
        if isMoved || isStaffed {
            // Whoever moves it for the business has decided that it takes place.
            after.awaitsConfirmationSince = nil
            after.sequence += 1
        }
        if after.meeting != nil, before.meeting == nil || after.staff.first != before.staff.first {
            after.meeting = try kalends.promisedMeeting(with: after.staff, of: after.service, known: before, transaction)
        }
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))

        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: now)
        let former = try change.resources(of: before)
        let isClaimedAnew = isStaffed || after.claimedSpan != before.claimedSpan
        if isClaimedAnew { try transaction.claims.delete(of: before.id) }
        try transaction.appointments.update(after)
        if isClaimedAnew {
            do { try change.claim(after) } catch StoreFailure.overlap { throw Failure.taken }
        }
        try change.record(isMoved || isStaffed ? .moved : .corrected, before, after, actor: actor, reason: "")
        if isMoved || isStaffed || after.location != before.location {
            try change.mail(
                .change, after, previousSpan: isMoved ? before.span : nil, formerStaff: before.staff.filter { !after.staff.contains($0) },
                newStaff: after.staff.filter { !before.staff.contains($0) })
        }
        if isMoved || isStaffed { try change.overtakeConflicts(of: after, resources: former, actor: actor) }
        try change.push(after, alsoFrom: former)
        return after
    }

    private func faults(of wanted: Appointment) -> [FieldFault] {
        var terms = AppointmentTerms()
        (terms.serviceName, terms.duration, terms.location) = (wanted.serviceName, wanted.span.duration, wanted.location)
        (terms.preBuffer, terms.postBuffer, terms.price) = (wanted.preBuffer, wanted.postBuffer, wanted.price)
        var faults = terms.faults()
        let distance = wanted.span.start - kalends.now
        if distance > .days(3_660) || distance < .zero - .days(3_660) { faults.append(FieldFault(field: "start", key: "tooFarAway")) }
        for attendee in wanted.attendees {
            let details = CustomerDetails(name: attendee.name, email: attendee.email, phone: attendee.phone, notes: attendee.notes)
            faults += details.faults(for: CustomerFields(), isStaff: true)
            if kalends.zones.zone(named: attendee.zone) == nil {
                faults.append(FieldFault(field: "zone", key: "zoneUnknown", values: ["zone": String(attendee.zone.prefix(60))]))
            }
        }
        if wanted.staff.isEmpty || Set(wanted.staff).count != wanted.staff.count {
            faults.append(FieldFault(field: "staff", key: "staffUnknown"))
        }
        return faults + Check.text(wanted.staffNotes, field: "staffNotes", limit: 4000, noun: "notes", allowsLines: true)
    }
}

extension Appointment {
    /// What no revision changes, as it stands.
    fileprivate func keeping(_ before: Appointment) -> Appointment {
        var kept = self
        (kept.business, kept.service, kept.status, kept.source) = (before.business, before.service, before.status, before.source)
        (kept.uid, kept.sequence, kept.revision, kept.currency) = (before.uid, before.sequence, before.revision, before.currency)
        (kept.createdAt, kept.updatedAt) = (before.createdAt, before.updatedAt)
        kept.awaitsConfirmationSince = before.awaitsConfirmationSince
        // A meeting that stands is not made anew.
        if kept.meeting != nil, before.meeting != nil { kept.meeting = before.meeting }
        return kept
    }
}

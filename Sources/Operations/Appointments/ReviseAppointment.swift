public import Booking
import CivilTime
import Persistence
import Texts

/// Changes an appointment in any of its parts at once, for programs of the staff: time and length, people, terms, what is known of its
/// customers, who of them has a place where several share it, notes. Its business and service stay. Staff may do so outside of hours and over
/// outside events; never over a claim.
public struct ReviseAppointment: Sendable {
    public enum Failure: Error, Hashable, Sendable {
        case cancelled
        /// Somebody of its people has another appointment then.
        case taken
        /// Of the people named, this one is no member of the business, or not any more.
        case unknownStaff(StaffMember.ID)
        /// Nobody would have a place any more.
        case deserted
        /// There are to be fewer places than attendees, who are so many.
        case tooFewPlaces(attendees: Int)
    }

    /// What becomes of places, and of what attendees answered.
    public struct Places: Sendable {
        /// Who gives theirs up.
        public var leaving: [Customer.ID] = []
        /// Who gets one, in this order.
        public var joining: [Newcomer] = []
        /// All that there is to be of somebody's answers; of attendees who are not named they stay.
        public var answers: [Customer.ID: [GivenAnswer]] = [:]

        /// All stays as it is.
        public init() {}
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameters:
    ///   - wanted: the appointment as it is to be; what only the system knows (status, revision, stamps) and who attends count as they
    ///     stand.
    ///   - places: who goes before that and comes after it.
    /// - Throws: `Failure`, `AddAttendee.Failure`, `Invalid`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ wanted: Appointment, places: Places = Places(), actor: Actor) async throws -> Appointment {
        let faults = faults(of: wanted)
        guard faults.isEmpty else { throw Invalid(faults) }
        return try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard let before = try transaction.appointments.find(wanted.id) else { throw NotFound("appointment") }
            guard before.status == .confirmed else { throw Failure.cancelled }
            let known = try left(by: places, before, actor, transaction)
            var after = try revise(wanted, known, answers: places.answers, actor, transaction)
            for newcomer in places.joining {
                after = try AddAttendee(kalends).add(newcomer, to: after.id, actor: actor, transaction)
            }
            return after
        }
    }

    private func left(by places: Places, _ before: Appointment, _ actor: Actor, _ transaction: Transaction) throws -> Appointment {
        guard !places.leaving.isEmpty || !places.joining.isEmpty else { return before }
        guard before.group != nil else { throw AddAttendee.Failure.notShared }
        guard before.attendees.count + places.joining.count > places.leaving.count else { throw Failure.deserted }
        var known = before
        for customer in places.leaving {
            guard let attendee = known.attendee(customer) else { throw NotFound("attendee") }
            known = try LeaveAppointment(kalends).depart(attendee, from: known, actor: actor, reason: "", transaction)
        }
        return known
    }

    private func revise(
        _ wanted: Appointment, _ before: Appointment, answers: [Customer.ID: [GivenAnswer]], _ actor: Actor, _ transaction: Transaction
    ) throws -> Appointment {
        let now = kalends.now
        var after = wanted.keeping(before)
        guard after.maximumAttendeesCount >= after.attendees.count else { throw Failure.tooFewPlaces(attendees: after.attendees.count) }
        try take(answers, into: &after, transaction)
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

    private func take(_ answers: [Customer.ID: [GivenAnswer]], into after: inout Appointment, _ transaction: Transaction) throws {
        guard !answers.isEmpty else { return }
        guard let service = try transaction.services.find(after.service) else { throw NotFound("service") }
        for index in after.attendees.indices {
            let attendee = after.attendees[index]
            guard let given = answers[attendee.customer] else { continue }
            after.attendees[index].answers = try SaveAnswers(kalends).taken(given, instead: attendee.answers, service, transaction)
        }
    }

    private func faults(of wanted: Appointment) -> [FieldFault] {
        var terms = AppointmentTerms()
        (terms.serviceName, terms.duration, terms.location) = (wanted.serviceName, wanted.span.duration, wanted.location)
        (terms.preBuffer, terms.postBuffer, terms.price) = (wanted.preBuffer, wanted.postBuffer, wanted.price)
        terms.maximumAttendeesCount = wanted.maximumAttendeesCount
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
        // Who has a place is told apart from what is known of them.
        kept.attendees = before.attendees.map { present in
            guard var attendee = attendee(present.customer) else { return present }
            (attendee.place, attendee.answers) = (present.place, present.answers)
            return attendee
        }
        kept.group = before.group
        if let group { kept.group?.maximumAttendeesCount = group.maximumAttendeesCount }
        // A meeting that stands is not made anew.
        if kept.meeting != nil, before.meeting != nil { kept.meeting = before.meeting }
        return kept
    }
}

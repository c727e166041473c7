public import Booking
import CivilTime
import Persistence

/// A booking that a change leaves outside the rules.
public struct AffectedAppointment: Hashable, Sendable {
    public var appointment: Appointment
    public var reason: RuleBreak
    /// Whom it concerns.
    public var staff: StaffMember.ID?
}

/// A change would leave bookings outside the rules. Show them; the same change with `confirmed` is applied.
public struct NeedsConfirmation: Error, Sendable {
    public var affected: [AffectedAppointment]
}

/// Compares the bookings of a business with the rules before and after a change, within its transaction.
struct AffectedBookings {
    let kalends: Kalends
    let transaction: Transaction

    /// Bookings that lay within their person's hours and would no longer.
    func byHours(business before: Business, becoming after: Business) throws -> [AffectedAppointment] {
        guard before.hours != after.hours || before.overrides != after.overrides || before.zone != after.zone else { return [] }
        return try transaction.staff.all(in: before.id).flatMap { member in
            try byHours(member, before, becoming: member, after)
        }
    }

    func byHours(
        _ before: StaffMember, _ businessBefore: Business, becoming after: StaffMember, _ businessAfter: Business
    ) throws -> [AffectedAppointment] {
        let appointments = try transaction.appointments.upcoming(of: before.id, from: kalends.now).filter { $0.status == .confirmed }
        guard let first = appointments.map(\.span.start).min(), let last = appointments.map(\.span.end).max() else { return [] }
        let window = Span(first, last)
        let old = opening(before, businessBefore, window)
        let new = opening(after, businessAfter, window)
        return appointments.compactMap { appointment in
            guard RuleBreak.check(appointment, opening: old, timeOff: []) == nil,
                let reason = RuleBreak.check(appointment, opening: new, timeOff: [])
            else { return nil }
            return AffectedAppointment(appointment: appointment, reason: reason, staff: before.id)
        }
    }

    private func opening(_ member: StaffMember, _ business: Business, _ window: Span) -> OpeningTimes {
        OpeningTimes(
            hours: member.hours ?? business.hours, overrides: member.overrides + business.overrides,
            zone: kalends.zone(named: member.zone ?? business.zone), window: window)
    }

    /// Bookings in time off, but for those that lay in it already before the change.
    func byTimeOff(_ timeOff: TimeOff, insteadOf before: TimeOff?) throws -> [AffectedAppointment] {
        try transaction.staff.all(of: timeOff.resource).flatMap { member in
            try transaction.appointments.upcoming(of: member.id, from: kalends.now)
                .filter { $0.span.overlaps(timeOff.span) }
                .filter { before?.resource != timeOff.resource || before?.span.overlaps($0.span) != true }
                .map { AffectedAppointment(appointment: $0, reason: .duringTimeOff, staff: member.id) }
        }
    }

    func upcoming(of member: StaffMember.ID, _ reason: RuleBreak) throws -> [AffectedAppointment] {
        try transaction.appointments.upcoming(of: member, from: kalends.now).filter { $0.status == .confirmed }
            .map { AffectedAppointment(appointment: $0, reason: reason, staff: member) }
    }

    func upcoming(ofService service: Service.ID, _ reason: RuleBreak, where isAffected: (Appointment) -> Bool = { _ in true }) throws
        -> [AffectedAppointment]
    {
        try transaction.appointments.upcoming(ofService: service, from: kalends.now).filter { $0.status == .confirmed && isAffected($0) }
            .map { AffectedAppointment(appointment: $0, reason: reason, staff: $0.staff.first) }
    }

    /// - Throws: `NeedsConfirmation` when there is something to show and it was not confirmed.
    func require(_ affected: [AffectedAppointment], confirmed: Bool) throws {
        guard confirmed || affected.isEmpty else {
            throw NeedsConfirmation(affected: affected.sorted { $0.appointment.span.start < $1.appointment.span.start })
        }
    }
}

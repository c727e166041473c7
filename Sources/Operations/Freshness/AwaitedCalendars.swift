import Booking
import CalendarSync
import CivilTime
import Persistence

/// Confirms what was booked while calendars could not be looked at, once they were: all that close time for its people were read to their end since,
/// and nothing is asked about it any more. Looking twice changes nothing.
struct AwaitedCalendars {
    let kalends: Kalends
    let transaction: Transaction

    /// Everything that waits, as calendars may have gone away meanwhile.
    func callAsFunction() throws {
        for appointment in try waiting() { try look(at: appointment) }
    }

    /// What waits for calendars of one person, after one was read.
    func look(at resource: Resource.ID) throws {
        for appointment in try waiting() where try people(of: appointment).contains(resource) { try look(at: appointment) }
    }

    /// What a decision about an appointment leaves.
    /// - Parameter isDecided: whether somebody has said that its time counts, whatever calendars say.
    func look(after id: Appointment.ID, isDecided: Bool, actor: Actor) throws {
        guard let appointment = try transaction.appointments.find(id), appointment.awaitsConfirmation, appointment.status == .confirmed,
            appointment.span.end > kalends.now
        else { return }
        guard isDecided else { return try look(at: appointment) }
        if try !isAsked(appointment, people(of: appointment)) { _ = try kalends.confirm(appointment, actor: actor, transaction) }
    }

    private func look(at appointment: Appointment) throws {
        guard let since = appointment.awaitsConfirmationSince else { return }
        let people = try people(of: appointment)
        for calendar in try people.flatMap(closing) {
            // Within one second either the booking has seen what was read, or the reading has seen the booking.
            guard let readAt = calendar.readAt, readAt >= since else { return }
            try review(calendar, appointment)
        }
        if try !isAsked(appointment, people) { _ = try kalends.confirm(appointment, actor: .system, transaction) }
    }

    /// What has begun is confirmed by nobody but people.
    private func waiting() throws -> [Appointment] { try transaction.appointments.awaitingConfirmation(startingAfter: kalends.now) }

    private func people(of appointment: Appointment) throws -> [Resource.ID] {
        try appointment.staff.compactMap { try transaction.staff.find($0)?.resource }
    }

    /// The calendars whose age may close a person's time.
    private func closing(_ resource: Resource.ID) throws -> [ConnectedCalendar] {
        if try transaction.isSwitchedOff(resource) { return [] }
        return try transaction.calendars.all(of: resource).filter { calendar in
            guard calendar.closesTime else { return false }
            return try transaction.accounts.find(calendar.account)?.isConnected == true
        }
    }

    /// Whether a question about its time is open; which words count is none.
    private func isAsked(_ appointment: Appointment, _ people: [Resource.ID]) throws -> Bool {
        try people.contains { resource in
            try transaction.conflicts.all(of: appointment.id, resource: resource).contains { $0.settledAt == nil && $0.topic != .texts }
        }
    }

    /// A booking and an event that were stored at the very same moment have not seen each other: the event is looked at once more.
    private func review(_ calendar: ConnectedCalendar, _ appointment: Appointment) throws {
        let inTheWay = try events(of: calendar, overlapping: appointment.span)
        guard !inTheWay.isEmpty else { return }
        let review = OverlapReview(kalends, transaction, calendar)
        let ahead = try events(of: calendar, overlapping: Span(kalends.now, kalends.now + .days(3660)))
        for item in Set(inTheWay.map(\.item)).sorted() { try review.review(item, ahead.filter { $0.item == item }.map(\.block)) }
    }

    private func events(of calendar: ConnectedCalendar, overlapping span: Span) throws -> [OutsideBlock] {
        try transaction.busyBlocks.outside(of: [calendar.resource], overlapping: span).filter { $0.isBusy && $0.calendar == calendar.id }
    }
}

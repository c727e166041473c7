public import Booking
public import CalendarSync
public import CivilTime
public import Persistence

/// The ways out of a conflict that a person is shown.
public struct ConflictOutlook: Hashable, Sendable {
    public var conflict: SyncConflict
    public var appointment: Appointment
    /// Why the calendar cannot be followed; `nil` when it can.
    public var obstacle: Obstacle?
    /// Limits that following would break.
    public var breaking: Set<BookingLimit>
    /// Up to three starts at which the same people are free.
    public var proposals: [Instant]
    /// What the customer was asked last, unless they have answered it.
    public var question: ConflictQuestion?
    /// Why that question waits no more; `nil` while it does, and when there is none.
    public var questionEnding: ConflictQuestion.Ending?

    public enum Obstacle: Hashable, Sendable {
        /// Another booking has that time.
        case taken
        case past
        /// It lies further ahead than anything may be booked.
        case tooFar
        case namesNoTime
        /// The event is too short or too long for a booking.
        case namesNoLength
        /// An event of somebody else is nothing that a booking can follow.
        case nothingToFollow
    }
}

extension Kalends {
    /// What can be done about a conflict; `nil` when its appointment is gone.
    public func outlook(on conflict: SyncConflict, _ transaction: Transaction) throws -> ConflictOutlook? {
        guard let appointment = try transaction.appointments.find(conflict.appointment) else { return nil }
        let asked = try transaction.conflictQuestions.all(conflict: conflict.id).filter { $0.answer == nil }
        let question = asked.first { $0.ending(conflict, among: asked, now: now) == nil } ?? asked.first
        var outlook = ConflictOutlook(
            conflict: conflict, appointment: appointment, breaking: [], proposals: [], question: question,
            questionEnding: question?.ending(conflict, among: asked, now: now))
        let zone = try zone(ofOwner: conflict.resource, transaction)
        outlook.obstacle =
            switch SettleConflict.obstacle(conflict, appointment, in: zone) {
            case .namesNoTime?: .namesNoTime
            case .namesNoLength?: .namesNoLength
            case .some: .nothingToFollow
            case nil: nil
            }
        if outlook.obstacle == nil, case .movedOutside(let span) = conflict.kind {
            switch try verdict(on: appointment, movedTo: span, resource: conflict.resource, ignoring: conflict.id, transaction) {
            case .impossible: outlook.obstacle = try obstacle(to: appointment, at: span.start, transaction)
            case .possible(let breaking): outlook.breaking = breaking
            }
        }
        if conflict.topic != .texts { outlook.proposals = try proposals(for: conflict, appointment, transaction) }
        return outlook
    }

    /// What is in the way of a move that is impossible.
    private func obstacle(
        to appointment: Appointment, at start: Instant, _ transaction: Transaction
    ) throws -> ConflictOutlook.Obstacle {
        if start < now { return .past }
        guard let business = try transaction.businesses.find(appointment.business),
            let service = try transaction.services.find(appointment.service)
        else { return .taken }
        return start > rules(for: service, business: business, actor: .sync, now: now).latest ? .tooFar : .taken
    }

    /// Starts near the wished one at which everybody of the appointment is free, by the search that customers use.
    func proposals(for conflict: SyncConflict, _ appointment: Appointment, _ transaction: Transaction) throws -> [Instant] {
        guard appointment.status == .confirmed, let business = try transaction.businesses.find(appointment.business),
            var service = try transaction.services.find(appointment.service)
        else { return [] }
        service.keepPromise(appointment)
        let wished = if case .movedOutside(let span) = conflict.kind { span.start } else { appointment.span.start }
        let rules = rules(for: service, business: business, actor: .customer, now: now)
        let centre = min(max(wished, rules.earliest), max(rules.latest, rules.earliest))
        let window = Span(max(centre - .days(7), rules.earliest), min(centre + .days(14), max(rules.latest, rules.earliest) + .seconds(1)))
        let common = try commonStarts(of: appointment, business, rules, in: window, transaction)
        let slots = common.subtracting([appointment.span.start]).map { OfferedSlot(start: $0, staff: appointment.staff) }
        return OfferedSlot.nearest(to: centre, of: slots, count: 3).map(\.start)
    }

    /// Whether a start that was offered can still be taken, by the rules under which it would be.
    func isStillFree(_ start: Instant, for appointment: Appointment, _ transaction: Transaction) throws -> Bool {
        guard let business = try transaction.businesses.find(appointment.business),
            var service = try transaction.services.find(appointment.service)
        else { return false }
        service.keepPromise(appointment)
        let rules = rules(for: service, business: business, actor: .system, now: now)
        let window = Span(start, start + .seconds(1))
        return try commonStarts(of: appointment, business, rules, in: window, transaction).contains(start)
    }

    /// The starts at which everybody of an appointment is free.
    private func commonStarts(
        of appointment: Appointment, _ business: Business, _ rules: SlotRules, in window: Span, _ transaction: Transaction
    ) throws -> Set<Instant> {
        let members = try appointment.staff.compactMap { try transaction.staff.find($0) }
        guard !members.isEmpty, window.start < window.end else { return [] }
        var common: Set<Instant>?
        for person in try availability(of: members, business: business, in: window, ignoring: appointment, transaction: transaction) {
            let starts = Set(person.search(rules).starts(in: window))
            common = common?.intersection(starts) ?? starts
        }
        return common ?? []
    }
}

extension Service {
    /// What was promised is moved, whatever became of the service.
    fileprivate mutating func keepPromise(_ appointment: Appointment) {
        (duration, preBuffer, postBuffer) = (appointment.span.duration, appointment.preBuffer, appointment.postBuffer)
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence

extension Kalends {
    /// Moves an appointment to the time at which its event stands: it begins and ends with it.
    func follow(_ id: Appointment.ID, to span: Span, actor: Actor, _ transaction: Transaction) throws {
        _ = try MoveAppointment(self).move(
            MoveAppointment.Request(appointment: id, start: span.start, duration: span.duration, actor: actor, ignoresPolicy: true),
            transaction)
    }

    /// Whether an appointment could take the time to which its event was moved, and which limits that would break.
    /// - Parameters:
    ///   - resource: in whose calendar it was moved.
    ///   - question: the open conflict about that move; the time that is held for it is not in its way.
    func verdict(
        on appointment: Appointment, movedTo span: Span, resource: Resource.ID, ignoring question: SyncConflict.ID? = nil,
        _ transaction: Transaction
    ) throws -> MoveVerdict {
        guard appointment.status == .confirmed, SettleConflict.namesTime(span, in: try zone(ofOwner: resource, transaction)),
            SettleConflict.hasLength(span, of: appointment),
            let business = try transaction.businesses.find(appointment.business),
            let service = try transaction.services.find(appointment.service)
        else { return .impossible }
        let reach = rules(for: service, business: business, actor: .sync, now: now)
        guard span.start >= now, span.start <= reach.latest else { return .impossible }
        var moved = appointment
        moved.span = span
        var broken: Set<BookingLimit> = []
        let bounds = rules(for: service, business: business, actor: .customer, now: now)
        if span.start < bounds.earliest || span.start > bounds.latest { broken.insert(.leadTime) }
        let members = try appointment.staff.compactMap { try transaction.staff.find($0) }
        for person in try availability(of: members, business: business, in: moved.span, ignoring: appointment, transaction: transaction) {
            if RuleBreak.check(moved, opening: person.opening, timeOff: []) != nil { broken.insert(.hours) }
            var isHeld = question != nil && person.member.resource == resource
            for time in person.taken {
                // The time that is held for the question is one stretch; whatever else takes just the same time stays in the way.
                if isHeld, time.cause == .busy, time.span == span {
                    isHeld = false
                } else if time.cause == .unread(.ageing) {
                    // A calendar that is being read for the first time since it was switched on is no reason to doubt what somebody did.
                    continue
                } else if time.cause == .claim {
                    if time.span.overlaps(moved.claimedSpan) { return .impossible }
                } else if time.span.overlaps(moved.span) {
                    broken.insert(.takenTime)
                }
            }
        }
        return .possible(breaking: broken)
    }

    /// Everything that the planner looks at for one link.
    /// - Parameter isSuspicious: so much was deleted at once that nothing of it is taken for meant.
    func situation(
        of appointment: Appointment, _ link: Link, _ remote: RemoteObservation, isSuspicious: Bool = false, _ transaction: Transaction
    ) throws -> LinkSituation {
        var situation = LinkSituation(
            wanted: try wantedEvent(for: appointment, link: link, transaction), link: link, remote: remote,
            openConflict: try transaction.conflicts.open(of: appointment.id, resource: link.resource)?.kind)
        if remote == .notRead { return situation }
        let settings = try transaction.syncSettings.terms(of: link.resource).current
        guard settings.answerToMoves != .ask || settings.answerToDeletions != .ask,
            try !isContested(appointment, link.resource, transaction)
        else { return situation }
        situation.moves = settings.answerToMoves
        if !isSuspicious || settings.answerToDeletions != .follow { situation.deletions = settings.answerToDeletions }
        situation.breakableLimits = settings.breakableLimits
        if case .present(_, _, let fields?) = remote, situation.moves == .follow, fields.span != appointment.span {
            situation.verdict = try verdict(on: appointment, movedTo: fields.span, resource: link.resource, transaction)
        }
        return situation
    }

    /// Whether changes to an event were answered so often within a day that two sides seem to fight: a person decides then.
    private func isContested(_ appointment: Appointment, _ resource: Resource.ID, _ transaction: Transaction) throws -> Bool {
        let answered = try transaction.conflicts.all(of: appointment.id, resource: resource).filter { conflict in
            conflict.topic == .event && (conflict.settlement == .followed || conflict.settlement == .putBack)
                && conflict.settledAt.map { $0 > now - .days(1) } == true
        }
        return answered.count >= 3
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence

/// Bookings that followed their events go back where they were; their people are told by mail like of any other change.
extension Undoing {
    func takeBackBookings() throws {
        for effect in effects.reversed() where effect.change.isOfBooking {
            guard let id = effect.appointment, let resource = effect.resource, let appointment = try transaction.appointments.find(id)
            else {
                continue
            }
            let key = "\(id)/booking"
            switch effect.change {
            case .moved(let from, let to):
                guard appointment.status == .confirmed else {
                    tell(.cancelled, appointment)
                    continue
                }
                guard appointment.span == to || isIncluded(key, .booking, appointment) else { continue }
                try move(appointment, back: from, resource)
            case .cancelled:
                // Otherwise somebody brought it back already.
                guard appointment.status != .confirmed else { continue }
                try reinstate(appointment, resource)
            case .reinstated:
                guard appointment.status == .confirmed else { continue }
                guard appointment.updatedAt <= effect.at + .seconds(1) || isIncluded(key, .booking, appointment) else { continue }
                try cancel(appointment, resource)
            default: continue
            }
        }
    }

    private func move(_ appointment: Appointment, back place: Span, _ resource: Resource.ID) throws {
        guard place.start > kalends.now else { return tell(.past, appointment) }
        guard appointment.span != place else { return }
        guard try isFree(place, for: appointment, resource) else { return tell(.taken, appointment) }
        try kalends.follow(appointment.id, to: place, actor: actor, transaction)
        let change = RunEffect.Change.moved(from: appointment.span, to: place)
        try done(.move, change, appointment, resource, "Move to \(place.start)")
    }

    private func reinstate(_ appointment: Appointment, _ resource: Resource.ID) throws {
        guard appointment.span.start > kalends.now else { return tell(.past, appointment) }
        var confirmed = appointment
        confirmed.status = .confirmed
        guard try isFree(appointment.span, for: confirmed, resource) else { return tell(.taken, appointment) }
        try kalends.reinstate(appointment, actor: actor, transaction)
        try done(.reinstate, .reinstated, appointment, resource, "Reinstate")
    }

    private func cancel(_ appointment: Appointment, _ resource: Resource.ID) throws {
        _ = try CancelAppointment(kalends).cancel(CancelAppointment.Request(appointment: appointment.id, actor: actor), transaction)
        try done(.cancel, .cancelled, appointment, resource, "Cancel")
    }

    /// Whether the booking can have a time: no other booking's, none of an outside event, and none that is past.
    private func isFree(_ place: Span, for appointment: Appointment, _ resource: Resource.ID) throws -> Bool {
        guard case .possible(let broken) = try kalends.verdict(on: appointment, movedTo: place, resource: resource, transaction) else {
            return false
        }
        return !broken.contains(.takenTime)
    }

    private func done(
        _ action: SyncPlan.Item.Action, _ change: RunEffect.Change, _ appointment: Appointment, _ resource: Resource.ID, _ effect: String
    ) throws {
        try book.note(change, resource: resource, appointment: appointment.id)
        let calendar = try transaction.calendars.linked(of: resource)?.remote.name ?? ""
        // As it is afterwards.
        let after = try transaction.appointments.find(appointment.id) ?? appointment
        items.append(SyncPlan.Item(action: action, appointment: after, resource: resource, calendar: calendar, effect: effect))
        concerned.insert(resource)
        if appointment.attendees.contains(where: { !$0.email.isEmpty }) { tell(.mailSent, after) }
    }
}

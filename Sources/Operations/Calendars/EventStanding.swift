public import Booking
import CalendarSync
public import Persistence

/// Whether the event of an appointment in one person's calendar goes along with what is changed here.
public enum EventStanding: Hashable, Sendable {
    /// What changes here is done there, or nothing of it stands there.
    case followed
    /// The person's sync is off: what changes here waits until it is switched on.
    case held
    /// Its account was disconnected: it stays as it is.
    case left
    /// Its account was disconnected before it was written there.
    case unwritten
    /// The sync was off when the appointment was made, so that it got no event.
    case madeWhileOff
    /// The settings under which it was made keep it here.
    case notSent
}

extension Kalends {
    /// - Throws: `StoreFailure`.
    public func eventStanding(of appointment: Appointment, _ resource: Resource.ID, _ transaction: Transaction) throws -> EventStanding {
        let link = try transaction.links.find(appointment: appointment.id, resource: resource)
        if let link, let calendar = try transaction.calendars.find(link.calendar),
            try transaction.accounts.find(calendar.account)?.isConnected != true
        {
            let isThere = link.state == .closed ? try isRemovalWaiting(of: link, in: calendar, transaction) : link.remoteID != nil
            if isThere { return .left }
            if link.state != .closed { return .unwritten }
        }
        if link == nil || link?.state == .closed {
            let made = try transaction.syncSettings.terms(of: resource).settings(for: appointment)
            if made.isOff { return .madeWhileOff }
            if !made.sends(appointment.service) { return .notSent }
        }
        return try transaction.isHeldBySwitch(appointment, resource) ? .held : .followed
    }

    /// Whether an event whose link has ended still stands in its calendar, as nobody could take it out.
    private func isRemovalWaiting(of link: Link, in calendar: ConnectedCalendar, _ transaction: Transaction) throws -> Bool {
        try transaction.jobs.all(lane: lane(of: calendar.account)).contains { job in
            guard job.kind == JobKind.removeEvent.rawValue else { return false }
            let target = try decode(RemoveEventPayload.self, from: job.payload)
            return target.appointment == link.appointment && target.resource == link.resource && target.calendar == calendar.id
        }
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence

extension Kalends {
    /// What was to be written into a calendar, or taken out of it, and was given up.
    func givenUpWrites(to calendar: ConnectedCalendar, _ transaction: Transaction) throws -> [Job] {
        try writes(to: calendar, transaction).filter { $0.state == .dead }
    }

    /// Whether anything is still to be written into a calendar, or taken out of it.
    func areWritesWaiting(for calendar: ConnectedCalendar, _ transaction: Transaction) throws -> Bool {
        try writes(to: calendar, transaction).contains { $0.state != .dead }
    }

    /// Bookings ahead whose events do not stand in a calendar as they should: their write waits or was given up.
    func unwrittenBookings(in calendar: ConnectedCalendar, _ transaction: Transaction) throws -> Int {
        let concerned = try writes(to: calendar, transaction).compactMap { job -> Appointment.ID? in
            job.kind == JobKind.pushLink.rawValue ? try decode(PushLinkPayload.self, from: job.payload).appointment : nil
        }
        return try Set(concerned).count { id in try transaction.appointments.find(id).map { $0.span.end > now } ?? false }
    }

    private func writes(to calendar: ConnectedCalendar, _ transaction: Transaction) throws -> [Job] {
        try transaction.jobs.all(lane: lane(of: calendar.account)).filter { job in
            switch JobKind(rawValue: job.kind) {
            case .pushLink:
                // One that cannot be read was given up for that.
                guard let target = try? decode(PushLinkPayload.self, from: job.payload) else { return false }
                return try transaction.links.find(appointment: target.appointment, resource: target.resource)?.calendar == calendar.id
            case .removeEvent: return (try? decode(RemoveEventPayload.self, from: job.payload))?.calendar == calendar.id
            default: return false
            }
        }
    }
}

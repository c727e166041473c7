public import Booking
public import CalendarSync
public import CivilTime
public import Persistence

/// What stands in the way of keeping a calendar in step, and is settled by whoever looks after the connection. It is told from what is stored
/// anyway, so that it goes away by itself once it is mended.
public enum CalendarObstacle: Hashable, Sendable {
    /// The calendar was deleted, or may not be used any more; so many bookings ahead are concerned.
    case calendarGone(ConnectedCalendar, CalendarTrouble, bookings: Int)
    /// Nothing may be written into the calendar any more, though it is read; so many bookings ahead do not stand there as they should.
    case calendarReadOnly(ConnectedCalendar, CalendarTrouble, bookings: Int)
    /// The event of a booking could not be written, for good.
    case writeRefused(Appointment, Resource.ID, calendar: String, reason: String, job: Int64, since: Instant)

    public var resource: Resource.ID {
        switch self {
        case .calendarGone(let calendar, _, _), .calendarReadOnly(let calendar, _, _): calendar.resource
        case .writeRefused(_, let resource, _, _, _, _): resource
        }
    }
}

extension Kalends {
    /// Everything of the kind for these people, calendars first.
    public func obstacles(of resources: Set<Resource.ID>, _ transaction: Transaction) throws -> [CalendarObstacle] {
        var found: [CalendarObstacle] = []
        for calendar in try transaction.calendars.all() where resources.contains(calendar.resource) {
            guard calendar.isLinked || calendar.closesTime, let trouble = calendar.failure, trouble.failure.isLoss else { continue }
            if trouble.isAboutWriting {
                found.append(.calendarReadOnly(calendar, trouble, bookings: try unwrittenBookings(in: calendar, transaction)))
                continue
            }
            let links = calendar.isLinked ? try transaction.links.all(calendar: calendar.id).filter { $0.state != .closed } : []
            let ahead = try links.filter { try transaction.appointments.find($0.appointment).map { $0.span.end > now } ?? false }
            found.append(.calendarGone(calendar, trouble, bookings: ahead.count))
        }
        for job in try transaction.jobs.list(state: .dead, limit: 1_000) where job.kind == JobKind.pushLink.rawValue {
            guard let target = try? decode(PushLinkPayload.self, from: job.payload), resources.contains(target.resource),
                let appointment = try transaction.appointments.find(target.appointment), appointment.span.end > now
            else { continue }
            let calendar = try transaction.links.find(appointment: target.appointment, resource: target.resource)
                .flatMap { try transaction.calendars.find($0.calendar) }
            found.append(
                .writeRefused(
                    appointment, target.resource, calendar: calendar?.remote.name ?? "", reason: job.lastError ?? "", job: job.id,
                    since: job.createdAt))
        }
        return found
    }
}

extension ProviderFailure {
    /// Whether the calendar itself is lost, other than the way to it.
    fileprivate var isLoss: Bool { kind == .calendarMissing || kind == .forbidden && detail != .permissionMissing }
}

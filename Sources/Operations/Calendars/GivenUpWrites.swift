import Booking
import CalendarSync
import Persistence

extension Kalends {
    /// What was to be written into a calendar, or taken out of it, and was given up.
    func givenUpWrites(to calendar: ConnectedCalendar, _ transaction: Transaction) throws -> [Job] {
        try transaction.jobs.all(lane: lane(of: calendar.account)).filter { job in
            guard job.state == .dead else { return false }
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

import CalendarSync
import Persistence

extension Kalends {
    /// A write went through: a server that did not answer its calendar's readings is back, so that the next one need not wait its pause out.
    /// - Parameter trouble: what kept the calendar from being read before the write.
    func wakeReading(of calendar: ConnectedCalendar, after trouble: ProviderFailure?, _ transaction: Transaction) throws {
        guard let trouble, trouble.isPassing, calendar.isRead else { return }
        try enqueueReading(of: calendar, due: now, transaction)
    }
}

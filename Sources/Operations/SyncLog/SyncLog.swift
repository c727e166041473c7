import Booking
import CalendarSync
import CivilTime
import Persistence

/// Notes what the sync does, in the transaction that records it.
struct SyncLog {
    /// So long entries are kept.
    static let memory = Seconds.days(30)

    let kalends: Kalends
    let transaction: Transaction
    let calendar: ConnectedCalendar

    func note(
        _ action: SyncLogEntry.Action, _ cause: SyncLogEntry.Cause, appointment: Appointment.ID? = nil, count: Int = 1,
        failure: String? = nil, took: Duration = .zero, run: SyncRun.ID? = nil
    ) throws {
        try transaction.syncLog.append(
            SyncLogEntry(
                at: kalends.now, resource: calendar.resource, calendar: calendar.id, action: action, cause: cause,
                appointment: appointment, count: count, failure: failure, milliseconds: took.milliseconds,
                run: run))
    }
}

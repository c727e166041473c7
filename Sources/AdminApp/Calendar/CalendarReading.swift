import Booking
import CalendarSync
import CivilTime
import Persistence

/// What the calendar shows of a window, read in one transaction.
struct CalendarReading: Sendable {
    var staff: [StaffMember]
    var services: [Service]
    var appointments: [Appointment]
    var outside: [OutsideBlock]
    var timeOff: [TimeOff]
    var conflicts: [SyncConflict]
    /// The calendars of these people that are read or written.
    var calendars: [ConnectedCalendar]
    var accounts: [CalendarAccount]
    /// The first booking after the window, where there is none in it.
    var next: Appointment?

    /// Whose calendars cannot be read or written, or want a new password.
    var troubled: Set<Resource.ID> {
        Set(calendars.filter { $0.failure != nil }.map(\.resource) + accounts.filter { $0.refusedSince != nil }.map(\.resource))
    }

    init(business: Business, window: Span, in transaction: Transaction) throws {
        appointments = try transaction.appointments.all(in: business.id, overlapping: window, includingCancelled: false)
        next = appointments.isEmpty ? try transaction.appointments.next(in: business.id, from: window.end) : nil
        let active = try transaction.staff.all(in: business.id)
        // People who were removed keep a column while they still have appointments in the window.
        let held = Set(appointments.flatMap(\.staff))
        let removed = try transaction.staff.all(in: business.id, includingRemoved: true).filter { !$0.isActive && held.contains($0.id) }
        staff = active + removed
        services = try transaction.services.all(in: business.id, includingRemoved: true)
        let resources = staff.map(\.resource)
        outside = try transaction.busyBlocks.outside(of: resources, overlapping: window)
        timeOff = try transaction.timeOff.all(of: resources, overlapping: window)
        let mine = Set(resources)
        conflicts = try transaction.conflicts.open().filter { mine.contains($0.resource) }
        calendars = try transaction.calendars.all().filter { mine.contains($0.resource) && ($0.isLinked || $0.closesTime) }
        accounts = try transaction.accounts.all(of: nil).filter { mine.contains($0.resource) }
    }
}

public import Booking
public import CivilTime

/// One effect of the sync: what was done to which calendar, why, how it ended, and how long it took. No text of an event or a customer is in it.
public struct SyncLogEntry: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        // Going out.
        case created, updated, deleted
        // Coming in.
        case read, followed, conflictOpened, conflictClosed
        // Looking after the connection.
        case adopted, linkClosed, generationStarted, probed
    }

    public enum Cause: String, Hashable, Sendable, Codable, CaseIterable {
        /// A booking was made, moved, changed or cancelled here.
        case booking
        /// Something changed in the calendar.
        case calendar
        /// The calendar is no longer the linked one.
        case choice
        /// Somebody asked for a check, or it was time for one.
        case check
        /// Duplicates were taken out, or put back.
        case tidying
        /// The settings of the sync were saved.
        case settings
        /// Somebody decided how a question about an event ends, a person here or the customer.
        case decision
        /// A run was undone.
        case undo
    }

    /// 0 until it is stored.
    public var id: Int64
    public var at: Instant
    public var resource: Resource.ID
    public var calendar: ConnectedCalendar.ID
    public var action: Action
    public var cause: Cause
    public var appointment: Appointment.ID?
    /// How many events it was about; 1 for what is about one.
    public var count: Int
    /// Why it was not done; `nil` when it was.
    public var failure: String?
    public var milliseconds: Int
    /// The run that it belongs to; `nil` for what single bookings cause.
    public var run: SyncRun.ID?

    public init(
        id: Int64 = 0, at: Instant, resource: Resource.ID, calendar: ConnectedCalendar.ID, action: Action, cause: Cause,
        appointment: Appointment.ID? = nil, count: Int = 1, failure: String? = nil, milliseconds: Int = 0,
        run: SyncRun.ID? = nil
    ) {
        self.id = id
        self.at = at
        self.resource = resource
        self.calendar = calendar
        self.action = action
        self.cause = cause
        self.appointment = appointment
        self.count = count
        self.failure = failure
        self.milliseconds = milliseconds
        self.run = run
    }
}

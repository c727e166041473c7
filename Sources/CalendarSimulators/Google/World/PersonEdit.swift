public import CivilTime

/// What people do to their calendars and accounts, outside of any client of ours.
public enum PersonEdit: Hashable, Sendable {
    /// An event as somebody enters it, or as an invitation brings it: `organizer`, `recurringEventId`, `originalStartTime` and `locked` are
    /// taken as they stand.
    case addEvent(calendar: String, event: JSONValue)
    /// A merge patch.
    case changeEvent(calendar: String, event: String, change: JSONValue)
    /// To another start; the length stays.
    case moveEvent(calendar: String, event: String, start: Instant)
    /// An event, a series, or one occurrence by its own id.
    case deleteEvent(calendar: String, event: String)
    /// "This and all following": the series ends before the occurrence, and a new one with the change begins there.
    case splitSeries(calendar: String, occurrence: String, change: JSONValue)
    /// To another calendar of the same account.
    case transferEvent(calendar: String, event: String, destination: String)
    /// Copies an event with everything that is hidden in it.
    case copyEvent(calendar: String, event: String)
    case addCalendar(subject: String, name: String, timeZone: String)
    case deleteCalendar(String)
    /// Deletes the calendar and makes one of the same name, which has another id.
    case recreateCalendar(String)
    /// Shares a calendar with somebody, changes what they may do, or takes it away again.
    case setRole(calendar: String, email: String, role: GoogleRole)
    case offerMeet(calendar: String, isOffered: Bool)
    /// Takes back what was granted to clients.
    case revokeAccess(subject: String)
    /// Not a person's doing: every sync token handed out for the calendar is refused from now on.
    case expireSyncTokens(calendar: String)
}

/// Why an edit was not made.
public struct EditRefusal: Error, Hashable, Sendable {
    /// What Google would say.
    public let sentence: String
}

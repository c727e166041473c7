public import Booking
public import CivilTime

/// Something that keeps a connection, or one event, from doing what somebody expects of it.
public struct Finding: Hashable, Sendable, Codable {
    public enum Weight: String, Hashable, Sendable, Codable {
        /// Something is wrong.
        case broken
        /// It passes by itself; nobody need act yet.
        case waiting
        /// Somebody set it so, and may have forgotten.
        case chosen
    }

    /// Who can put it right.
    public enum Actor: String, Hashable, Sendable, Codable, CaseIterable {
        /// The person whose calendar it is.
        case owner
        /// Whoever manages the connections here.
        case manager
        /// Whoever runs this installation.
        case `operator`
        /// Whoever runs the calendar server, or administers the organization's accounts.
        case administrator
        /// Whoever owns a calendar that is shared.
        case calendarOwner
        case nobody
    }

    /// The one thing to do next, here.
    public enum Remedy: Hashable, Sendable, Codable {
        case connect
        case reconnect
        case chooseCalendars
        /// What of the person's bookings and events travels.
        case openSyncSettings
        /// Switch the sync of the person on again.
        case switchOn
        case checkAgain
        case settleConflicts
        /// Say whether what is suddenly gone is meant to be gone.
        case agreeToRemovals
        case retryWork
        case openAppointment(Appointment.ID)
        case openPeople
        /// Look for the event by its day.
        case askByDay
        /// The day in the calendar.
        case openDay(Instant)
        case reloadPage
        case disconnect
    }

    /// What it is, stable over time: by it is known since when it is so.
    public var cause: String
    public var weight: Weight
    public var sentence: Statement
    public var since: Instant
    public var actor: Actor
    public var remedy: Remedy
    /// For somebody outside, ready to be forwarded.
    public var message: Statement?

    public init(
        cause: String, weight: Weight = .broken, sentence: Statement, since: Instant, actor: Actor, remedy: Remedy,
        message: Statement? = nil
    ) {
        self.cause = cause
        self.weight = weight
        self.sentence = sentence
        self.since = since
        self.actor = actor
        self.remedy = remedy
        self.message = message
    }
}

public import Booking
public import CivilTime

/// What a customer was asked by mail about a conflict. It can be answered once, until it is past its time or settled otherwise.
public struct ConflictQuestion: Hashable, Sendable {
    /// What a customer may answer.
    public enum Answer: Hashable, Sendable, Codable {
        /// The time that was booked.
        case asBooked
        /// The time at which the event stands in the calendar.
        case asInCalendar(Span)
        /// Another time, by its start.
        case move(to: Instant)
        case cancel
    }

    public var conflict: SyncConflict.ID
    public var customer: Customer.ID
    /// In the order in which they are offered.
    public var offered: [Answer]
    public var askedAt: Instant
    /// From here on it is answered no more.
    public var expiresAt: Instant
    public var answeredAt: Instant?
    public var answer: Answer?

    public init(
        conflict: SyncConflict.ID, customer: Customer.ID, offered: [Answer], askedAt: Instant, expiresAt: Instant,
        answeredAt: Instant? = nil, answer: Answer? = nil
    ) {
        self.conflict = conflict
        self.customer = customer
        self.offered = offered
        self.askedAt = askedAt
        self.expiresAt = expiresAt
        self.answeredAt = answeredAt
        self.answer = answer
    }
}

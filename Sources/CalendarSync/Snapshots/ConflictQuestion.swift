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

    /// Why a question is answered no more.
    public enum Ending: Hashable, Sendable {
        /// The conflict is over.
        case settled
        /// A newer question was sent.
        case replaced
        /// The event was changed once more: what was offered is not what there is to choose from.
        case movedOn
        /// Nobody answered in time, and the conflict is still open.
        case late
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

    /// Why it is answered no more; `nil` while it waits for an answer.
    /// - Parameters:
    ///   - conflict: what it asks about, as it stands now.
    ///   - all: whatever was asked about it.
    public func ending(_ conflict: SyncConflict, among all: [ConflictQuestion], now: Instant) -> Ending? {
        if conflict.settledAt != nil { return .settled }
        // A newer question ends this one at the very moment at which it is asked.
        if all.contains(where: { $0.askedAt >= expiresAt }) { return .replaced }
        if offered.contains(where: { Self.isOutOfDate($0, conflict) }) { return .movedOn }
        return expiresAt <= now ? .late : nil
    }

    private static func isOutOfDate(_ answer: Answer, _ conflict: SyncConflict) -> Bool {
        guard case .asInCalendar(let span) = answer else { return false }
        return conflict.kind != .movedOutside(to: span)
    }
}

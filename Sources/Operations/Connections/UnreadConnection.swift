public import Booking
public import CalendarSync
public import CivilTime
import Persistence

/// What is known of a calendar of which nothing new was read lately, though nobody need act yet.
public struct UnreadConnection: Hashable, Sendable, Comparable {
    /// How far what is known can be relied on; fresh as long as a reading is not overdue.
    public var age: CalendarAge
    /// Since when its server does not answer as it should; `nil` when a reading is only late.
    public var since: Instant?
    /// The end of the last reading; `nil` before the first one.
    public var knownAsOf: Instant?
    /// What the server did, or did not do.
    public var reason: String?

    public init(age: CalendarAge, since: Instant? = nil, knownAsOf: Instant? = nil, reason: String? = nil) {
        self.age = age
        self.since = since
        self.knownAsOf = knownAsOf
        self.reason = reason
    }

    /// The worse is the greater: by age, and then by how long nothing was read.
    public static func < (left: UnreadConnection, right: UnreadConnection) -> Bool {
        if left.age != right.age { return left.age < right.age }
        switch (left.knownAsOf, right.knownAsOf) {
        case (let left?, let right?): return left > right
        case (let left, let right): return left != nil && right == nil
        }
    }
}

extension Kalends {
    /// - Returns: `nil` for a calendar that is read as planned, or that waits for somebody to act.
    public func unread(_ calendar: ConnectedCalendar, channels: [KeptChannel]) -> UnreadConnection? {
        if let failure = calendar.failure?.failure, !failure.isPassing { return nil }
        let limits = FreshnessLimits(pollInterval: readingInterval(channels))
        let age = calendar.freshness(limits, refusedSince: nil, now: now).age
        guard age != .fresh || calendar.failure != nil else { return nil }
        return UnreadConnection(
            age: age, since: calendar.failure?.since, knownAsOf: calendar.readAt, reason: calendar.failure?.failure.sentence)
    }

    func unread(_ calendar: ConnectedCalendar, _ transaction: Transaction) throws -> UnreadConnection? {
        unread(calendar, channels: try transaction.channels.all(of: calendar.id))
    }
}

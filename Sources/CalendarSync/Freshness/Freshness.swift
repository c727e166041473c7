public import Booking
public import CivilTime

/// From which age on what is known of a calendar counts as ageing, stale and dead.
public struct FreshnessLimits: Hashable, Sendable {
    public var ageing: Seconds
    public var stale: Seconds
    public var dead: Seconds
    /// A calendar that was not read for so long is looked at before a customer's booking is confirmed.
    public var recheck: Seconds

    public init(ageing: Seconds, stale: Seconds, dead: Seconds, recheck: Seconds) {
        self.recheck = recheck
        self.ageing = ageing
        self.stale = stale
        self.dead = dead
    }

    /// Some polls may fail without anybody noticing; an hour without news is worth telling; after three days what is known is of no use.
    public init(pollInterval: Seconds) {
        let ageing = pollInterval * 3 + .minutes(1)
        self.init(
            ageing: ageing, stale: max(.hours(1), ageing * 2), dead: max(.days(3), ageing * 10), recheck: Seconds(pollInterval.count / 2))
    }
}

extension ConnectedCalendar {
    /// How far what is known of the calendar can be relied on, and since when it is so.
    ///
    /// Refused credentials end it at once, and so does evidence that the calendar cannot be read any more, once a reading is overdue. A server that
    /// does not answer only lets it grow older.
    /// - Parameter refusedSince: when the account's credentials were first refused.
    public func freshness(_ limits: FreshnessLimits, refusedSince: Instant?, now: Instant) -> (age: CalendarAge, since: Instant) {
        if let refusedSince { return (.dead, refusedSince) }
        guard let known = readAt ?? failure?.since else { return (.ageing, now) }
        let age = now - known
        if let failure, failure.failure.endsReading, age > limits.ageing { return (.dead, failure.since) }
        if age > limits.dead { return (.dead, known) }
        if age > limits.stale { return (.stale, known) }
        return (age > limits.ageing || readAt == nil ? .ageing : .fresh, known)
    }
}

extension ProviderFailure {
    /// Whether waiting alone will not end it, and nothing more will be read.
    fileprivate var endsReading: Bool {
        switch kind {
        case .unauthorized, .forbidden, .calendarMissing, .addressRefused, .misconfigured: true
        case .alreadyExists, .preconditionFailed, .throttled, .unreachable, .invalidAnswer, .tooLarge, .eventRefused, .massRemoval: false
        }
    }
}

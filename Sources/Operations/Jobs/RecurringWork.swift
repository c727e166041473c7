import Booking
import CalendarSync
public import CivilTime
public import Persistence

/// Everything that is done again and again: the one list. Every start of a node puts what is missing to work, the admin app shows how each
/// stands, and of each one job waits or runs over all nodes together.
public enum RecurringWork: String, CaseIterable, Sendable {
    /// The changes of each calendar that is linked or closes time are read; one job a calendar. After a failure with growing pauses, 15
    /// minutes at most.
    case readCalendars = "read-calendar"
    /// What is past its time is removed: sessions, password links, form receipts, wrong attempts, counted requests, messages to other
    /// programs, answers that are given again, connections of people who left; and recurring work that is missing is put on the list.
    case sweep
    /// How old what is known of each calendar is; whoever must act is told once it is too old, or nobody is let in any more.
    case watchCalendars = "watch-calendars"
    /// Every night each person's connections are checked, test items included.
    case checkConnections = "check-connections"

    /// How long after a run the next one is due.
    public func period(_ settings: Kalends.Settings) -> Seconds {
        switch self {
        case .readCalendars: settings.pollInterval
        case .sweep: .hours(1)
        case .watchCalendars: .minutes(1)
        case .checkConnections: .days(1)
        }
    }

    static func isRecurring(_ job: Job) -> Bool { RecurringWork(rawValue: job.kind) != nil }
}

/// How a piece of recurring work stands.
public struct RecurringStanding: Hashable, Sendable {
    public var work: RecurringWork
    public var period: Seconds
    /// For how many things it is done: the calendars that are read.
    public var count: Int
    /// When it was last done, if it ever was.
    public var lastRun: Instant?
    /// When it is due; `nil` when it is not planned.
    public var nextRun: Instant?
    public var isRunning: Bool
    /// For how many of the things it failed the last time.
    public var failures: Int
    /// Why it failed, when there is one reason.
    public var reason: String?
}

extension Kalends {
    /// Puts each piece of recurring work on the list unless it waits or runs on any node.
    func ensureRecurringWork(_ transaction: Transaction) throws {
        for calendar in try transaction.calendars.all() where try calendar.isRead && !transaction.isSwitchedOff(calendar.resource) {
            try transaction.jobs.ensure(
                kind: RecurringWork.readCalendars.rawValue, payload: try payload(ReadCalendarPayload(calendar: calendar.id)),
                lane: lane(of: calendar.account), key: Self.readingKey(of: calendar.id), due: now, now: now)
        }
        for work in RecurringWork.allCases where work != .readCalendars {
            let last = try transaction.recurringRuns.find(work.rawValue)?.endedAt
            try transaction.jobs.ensure(
                kind: work.rawValue, payload: "{}", lane: work.rawValue, key: work.rawValue, due: try due(work, after: last, transaction),
                now: now)
        }
    }

    /// When a piece of work is to be done next: what was never done soon, what belongs to the night at three in the morning.
    private func due(_ work: RecurringWork, after last: Instant?, _ transaction: Transaction) throws -> Instant {
        switch work {
        case .readCalendars: return now
        case .sweep: return last.map { max(now, $0 + work.period(settings)) } ?? now + .minutes(10)
        case .watchCalendars: return last.map { max(now, $0 + work.period(settings)) } ?? now + .minutes(1)
        case .checkConnections:
            let name = try transaction.businesses.all().first?.zone ?? "UTC"
            let zone = zone(named: name)
            let today = zone.date(at: now)
            let nights = [today, today.adding(days: 1)].map { zone.startOfDay($0) + .hours(3) }
            return nights.first { $0 > now } ?? now + .days(1)
        }
    }

    /// The end of a run leaves the next one, and says how it went.
    func follow(_ work: RecurringWork, _ outcome: JobOutcome, startedAt: Instant, _ transaction: Transaction) throws {
        try transaction.recurringRuns.put(
            RecurringRun(name: work.rawValue, startedAt: startedAt, endedAt: now, failure: outcome.reason))
        guard case .done = outcome else { return }
        try transaction.jobs.enqueue(
            kind: work.rawValue, payload: "{}", lane: work.rawValue, key: work.rawValue, due: try due(work, after: now, transaction),
            now: now
        )
    }

    /// How all recurring work stands, over all nodes.
    public func recurringWork(_ transaction: Transaction) throws -> [RecurringStanding] {
        try RecurringWork.allCases.map { work in
            let outlook = try transaction.jobs.outlook(kind: work.rawValue)
            var standing = RecurringStanding(
                work: work, period: work.period(settings), count: 1, lastRun: nil, nextRun: outlook.nextDue, isRunning: outlook.running > 0,
                failures: 0, reason: nil)
            switch work {
            case .readCalendars:
                let calendars = try transaction.calendars.all().filter { try $0.isRead && !transaction.isSwitchedOff($0.resource) }
                standing.count = calendars.count
                standing.lastRun = calendars.compactMap(\.readAt).max()
                // A calendar that only cannot be written is read.
                let troubles = calendars.compactMap(\.failure).filter { !$0.isAboutWriting }
                standing.failures = troubles.count
                standing.reason = troubles.count == 1 ? troubles[0].failure.sentence : nil
            case .sweep, .watchCalendars, .checkConnections:
                let run = try transaction.recurringRuns.find(work.rawValue)
                standing.lastRun = run?.endedAt
                standing.failures = run?.failure == nil ? 0 : 1
                standing.reason = run?.failure
                if work != .sweep { standing.count = try transaction.accounts.all().count(where: \.isConnected) }
            }
            return standing
        }
    }
}

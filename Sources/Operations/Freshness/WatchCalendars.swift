import CalendarSync
import CivilTime
import Persistence

/// The look at all connections that time asks for.
struct WatchCalendars {
    let kalends: Kalends

    /// Credentials are tried once they were not for so long, so that refused ones are told within five minutes: a look comes each minute.
    static let trial = Seconds.minutes(3)

    func callAsFunction() async throws {
        try await kalends.database.write { transaction in
            try CalendarWatch(kalends: kalends, transaction: transaction)()
            try AwaitedCalendars(kalends: kalends, transaction: transaction)()
            for account in try transaction.accounts.all() { try exercise(account, transaction) }
        }
    }

    /// Has one calendar of an account read whose credentials nobody has used lately, as its provider tells of changes or the polls are far
    /// between. One that is in trouble is tried again when its time has come; a feed asks for none.
    private func exercise(_ account: CalendarAccount, _ transaction: Transaction) throws {
        guard account.isConnected, account.refusedSince == nil, account.provider != .feed else { return }
        let calendars = try transaction.calendars.all(account: account.id).filter(\.isRead)
        guard let last = calendars.compactMap(\.readAt).max(), last <= kalends.now - Self.trial,
            calendars.allSatisfy({ $0.importing == nil }),
            let calendar = calendars.filter({ ($0.failure?.isAboutWriting ?? true) && $0.readAt != nil })
                .min(by: { ($0.readAt ?? last, $0.id) < ($1.readAt ?? last, $1.id) }),
            try !transaction.isSwitchedOff(account.resource)
        else { return }
        // What runs or is due already uses them.
        let isAbout = try transaction.jobs.all(lane: kalends.lane(of: account.id)).contains { job in
            job.kind == JobKind.readCalendar.rawValue && job.state != .dead && (job.state == .running || job.due <= kalends.now)
        }
        if !isAbout { try kalends.enqueueReading(of: calendar, due: kalends.now, transaction) }
    }
}

import CalendarSync
import CivilTime
import Persistence

/// Everything that is done again and again, on one page.
///
/// | what | when |
/// |---|---|
/// | read each calendar | every `KALENDS_POLL_SECONDS`, with a tenth of jitter; after a failure with growing pauses, 15 minutes at most |
/// | sweep | every 6 hours: sessions, password links and form receipts past their time |
struct RecurringWork {
    let kalends: Kalends

    static func isRecurring(_ job: Job) -> Bool { job.kind == JobKind.readCalendar.rawValue || job.kind == JobKind.sweep.rawValue }

    /// Puts each piece on the list unless it is there; run at every start.
    func enqueueAll(_ transaction: Transaction) throws {
        for calendar in try transaction.calendars.all() where calendar.isLinked || calendar.closesTime {
            try kalends.enqueueReading(of: calendar, due: kalends.now, transaction)
        }
        try enqueueSweep(transaction, due: kalends.now + .minutes(10))
        try kalends.enqueueWaitingMails(transaction)
    }

    func enqueueSweep(_ transaction: Transaction, due: Instant) throws {
        try transaction.jobs.enqueue(kind: JobKind.sweep.rawValue, payload: "{}", lane: "sweep", key: "sweep", due: due)
    }
}

/// Removes what is past its time.
struct Sweep {
    let kalends: Kalends

    func callAsFunction() async throws {
        let now = kalends.now
        try await kalends.database.write { transaction in
            try transaction.sessions.deleteExpired(before: now)
            try transaction.passwordLinks.deleteExpired(before: now)
            try transaction.submissions.deleteBefore(now - .days(7))
            try kalends.disconnectLeavers(transaction)
        }
    }
}

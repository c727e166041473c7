public import Booking
public import CalendarSync
import CivilTime
import Persistence

/// A person says that events are really gone which a read withheld as suspiciously many (`RemovalBreaker`).
public struct AgreeToRemovals: Sendable {
    /// More are gone by now than the person was shown.
    public struct MoreAreGone: Error, Hashable {
        public var count: Int
    }

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// Lets the next read, which starts at once, take that many away.
    /// - Parameter count: as the person was shown it.
    /// - Returns: false when nothing is withheld any more.
    /// - Throws: `MoreAreGone`, `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: ConnectedCalendar.ID, count: Int, actor: Actor) async throws -> Bool {
        try await kalends.database.write { transaction in
            try transaction.requireScheduler(actor)
            guard var calendar = try transaction.calendars.find(id), let account = try transaction.accounts.find(calendar.account) else {
                throw NotFound("calendar")
            }
            guard calendar.withheldRemovals > 0 else { return false }
            guard calendar.withheldRemovals <= count else { throw MoreAreGone(count: calendar.withheldRemovals) }
            calendar.agreedRemovals = calendar.withheldRemovals
            try transaction.calendars.update(calendar)
            try transaction.record(
                .removalsAgreed, "account:\(account.id)", by: actor, at: kalends.now,
                reason: "“\(calendar.remote.name)”: \(calendar.withheldRemovals)")
            try kalends.enqueueReading(of: calendar, due: kalends.now, transaction)
            return true
        }
    }
}

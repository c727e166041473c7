import CalendarSync
import CivilTime
import Persistence

extension ReadCalendar {
    /// Closes again, before the server is asked, the time that a calendar took when it was read last: after its owner's sync was off, what is held
    /// is all that is known until a reading succeeds.
    /// - Returns: until when it is laid out now; `nil` when nothing was to be done.
    func closeLastKnown(_ held: HeldCalendar, _ provider: any CalendarProvider) async throws -> Instant? {
        guard held.calendar.readAt == nil, held.calendar.importing == nil, isExpansionDue(held.calendar) else { return nil }
        let window = kalends.expansionWindow(readDays: held.settings.readDays)
        let again = try await expandAgain(held, provider, window)
        var rest = CalendarRemainder(held: held, changed: [], again: again)
        guard try await rest.takeMost(kalends) else { return nil }
        let remainder = rest
        return try await kalends.database.write { transaction -> Instant? in
            guard var calendar = try transaction.calendars.find(held.calendar.id), try held.isStill(calendar, [], transaction) else {
                return nil
            }
            let reading = CalendarReading(
                kalends: kalends, transaction: transaction, calendar: calendar,
                settings: try transaction.syncSettings.terms(of: calendar.resource).current,
                overlaps: OverlapReview(kalends, transaction, calendar))
            for (item, expansion) in remainder.again { try reading.expandAgain(item, expansion) }
            calendar.expandedUntil = window.end
            try transaction.calendars.update(calendar)
            return window.end
        }
    }
}

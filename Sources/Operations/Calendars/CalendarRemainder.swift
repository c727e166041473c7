import CalendarSync
import Persistence

/// What a read brought and is not stored yet. Where it is much, most of it is taken beforehand in transactions of its own, so that nobody's
/// booking waits for a calendar with endless series; the cursor, what is gone, and what is ours come last, in one transaction.
///
/// A run that breaks off in between has moved no cursor: the next read brings the same once more, and taking it twice comes to the same. Times
/// that are closed come before times that open, so that nothing is offered in between that was never free.
struct CalendarRemainder: Sendable {
    private(set) var held: HeldCalendar
    /// What is new or changed.
    private(set) var changed: [LaidOutItem]
    /// What is held and was laid out anew; nothing of what has changed.
    private(set) var again: [LaidOutItem]

    init(held: HeldCalendar, changed: [LaidOutItem], again: [LaidOutItem]) {
        (self.held, self.changed, self.again) = (held, changed, again)
    }

    /// Leaves what fits into one transaction.
    /// - Returns: false when something else happened to the calendar, so that it must be asked again.
    mutating func takeMost(_ kalends: Kalends) async throws -> Bool {
        guard !ReadPortions.isSmall(changed + again) else { return true }
        let others = changed.filter { !held.isOurs($0.item) }
        for portion in ReadPortions.cut(others) {
            guard
                try await take(
                    portion.map(\.item.id), kalends,
                    by: { reading in
                        for (item, expansion) in portion { try reading.take(item, expansion) }
                    })
            else { return false }
            for (item, _) in portion { held.known[item.id] = item.version ?? "" }
        }
        changed.removeAll { !held.isOurs($0.item) }
        for portion in ReadPortions.cut(again) {
            guard
                try await take(
                    [], kalends,
                    by: { reading in
                        for (item, expansion) in portion { try reading.expandAgain(item, expansion) }
                    })
            else { return false }
        }
        again = []
        return true
    }

    private func take(
        _ ids: [RemoteItem.ID], _ kalends: Kalends, by body: @escaping @Sendable (CalendarReading) throws -> Void
    ) async throws -> Bool {
        let held = held
        return try await kalends.database.write { transaction in
            guard let calendar = try transaction.calendars.find(held.calendar.id), try held.isStill(calendar, ids, transaction)
            else { return false }
            try body(
                CalendarReading(
                    kalends: kalends, transaction: transaction, calendar: calendar,
                    settings: try transaction.syncSettings.terms(of: calendar.resource).current,
                    overlaps: OverlapReview(kalends, transaction, calendar), untouched: try held.untouched(ids, transaction)))
            return true
        }
    }
}

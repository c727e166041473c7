import Booking
import CalendarSync
import CivilTime
import Persistence

/// What a look at the server disproves of what is stored: a calendar that is there again, or may be written again, is treated so from now on.
struct TakenLook {
    let kalends: Kalends
    let look: DiagnosisFacts.Look

    /// Reads at once what was in trouble and answers now, so that neither the check nor an alarm tells of what was.
    /// - Returns: the calendars that answer, and still wait to be read.
    func readAgain(_ chosen: [LookOutside.Chosen], _ account: CalendarAccount) async throws -> [ConnectedCalendar.ID] {
        let begun = kalends.now
        let back = chosen.map(\.calendar).filter { calendar in
            guard answers(calendar) else { return false }
            // A limit on writing lasts as long as it lasts, however well the calendar is read.
            return account.refusedSince != nil
                || calendar.failure.map { $0.failure.kind != .massRemoval && !($0.isAboutWriting && $0.failure.kind == .throttled) }
                    ?? false
        }
        guard !back.isEmpty else { return [] }
        try await kalends.database.write { transaction in
            for calendar in back { try wake(calendar.id, transaction) }
            try transaction.jobs.hasten(lane: kalends.lane(of: account.id), now: kalends.now)
        }
        // One that is being imported is read as fast as it goes.
        await RecheckCalendars(kalends: kalends)(back.filter { $0.readAt != nil && $0.importing == nil }.map(\.id))
        return try await kalends.database.read { transaction in
            try back.map(\.id).filter { id in
                guard let calendar = try transaction.calendars.find(id), calendar.isRead else { return false }
                return calendar.readAt.map { $0 < begun } ?? true
            }
        }
    }

    /// That a write was not allowed counts no more once the server lists the right to it, unless a test item was refused just now.
    func noteRights(_ account: CalendarAccount, tried: RoundTrip?, _ transaction: Transaction) throws {
        guard tried?.failedStep != .write else { return }
        for var calendar in try transaction.calendars.all(account: account.id) where calendar.isLinked && isWritable(calendar) {
            // Read since then: what was refused was a write.
            guard let trouble = calendar.failure, trouble.failure.kind == .forbidden, let readAt = calendar.readAt, readAt >= trouble.since
            else { continue }
            try kalends.setTrouble(nil, of: &calendar, transaction)
            try transaction.calendars.update(calendar)
            try revive(calendar, transaction)
        }
    }

    private func wake(_ id: ConnectedCalendar.ID, _ transaction: Transaction) throws {
        guard var calendar = try transaction.calendars.find(id), calendar.isRead else { return }
        if calendar.failure?.failure.kind == .calendarMissing {
            try kalends.setTrouble(nil, of: &calendar, transaction)
            try transaction.calendars.update(calendar)
            try revive(calendar, transaction)
        }
        try kalends.enqueueReading(of: calendar, due: kalends.now, transaction)
    }

    private func revive(_ calendar: ConnectedCalendar, _ transaction: Transaction) throws {
        for job in try kalends.givenUpWrites(to: calendar, transaction) { try transaction.jobs.revive(job.id, now: kalends.now) }
    }

    private func answers(_ calendar: ConnectedCalendar) -> Bool {
        guard case .answered(let listed, let refusals, _) = look else { return false }
        return refusals[calendar.id] == nil && listed.contains { $0.id == calendar.remote.id }
    }

    private func isWritable(_ calendar: ConnectedCalendar) -> Bool {
        guard case .answered(let listed, _, _) = look, answers(calendar) else { return false }
        return listed.contains { $0.id == calendar.remote.id && $0.access == .readWrite }
    }
}

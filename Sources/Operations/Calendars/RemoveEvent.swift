import CalendarSync
import Persistence

/// Deletes an event of ours from a calendar that is no longer the linked one.
struct RemoveEvent {
    let kalends: Kalends

    func callAsFunction(_ target: RemoveEventPayload) async throws {
        guard let (calendar, account) = try await load(target) else { return }
        try account.requireNotRefused()
        let provider = try kalends.provider(account.provider)
        guard let writer = provider.writer(of: calendar.remote, with: try kalends.credentials(of: account)) else {
            throw ProviderFailure(
                .forbidden, "“\(calendar.remote.name)” can only be read now: an event of ours is left in it. Delete it there by hand.")
        }
        let id = target.item ?? writer.id(forUID: target.uid)
        let clock = ContinuousClock()
        let start = clock.now
        do {
            try await delete(id, target, writer)
        } catch let failure as ProviderFailure where failure.kind == .calendarMissing && !calendar.isLinked && !calendar.closesTime {
            // Nobody uses the calendar any more, and it is gone with all that stood in it.
        }
        let took = clock.now - start
        try await kalends.database.write { transaction in
            try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar)
                .note(.deleted, .choice, appointment: target.appointment, took: took)
            try transaction.remoteItems.delete(id: id, calendar: calendar.id)
            try transaction.busyBlocks.delete(calendar: calendar.id, item: id)
        }
    }

    /// - Returns: `nil` when there is nothing to be done: the account is gone, or the calendar is linked again and the event lives on in it.
    private func load(_ target: RemoveEventPayload) async throws -> (ConnectedCalendar, CalendarAccount)? {
        try await kalends.database.read { transaction in
            guard let calendar = try transaction.calendars.find(target.calendar),
                let account = try transaction.accounts.find(calendar.account),
                account.isConnected
            else { return nil }
            if let link = try transaction.links.find(appointment: target.appointment, resource: target.resource),
                link.calendar == calendar.id,
                link.state != .closed, let appointment = try transaction.appointments.find(target.appointment),
                link.uid(for: appointment) == target.uid
            {
                return nil
            }
            return (calendar, account)
        }
    }

    private func delete(_ id: RemoteItem.ID, _ target: RemoveEventPayload, _ writer: any CalendarWriter) async throws {
        if target.item != nil, let version = target.version {
            do {
                try await writer.delete(id, version: version)
                return
            } catch  where error.kind == .preconditionFailed {
                // Edited since we wrote it: look before deleting.
            }
        }
        guard let item = try await writer.item(id), item.uid == target.uid else { return }
        try await writer.delete(item.id, version: item.version)
    }
}

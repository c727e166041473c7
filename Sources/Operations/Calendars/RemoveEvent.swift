import CalendarSync
import Persistence

/// Deletes an event of ours from a calendar that is no longer the linked one.
struct RemoveEvent {
    let kalends: Kalends

    func callAsFunction(_ target: RemoveEventPayload) async throws {
        let found = try await kalends.database.read { transaction -> (ConnectedCalendar, CalendarAccount)? in
            guard let calendar = try transaction.calendars.find(target.calendar), let account = try transaction.accounts.find(calendar.account),
                account.isConnected
            else { return nil }
            return (calendar, account)
        }
        guard let (calendar, account) = found else { return }
        let provider = try kalends.provider(account.provider)
        guard let writer = provider.writer(of: calendar.remote, with: try kalends.credentials(of: account)) else { return }
        do {
            try await writer.delete(target.item, version: target.version)
        } catch where error.kind == .preconditionFailed {
            guard let item = try await writer.item(target.item) else { return }
            try await writer.delete(item.id, version: item.version)
        }
        try await kalends.database.write { transaction in try transaction.remoteItems.delete(id: target.item, calendar: calendar.id) }
    }
}

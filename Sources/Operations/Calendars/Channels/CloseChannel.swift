import CalendarSync
import Persistence

/// Tells a provider that nobody listens to a channel any more.
struct CloseChannel {
    let kalends: Kalends

    /// - Throws: `ProviderFailure` when it may work later. A channel that cannot be closed falls silent by itself.
    func callAsFunction(_ id: String) async throws {
        guard let (channel, account) = try await load(id), let push = kalends.providers[account.provider]?.push else { return }
        let credentials = try kalends.credentials(of: account)
        do throws(ProviderFailure) {
            try await push.closeChannel(channel, with: credentials)
        } catch {
            guard case .after = error.retry else { return }
            throw error
        }
        try await kalends.database.write { transaction in try transaction.channels.delete(id) }
    }

    private func load(_ id: String) async throws -> (CalendarChannel, CalendarAccount)? {
        try await kalends.database.read { transaction in
            guard let kept = try transaction.channels.find(id), let resource = kept.resource,
                let calendar = try transaction.calendars.find(kept.calendar),
                let account = try transaction.accounts.find(calendar.account), account.isConnected, account.refusedSince == nil
            else { return nil }
            return (CalendarChannel(id: id, resource: resource, expires: kept.expires), account)
        }
    }
}

import CalendarSync
import CivilTime
import Logging
import Persistence

/// Ends our access to an account at the provider, after it was disconnected here: its channels first, as they could not be closed any more
/// afterwards, then the grant.
struct EndAccess {
    let kalends: Kalends

    /// - Throws: `ProviderFailure` when the provider did not do it; the job is then tried again.
    func callAsFunction(_ target: EndAccessPayload) async throws {
        let provider = try kalends.provider(target.account.provider)
        guard let secret = target.account.secret(with: kalends.secretKey) else { return }
        let credentials = CalendarCredentials(address: target.account.address, user: target.account.user, password: secret)
        if let push = provider.push {
            for channel in target.channels { try await close(channel, push, credentials) }
        }
        // The provider takes back everything that the account's owner granted us, whoever asked for it here.
        let isUsed = try await kalends.database.read { transaction in
            try transaction.accounts.all(target.account.provider, user: target.account.user).contains(where: \.isConnected)
        }
        guard let authorization = provider.authorization, !isUsed else { return }
        try await authorization.revoke(credentials)
        try await kalends.database.write { transaction in
            try transaction.record(
                .accessEnded, "account:\(target.account.id)", by: .system, at: kalends.now, reason: target.account.name)
        }
    }

    /// A channel that cannot be closed falls silent by itself: it is no reason to keep the access.
    private func close(_ channel: CalendarChannel, _ push: any CalendarPush, _ credentials: CalendarCredentials) async throws {
        do throws(ProviderFailure) {
            try await push.closeChannel(channel, with: credentials)
        } catch {
            if case .after = error.retry { throw error }
            kalends.logger.notice("A channel was left to fall silent", metadata: ["reason": "\(error.sentence)"])
        }
    }
}

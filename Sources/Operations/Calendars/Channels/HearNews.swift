public import CalendarSync
import CivilTime
import Logging
import Persistence
import Secrets

/// Takes a provider's message that a calendar changed: its reading is due at once. The message says "look now" and nothing else, and whoever
/// sends one learns nothing from the answer.
public struct HearNews: Sendable {
    /// So long after a write of ours its own message is waited for.
    private static let echoes = Seconds(15)
    /// How long a run of our own writes is let go on before what it brought about is read.
    private static let pause = Seconds(30)

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter headers: of the request, names in lower case.
    /// - Returns: whether it was about a calendar of ours.
    /// - Throws: `StoreFailure`.
    @discardableResult
    public func callAsFunction(_ provider: ProviderKind, headers: [String: String]) async throws -> Bool {
        guard let message = kalends.providers[provider]?.push?.message(in: headers), let token = message.token,
            let known = try await kalends.database.read({ try $0.channels.find(message.channel) }), isFrom(known, message, token)
        else { return false }
        return try await kalends.database.write { transaction in
            guard let channel = try transaction.channels.find(known.id), isFrom(channel, message, token),
                let calendar = try transaction.calendars.find(channel.calendar), calendar.isRead
            else { return false }
            try transaction.channels.hear(channel.id, watching: message.resource, at: kalends.now)
            // A calendar in trouble is tried again when its time has come: its server may have asked for patience. Where only writing is refused,
            // reading goes on.
            guard message.announcesChange, calendar.failure.map({ $0.failure.kind == .forbidden || $0.isAboutWriting }) ?? true else {
                return true
            }
            let isEcho = try transaction.channels.takeEcho(channel.id, since: kalends.now - Self.echoes)
            try kalends.enqueueReading(of: calendar, due: isEcho ? kalends.now + Self.pause : kalends.now, transaction)
            return true
        }
    }

    private func isFrom(_ channel: KeptChannel, _ message: ChannelMessage, _ token: String) -> Bool {
        guard ConstantTime.equal(Token.hash(token), channel.tokenHash) else { return false }
        guard channel.resource == nil || channel.resource == message.resource else { return false }
        return channel.state == .opening || channel.state == .open
    }
}

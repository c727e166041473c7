public import CalendarSync
public import CivilTime
import Persistence

extension Kalends {
    /// Where a provider's messages come to.
    public func newsAddress(of provider: ProviderKind) -> String { "\(settings.baseURL)/push/\(provider.rawValue)" }

    /// How a provider says that a calendar changed; `nil` when it does not, or not to an address like ours.
    func push(_ provider: ProviderKind) -> (any CalendarPush)? {
        guard let push = providers[provider]?.push, push.delivers(to: newsAddress(of: provider)) else { return nil }
        return push
    }

    /// The time between two readings of a calendar: longer while its provider says what changes, as that is only made sure of then.
    public func readingInterval(_ channels: [KeptChannel]) -> Seconds {
        let poll = settings.pollInterval
        return channels.contains { $0.isHealthy(now) } ? max(poll, min(poll * 5, .minutes(15))) : poll
    }

    /// Leaves the work of opening a channel where one is wanted. It is asked after each reading, so that none runs out unnoticed.
    func ensureChannel(of calendar: ConnectedCalendar, besides channels: [KeptChannel], _ transaction: Transaction) throws {
        guard let account = try transaction.accounts.find(calendar.account), push(account.provider) != nil,
            KeptChannel.isWanted(besides: channels, to: newsAddress(of: account.provider), now)
        else { return }
        try transaction.jobs.enqueue(
            kind: JobKind.openChannel.rawValue, payload: try payload(OpenChannelPayload(calendar: calendar.id)),
            lane: lane(of: calendar.account), key: "channel:\(calendar.id)", due: now)
    }

    /// What comes through these channels counts no more, and the provider is told to send nothing.
    func retireChannels(of calendar: ConnectedCalendar, except kept: String? = nil, _ transaction: Transaction) throws {
        for var channel in try transaction.channels.all(of: calendar.id) where channel.id != kept {
            switch channel.state {
            case .retired: continue
            case .refused: try transaction.channels.delete(channel.id)
            case .opening, .open:
                channel.state = .retired
                try transaction.channels.update(channel)
                guard channel.resource != nil else { continue }
                try transaction.jobs.enqueue(
                    kind: JobKind.closeChannel.rawValue, payload: try payload(CloseChannelPayload(channel: channel.id)),
                    lane: lane(of: calendar.account), key: "close:\(channel.id)", due: now)
            }
        }
    }

    /// Leaves the work of giving back the access to an account that is being disconnected, with what is needed for it.
    func endAccess(to account: CalendarAccount, _ transaction: Transaction) throws {
        var open: [CalendarChannel] = []
        for calendar in try transaction.calendars.all(account: account.id) {
            for var channel in try transaction.channels.all(of: calendar.id) where channel.state != .refused {
                if let resource = channel.resource {
                    open.append(CalendarChannel(id: channel.id, resource: resource, expires: channel.expires))
                }
                channel.state = .retired
                try transaction.channels.update(channel)
            }
        }
        guard account.isConnected, providers[account.provider]?.authorization != nil else { return }
        try transaction.jobs.enqueue(
            kind: JobKind.endAccess.rawValue, payload: try payload(EndAccessPayload(account: account, channels: open)),
            lane: lane(of: account.id), due: now)
    }
}

import CalendarSync
import CivilTime
import Logging
import Persistence
import Secrets

/// Has the provider say when a calendar changes, and ends what did so before.
struct OpenChannel {
    let kalends: Kalends

    private struct Plan: Sendable {
        var channel: KeptChannel
        var token: String
        var calendar: ConnectedCalendar
        var account: CalendarAccount
    }

    /// - Throws: `ProviderFailure` when it may work later. That it never will is kept with the calendar, which is read regularly all the same.
    func callAsFunction(_ id: ConnectedCalendar.ID) async throws {
        guard let plan = try await begin(id), let push = kalends.push(plan.account.provider) else { return }
        let credentials = try kalends.credentials(of: plan.account)
        let opened: CalendarChannel
        do throws(ProviderFailure) {
            opened = try await push.openChannel(
                plan.channel.id, of: plan.calendar.remote, to: plan.channel.address, token: plan.token, with: credentials)
        } catch {
            try await giveUp(plan, error)
            if case .never = error.retry { return }
            throw error
        }
        guard try await record(opened, plan) else {
            // Nobody reads the calendar any more.
            try await push.closeChannel(opened, with: credentials)
            return
        }
    }

    /// The row is there before the provider is asked: a message may come before the answer, and the answer may be lost.
    private func begin(_ id: ConnectedCalendar.ID) async throws -> Plan? {
        let token = Token.random()
        return try await kalends.database.write { transaction in
            guard let calendar = try transaction.calendars.find(id), calendar.isRead,
                let account = try transaction.accounts.find(calendar.account), account.isConnected, account.refusedSince == nil,
                try !transaction.isSwitchedOff(calendar.resource)
            else { return nil }
            let (now, address) = (kalends.now, kalends.newsAddress(of: account.provider))
            guard KeptChannel.isWanted(besides: try transaction.channels.all(of: id), to: address, now) else { return nil }
            let channel = KeptChannel(
                id: kalends.newID(), calendar: id, state: .opening, address: address, tokenHash: Token.hash(token), openedAt: now,
                expires: now + .days(30))
            try transaction.channels.insert(channel)
            return Plan(channel: channel, token: token, calendar: calendar, account: account)
        }
    }

    /// - Returns: false when the calendar is not read any more.
    private func record(_ opened: CalendarChannel, _ plan: Plan) async throws -> Bool {
        try await kalends.insist { transaction in
            guard var channel = try transaction.channels.find(plan.channel.id) else { return false }
            channel.resource = opened.resource
            channel.expires = opened.expires
            let isRead = try transaction.calendars.find(plan.calendar.id)?.isRead == true && channel.state == .opening
            channel.state = isRead ? .open : .retired
            try transaction.channels.update(channel)
            guard isRead else { return false }
            try kalends.retireChannels(of: plan.calendar, except: channel.id, transaction)
            // Nobody told of what happened since the last reading.
            try kalends.enqueueReading(of: plan.calendar, due: kalends.now, transaction)
            return true
        }
    }

    private func giveUp(_ plan: Plan, _ failure: ProviderFailure) async throws {
        kalends.logger.notice(
            "No news about a calendar", metadata: ["calendar": "\(plan.calendar.id)", "reason": "\(failure.sentence)"])
        try await kalends.insist { transaction in
            guard var channel = try transaction.channels.find(plan.channel.id), channel.state == .opening else { return }
            guard case .never = failure.retry else {
                // Opened or not, nobody knows: what comes through it is heard until another takes its place.
                channel.openedAt = channel.openedAt - KeptChannel.patience
                return try transaction.channels.update(channel)
            }
            channel.state = .refused
            channel.failure = failure
            try transaction.channels.update(channel)
        }
    }
}

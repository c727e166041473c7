public import Booking
public import CalendarSync
public import CivilTime
public import Persistence

/// How one person's connection stands, in one word (E15, E20, E26).
public enum ConnectionStatus: Hashable, Sendable {
    case notInvited
    /// A link was sent or handed over, and not opened yet.
    case invited
    /// The link was opened, and nothing is connected yet.
    case opened
    /// The link's time is over.
    case expired
    /// Signed in, and no calendar is chosen yet.
    case choosing
    /// Read for the first time; `nil` while nobody knows how much it is.
    case importing(ImportProgress?)
    case synced
    /// Nothing new was read lately, and waiting may end it.
    case unread(UnreadConnection)
    /// Somebody must act.
    case failed(reason: String, since: Instant)
    /// Neither direction is on.
    case switchedOff
    case disconnected
}

/// One person with their connection.
public struct ConnectionStanding: Sendable {
    public var member: StaffMember
    public var status: ConnectionStatus
    /// The accounts that are connected.
    public var accounts: [CalendarAccount]
    public var calendars: [ConnectedCalendar]
    /// The last one.
    public var invitation: ConnectionInvitation?
    /// Its link, as long as it works.
    public var link: String?
    /// Who invited.
    public var inviter: String?
    /// The mail with the link.
    public var mail: QueuedMail?
    public var choices: SyncChoices
    public var settings: SyncSettings
}

extension Kalends {
    /// Everybody of a business, with how their connection stands.
    public func connectionStandings(_ business: Business.ID, _ transaction: Transaction) throws -> [ConnectionStanding] {
        try transaction.staff.all(in: business).map { try connectionStanding($0, transaction) }
    }

    func connectionStanding(_ member: StaffMember, _ transaction: Transaction) throws -> ConnectionStanding {
        let all = try transaction.accounts.all(of: member.resource)
        let accounts = all.filter(\.isConnected)
        let calendars = try transaction.calendars.all(of: member.resource).filter { calendar in
            calendar.isRead && accounts.contains { $0.id == calendar.account }
        }
        let invitation = try transaction.invitations.all(of: member.resource).first
        let terms = try transaction.syncSettings.terms(of: member.resource).current
        let isOpen = invitation?.state(now) == .open
        return ConnectionStanding(
            member: member,
            status: try status(accounts, calendars, invitation, hasBeen: !all.isEmpty, terms, transaction), accounts: accounts,
            calendars: calendars,
            invitation: invitation, link: isOpen ? invitation.flatMap { link(of: $0) } : nil,
            inviter: try invitation.flatMap { try inviter(of: $0, transaction)?.name },
            mail: try invitation?.mail.flatMap { try transaction.mails.find($0) },
            choices: try transaction.syncSettings.versions(of: member.resource).last?.choices ?? SyncChoices(), settings: terms)
    }

    private func status(
        _ accounts: [CalendarAccount], _ calendars: [ConnectedCalendar], _ invitation: ConnectionInvitation?, hasBeen: Bool,
        _ settings: SyncSettings, _ transaction: Transaction
    ) throws -> ConnectionStatus {
        guard !accounts.isEmpty else { return waiting(invitation, hasBeen: hasBeen) }
        if !settings.sendsBookings, !settings.readsEvents { return .switchedOff }
        if let refused = accounts.first(where: { $0.refusedSince != nil }), let since = refused.refusedSince {
            let sentence = calendars.first { $0.account == refused.id && $0.failure != nil }?.failure?.failure.sentence
            return .failed(reason: sentence ?? "“\(refused.name)” does not let us in any more.", since: since)
        }
        let troubles = calendars.compactMap(\.failure)
        if let trouble = troubles.filter({ !$0.failure.isPassing }).min(by: { $0.since < $1.since }) {
            return .failed(reason: trouble.failure.sentence, since: trouble.since)
        }
        if calendars.isEmpty { return .choosing }
        let unread = calendars.filter { $0.readAt == nil }
        if troubles.isEmpty, !unread.isEmpty { return .importing(unread.compactMap(\.importing).first) }
        let worst = try calendars.compactMap { try self.unread($0, transaction) }.max()
        return worst.map(ConnectionStatus.unread) ?? .synced
    }

    /// How many connections of a business's people wait for somebody to act: what passes by itself is none of them, unless it has lasted so long that
    /// an alarm went out.
    public func connectionsInNeed(_ business: Business.ID, _ transaction: Transaction) throws -> Int {
        let people = Set(try transaction.staff.all(in: business).map(\.resource))
        let calendars = Dictionary(grouping: try transaction.calendars.all().filter(\.isRead), by: \.account)
        return try transaction.accounts.all().count { account in
            guard account.isConnected, people.contains(account.resource), let own = calendars[account.id] else { return false }
            let needs = account.refusedSince != nil || own.contains { $0.failure.map { !$0.failure.isPassing } ?? false }
            return try (needs || transaction.outages.alarm(of: account.id) != nil) && !transaction.isSwitchedOff(account.resource)
        }
    }

    private func waiting(_ invitation: ConnectionInvitation?, hasBeen: Bool) -> ConnectionStatus {
        switch invitation?.state(now) {
        case .open: invitation?.openedAt == nil ? .invited : .opened
        case .expired: .expired
        case .used, .revoked, nil: hasBeen ? .disconnected : .notInvited
        }
    }
}

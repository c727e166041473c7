public import Booking
public import CalendarSync
public import CivilTime
import Persistence
import Secrets

/// What the holder of an invitation's link sees.
public struct OpenedInvitation: Sendable {
    public var invitation: ConnectionInvitation
    public var token: String
    public var state: ConnectionInvitation.State
    public var business: Business
    public var person: String
    /// Who invited; `nil` when they are gone.
    public var inviter: String?
    /// The account that was connected by it.
    public var account: CalendarAccount?
    /// Its calendars that take part.
    public var calendars: [ConnectedCalendar]
    public var settings: SyncSettings
    /// The connection that the link is there to mend.
    public var broken: BrokenConnection?
    /// The connection that the link was there to mend, and that works again without it.
    public var mended: CalendarAccount?
    /// The calendar that the person's bookings are written into.
    public var linked: ConnectedCalendar?
    /// Whether the link is for the account of `broken` alone.
    public var isForOneAccount: Bool { broken.map { $0.account.id == invitation.renews } ?? false }

    /// The name of the calendar of another account that bookings are written into.
    public func linkedElsewhere(_ found: DiscoveredAccount) -> String? {
        guard let linked else { return nil }
        let isOwn = account.map { $0.id == linked.account } ?? found.calendars.contains { $0.id == linked.remote.id }
        return isOwn ? nil : linked.remote.name
    }

    /// As whom its holder acts.
    public var actor: Actor { .invited(invitation.id) }
}

/// A connection that works no more until its owner does something.
public struct BrokenConnection: Sendable {
    public var account: CalendarAccount
    public var since: Instant
    /// What is wrong, for a person; empty when only that it is refused is known.
    public var reason: String
}

/// Opens an invitation to connect a calendar, and takes the consent of its holder.
public struct OpenInvitation: Sendable {
    /// Which wording is agreed to now; it goes up with every change of what is agreed to (`Texts/English/Connect.swift`).
    public static let consentVersion = "2"

    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Returns: `nil` for a link that is not ours, or garbled.
    public func find(token: String) async throws -> OpenedInvitation? {
        guard kalends.isInvitationToken(token) else { return nil }
        let hash = Token.hash(token)
        return try await kalends.database.read { transaction in
            guard let invitation = try transaction.invitations.find(tokenHash: hash) else { return nil }
            return try opened(invitation, token, transaction)
        }
    }

    /// The one that a sign-in was begun for; `nil` when its link is of no use any more.
    public func find(_ id: ConnectionInvitation.ID) async throws -> OpenedInvitation? {
        try await kalends.database.read { transaction in
            guard let invitation = try transaction.invitations.find(id), let token = kalends.token(of: invitation) else { return nil }
            return try opened(invitation, token, transaction)
        }
    }

    /// Notes that the link was opened; the first time counts, and nothing else changes.
    public func noteOpened(_ opened: OpenedInvitation) async throws {
        guard opened.state == .open, opened.invitation.openedAt == nil else { return }
        try await kalends.database.write { transaction in
            guard var invitation = try transaction.invitations.find(opened.invitation.id), invitation.openedAt == nil else { return }
            invitation.openedAt = kalends.now
            try transaction.invitations.update(invitation)
        }
    }

    /// Stores that the holder agrees.
    /// - Throws: `NotAllowed` when the link works no more.
    public func agree(_ id: ConnectionInvitation.ID) async throws {
        try await kalends.database.write { transaction in
            guard var invitation = try transaction.invitations.find(id), invitation.state(kalends.now) == .open else { throw NotAllowed() }
            guard invitation.consentedAt == nil else { return }
            invitation.openedAt = invitation.openedAt ?? kalends.now
            invitation.consentedAt = kalends.now
            invitation.consent = Self.consentVersion
            try transaction.invitations.update(invitation)
            let members = try transaction.staff.all(of: invitation.resource)
            let member = members.first { $0.business == invitation.business } ?? members.first
            guard let member else { return }
            try transaction.record(
                .connectConsented, "staff:\(member.id)", by: .invited(id), at: kalends.now, reason: Self.consentVersion)
        }
    }

    /// Counts a try to sign in to a calendar, so that nobody guesses passwords through an invitation.
    /// - Throws: `TooManyAttempts`.
    public func countTry(_ id: ConnectionInvitation.ID) async throws {
        try await kalends.database.write { transaction in try kalends.count([.strict("connect \(id)")], transaction) }
    }

    /// The try was right.
    public func forgetTries(_ id: ConnectionInvitation.ID) async throws {
        try await kalends.database.write { transaction in try kalends.forget([.strict("connect \(id)")], transaction) }
    }

    private func opened(_ invitation: ConnectionInvitation, _ token: String, _ transaction: Transaction) throws -> OpenedInvitation? {
        guard let business = try transaction.businesses.find(invitation.business) else { return nil }
        let members = try transaction.staff.all(of: invitation.resource)
        let member = members.first { $0.business == invitation.business } ?? members.first
        let account = try invitation.account.flatMap { try transaction.accounts.find($0) }
        // Whoever works here no more is not asked any more.
        var state = invitation.state(kalends.now)
        if state == .open, !members.contains(where: \.isActive) { state = .revoked }
        let broken = try broken(invitation, transaction)
        let mended = broken == nil ? try mended(invitation, transaction) : nil
        // There is nothing left for it to do.
        if state == .open, mended != nil { state = .revoked }
        return OpenedInvitation(
            invitation: invitation, token: token, state: state, business: business, person: member?.name ?? "",
            inviter: try kalends.inviter(of: invitation, transaction)?.name, account: account.flatMap { $0.isConnected ? $0 : nil },
            calendars: try account.map { try transaction.calendars.all(account: $0.id).filter(\.isRead) } ?? [],
            settings: try transaction.syncSettings.terms(of: invitation.resource).current,
            broken: state == .open ? broken : nil, mended: state == .revoked ? mended : nil,
            linked: try transaction.calendars.linked(of: invitation.resource))
    }
}

extension OpenInvitation {
    /// What does not work; of a link for one account only that one counts.
    private func broken(_ invitation: ConnectionInvitation, _ transaction: Transaction) throws -> BrokenConnection? {
        for account in try transaction.accounts.all(of: invitation.resource) where account.isConnected {
            if let renews = invitation.renews, renews != account.id { continue }
            let troubles = try transaction.calendars.all(account: account.id).filter(\.isRead).compactMap(\.failure)
            let lasting = troubles.first { $0.failure.needsSomebody }
            guard let since = account.refusedSince ?? lasting?.since else { continue }
            return BrokenConnection(account: account, since: since, reason: lasting?.failure.sentence ?? "")
        }
        return nil
    }

    /// The account that a link was made for, where somebody else has signed in to it again.
    private func mended(_ invitation: ConnectionInvitation, _ transaction: Transaction) throws -> CalendarAccount? {
        guard let id = invitation.renews, invitation.account != id, let account = try transaction.accounts.find(id), account.isConnected
        else { return nil }
        return account
    }

    /// The holder signed in to an account that is not the one they mean: the link is as it was before. An account of which nothing is used is
    /// disconnected.
    /// - Throws: `NotAllowed` when the link works no more, `StoreFailure`.
    public func letGo(_ id: ConnectionInvitation.ID) async throws {
        try await kalends.database.write { transaction in
            guard var invitation = try transaction.invitations.find(id), invitation.state(kalends.now) == .open else { throw NotAllowed() }
            guard let former = invitation.account else { return }
            invitation.account = nil
            try transaction.invitations.update(invitation)
            guard let account = try transaction.accounts.find(former), account.isConnected, account.id != invitation.renews,
                try !transaction.calendars.all(account: former).contains(where: { $0.isLinked || $0.closesTime })
            else { return }
            try kalends.disconnect(account, actor: .invited(id), transaction)
        }
    }
}

extension Kalends {
    /// A sign-in brought the account of an invitation; its calendars are still to be chosen.
    func take(_ account: CalendarAccount, by actor: Actor, _ transaction: Transaction) throws {
        guard case .invited(let id) = actor, var invitation = try transaction.invitations.find(id) else { return }
        invitation.account = account.id
        try transaction.invitations.update(invitation)
    }

    /// Calendars were chosen by an invitation, whose link has done its work.
    func accept(by actor: Actor, _ account: CalendarAccount, _ transaction: Transaction) throws {
        guard case .invited(let id) = actor, var invitation = try transaction.invitations.find(id) else { return }
        invitation.account = account.id
        invitation.acceptedAt = now
        try transaction.invitations.update(invitation)
    }
}

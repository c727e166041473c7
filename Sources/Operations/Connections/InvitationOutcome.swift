public import Booking
public import CalendarSync
import CivilTime
import Messaging
import Persistence

/// Tells the person and whoever invited them how connecting ended (E19): one mail each for an outcome, and none twice in a row.
struct InvitationOutcome {
    let kalends: Kalends
    let transaction: Transaction

    /// Looks at an account after one of its calendars was read, or could not be.
    func look(at id: CalendarAccount.ID) throws {
        guard let invitation = try transaction.invitations.last(account: id), invitation.acceptedAt != nil,
            invitation.told != Self.connected, let account = try transaction.accounts.find(id), account.isConnected
        else { return }
        let calendars = try transaction.calendars.all(account: id).filter(\.isRead)
        if let trouble = calendars.compactMap(\.failure).first(where: { $0.failure.needsSomebody }) {
            try failed(invitation, trouble.failure.kind.rawValue, trouble.failure.sentence, account: id)
        } else if !calendars.isEmpty, calendars.allSatisfy({ $0.readAt != nil && $0.failure == nil }) {
            try succeeded(invitation, account, calendars)
        }
    }

    /// A sign-in that came back without connecting anything.
    func failed(_ invitation: ConnectionInvitation, _ kind: String, _ reason: String, account: CalendarAccount.ID? = nil) throws {
        let outcome = "failed \(kind)"
        guard invitation.told != outcome, invitation.told != Self.connected else { return }
        // Whoever got the alarm about the connection was told the same by it.
        if let account, try transaction.outages.alarm(of: account) != nil { return try note(outcome, invitation) }
        try send(invitation, outcome, kind: "connect-failed") { person, isOwn, link in
            .connectFailed(link: link, person: person, reason: reason, isOwn: isOwn)
        }
        try note(outcome, invitation)
    }

    private func succeeded(_ invitation: ConnectionInvitation, _ account: CalendarAccount, _ calendars: [ConnectedCalendar]) throws {
        // That an alarm is over the all-clear says.
        if invitation.renews == account.id { return try note(Self.connected, invitation) }
        let settings = try transaction.syncSettings.terms(of: invitation.resource).current
        let use = AccountMail.CalendarUse(
            takesBookings: settings.sendsBookings && calendars.contains(where: \.isLinked),
            closesTime: settings.readsEvents && calendars.contains(where: \.closesTime))
        try send(invitation, Self.connected, kind: "connected") { person, isOwn, link in
            .connected(link: link, person: person, connection: account.name, use: use, isOwn: isOwn)
        }
        try note(Self.connected, invitation)
    }

    private static let connected = "connected"

    private func note(_ outcome: String, _ invitation: ConnectionInvitation) throws {
        var invitation = invitation
        invitation.told = outcome
        try transaction.invitations.update(invitation)
    }

    private func send(
        _ invitation: ConnectionInvitation, _ outcome: String, kind: String,
        _ make: (_ person: String, _ isOwn: Bool, _ link: String) -> AccountMail.Kind
    ) throws {
        guard let business = try transaction.businesses.find(invitation.business) else { return }
        let members = try transaction.staff.all(of: invitation.resource)
        guard let member = members.first(where: { $0.business == business.id }) ?? members.first else { return }
        var readers: [(party: MailParty, isOwn: Bool)] = []
        if !member.email.isEmpty { readers.append((MailParty(name: member.name, address: member.email), true)) }
        if let inviter = try kalends.inviter(of: invitation, transaction) {
            readers.append((MailParty(name: inviter.name, address: inviter.email), false))
        }
        var seen: Set<String> = []
        for reader in readers where seen.insert(reader.party.bareAddress.lowercased()).inserted {
            let own = kalends.link(of: invitation)
            let link = reader.isOwn ? own ?? kalends.settings.baseURL : "\(kalends.settings.baseURL)/admin/connections"
            let mail = AccountMail(
                kind: make(member.name, reader.isOwn, link), to: reader.party,
                sender: .sender(of: business, mailFrom: kalends.settings.mailFrom), business: business.name, language: business.language,
                zone: kalends.zone(named: business.zone), stamp: kalends.now,
                nonce: "\(invitation.id):\(outcome):\(kalends.now.secondsSinceEpoch)"
            ).compose()
            try kalends.enqueue(mail, kind: kind, appointment: nil, transaction)
        }
    }
}

extension AccountMail.CalendarUse {
    fileprivate init(takesBookings: Bool, closesTime: Bool) {
        self =
            switch (takesBookings, closesTime) {
            case (true, true): .both
            case (true, false): .bookingsOnly
            case (false, true): .timeOnly
            case (false, false): .nothing
            }
    }
}

extension ProviderFailure {
    /// Whether waiting alone will not end it.
    var needsSomebody: Bool {
        switch retry {
        case .never, .reauthorize: true
        case .after: false
        }
    }
}

/// A sign-in at the provider's page that came back to an invitation and connected nothing: both sides are told why.
public struct ReportFailedSignIn: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Parameter reason: what went wrong and what to do, in the business's language.
    public func callAsFunction(_ id: ConnectionInvitation.ID, _ reason: String) async throws {
        try await kalends.database.write { transaction in
            guard let invitation = try transaction.invitations.find(id), invitation.state(kalends.now) == .open else { return }
            try InvitationOutcome(kalends: kalends, transaction: transaction).failed(invitation, reason, reason)
        }
    }
}

import Booking
import CalendarSync
import CivilTime
import Messaging
import Persistence
import Texts

/// Tells whoever must act that a connection does not work, and that it works again.
struct ConnectionAlarm {
    let kalends: Kalends
    let transaction: Transaction
    let account: CalendarAccount

    /// The mail says what the diagnosis says.
    func began(_ calendar: ConnectedCalendar) throws {
        let diagnosis = try kalends.diagnose(account.resource, account, transaction)
        let finding = diagnosis.diagnosis.first?.finding
        let remedy = finding?.remedy ?? .checkAgain
        let readers = try readers()
        for reader in readers {
            let words = DiagnosisWords(texts: Texts(language: reader.business?.language ?? "en"), zone: reader.zone(kalends))
            let way = try way(for: reader, remedy, words)
            let mail = try send(
                to: reader, nonce: "outage:\(account.id):\(kalends.now.secondsSinceEpoch)",
                .connectionLost(
                    link: way?.link, button: way?.button ?? "",
                    sentence: words.answer(diagnosis.diagnosis, person: diagnosis.person), person: diagnosis.person,
                    detail: finding.map(words.detail) ?? "", validUntil: way?.invitation?.expiresAt, isToldToOthers: readers.count > 1))
            if var invitation = way?.invitation {
                invitation.mail = mail
                invitation.address = reader.party.bareAddress
                try transaction.invitations.update(invitation)
            }
        }
    }

    /// Where a reader can do something about it.
    private struct Way {
        var link: String
        var button: String
        /// The reader's own link.
        var invitation: ConnectionInvitation?
    }

    /// - Returns: `nil` for somebody who can open no page that helps.
    private func way(for reader: Reader, _ remedy: Finding.Remedy, _ words: DiagnosisWords) throws -> Way? {
        let base = kalends.settings.baseURL
        let check = "\(base)/admin/calendars/people/\(account.resource)/check"
        if reader.user?.role.canManageSettings == true {
            let path = words.address(of: remedy, resource: account.resource, account: account.id)
            return Way(link: path.isAction ? check : base + path.path, button: words.label(of: remedy))
        }
        if remedy == .reconnect || remedy == .chooseCalendars, let member = reader.member,
            let own = try InvitationBook(kalends: kalends, transaction: transaction).again(account, member)
        {
            return Way(link: own.link, button: words.texts["mail.connectionLostOwnButton"], invitation: own.invitation)
        }
        guard reader.user?.role.canManageAppointments == true else { return nil }
        return Way(link: check, button: words.texts["mail.connectionLostButton"])
    }

    func ended(_ began: Instant) throws {
        let person = try transaction.staff.all(of: account.resource).first?.name ?? account.name
        for reader in try readers() {
            let seesConnections = reader.user?.role.canManageAppointments == true
            try send(
                to: reader, nonce: "outage-over:\(account.id):\(began.secondsSinceEpoch)",
                .connectionRestored(
                    link: seesConnections ? "\(kalends.settings.baseURL)/admin/calendars" : nil, person: person, connection: account.name,
                    since: began))
        }
    }

    private struct Reader {
        var party: MailParty
        var business: Business?
        /// Whose calendar it is; `nil` for others.
        var member: StaffMember?
        /// With whom they sign in here; `nil` for somebody who cannot.
        var user: User?

        func zone(_ kalends: Kalends) -> Zone { business.map { kalends.zone(named: $0.zone) } ?? .utc }
    }

    /// The person whose calendar it is, and everybody who manages connections: whoever sees it first can act, and nobody is left to believe that
    /// somebody else will.
    private func readers() throws -> [Reader] {
        let members = try transaction.staff.all(of: account.resource).filter(\.isActive)
        let business = try members.first.flatMap { try transaction.businesses.find($0.business) } ?? transaction.businesses.all().first
        let users = try transaction.users.all()
        var readers = members.filter { !$0.email.isEmpty }.prefix(1).map { member in
            let user = users.first {
                $0.passwordHash != nil && ($0.id == member.user || $0.email.lowercased() == member.email.lowercased())
            }
            return Reader(
                party: MailParty(name: member.name, address: member.email), business: business, member: member, user: user)
        }
        for user in users where user.role.canManageSettings && (user.passwordHash != nil || readers.isEmpty) {
            readers.append(Reader(party: MailParty(name: user.name, address: user.email), business: business, user: user))
        }
        var seen: Set<String> = []
        return readers.filter { seen.insert($0.party.bareAddress.lowercased()).inserted }
    }

    /// - Returns: the mail's key.
    @discardableResult
    private func send(to reader: Reader, nonce: String, _ kind: AccountMail.Kind) throws -> String {
        let sender =
            reader.business.map { MailParty.sender(of: $0, mailFrom: kalends.settings.mailFrom) }
            ?? MailParty(name: "Kalends", address: kalends.settings.mailFrom)
        let mail = AccountMail(
            kind: kind, to: reader.party, sender: sender, business: reader.business?.name ?? "Kalends",
            language: reader.business?.language ?? "en", zone: reader.zone(kalends), stamp: kalends.now, nonce: nonce
        ).compose()
        return try kalends.enqueue(mail, kind: kind.isAlarm ? "alarm" : "all-clear", appointment: nil, transaction)
    }
}

extension AccountMail.Kind {
    fileprivate var isAlarm: Bool { if case .connectionLost = self { true } else { false } }
}

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
        let check = "/admin/calendars/people/\(account.resource)/check"
        for reader in try readers(of: finding?.actor) {
            let words = DiagnosisWords(texts: Texts(language: reader.business?.language ?? "en"), zone: reader.zone(kalends))
            let path = words.address(of: remedy, resource: account.resource, account: account.id)
            try send(
                to: reader, nonce: "outage:\(account.id):\(kalends.now.secondsSinceEpoch)",
                .connectionLost(
                    link: kalends.settings.baseURL + (path.isAction ? check : path.path), button: words.label(of: remedy),
                    sentence: words.answer(diagnosis.diagnosis, person: diagnosis.person), person: diagnosis.person,
                    detail: finding.map(words.detail) ?? ""))
        }
    }

    func ended(_ began: Instant) throws {
        let person = try transaction.staff.all(of: account.resource).first?.name ?? account.name
        for reader in try readers(of: nil) {
            try send(
                to: reader, nonce: "outage-over:\(account.id):\(began.secondsSinceEpoch)",
                .connectionRestored(
                    link: "\(kalends.settings.baseURL)/admin/calendars", person: person, connection: account.name, since: began))
        }
    }

    private struct Reader {
        var party: MailParty
        var business: Business?

        func zone(_ kalends: Kalends) -> Zone { business.map { kalends.zone(named: $0.zone) } ?? .utc }
    }

    /// The person whose calendar it is, and everybody who manages connections: whoever sees it first can act, and nobody is left to believe that
    /// somebody else will.
    private func readers(of actor: Finding.Actor?) throws -> [Reader] {
        let members = try transaction.staff.all(of: account.resource).filter(\.isActive)
        let business = try members.first.flatMap { try transaction.businesses.find($0.business) } ?? transaction.businesses.all().first
        var parties = members.filter { !$0.email.isEmpty }.prefix(1).map { MailParty(name: $0.name, address: $0.email) }
        for user in try transaction.users.all() where user.role.canManageSettings && (user.passwordHash != nil || parties.isEmpty) {
            parties.append(MailParty(name: user.name, address: user.email))
        }
        var seen: Set<String> = []
        return parties.filter { seen.insert($0.bareAddress.lowercased()).inserted }.map { Reader(party: $0, business: business) }
    }

    private func send(to reader: Reader, nonce: String, _ kind: AccountMail.Kind) throws {
        let sender =
            reader.business.map { MailParty.sender(of: $0, mailFrom: kalends.settings.mailFrom) }
            ?? MailParty(name: "Kalends", address: kalends.settings.mailFrom)
        let mail = AccountMail(
            kind: kind, to: reader.party, sender: sender, business: reader.business?.name ?? "Kalends",
            language: reader.business?.language ?? "en", zone: reader.zone(kalends), stamp: kalends.now, nonce: nonce
        ).compose()
        try kalends.enqueue(mail, kind: kind.isAlarm ? "alarm" : "all-clear", appointment: nil, transaction)
    }
}

extension AccountMail.Kind {
    fileprivate var isAlarm: Bool { if case .connectionLost = self { true } else { false } }
}

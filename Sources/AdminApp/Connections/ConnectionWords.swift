import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts

/// How one person's connection stands, in words.
struct ConnectionWords {
    var state: String
    var status: String
    var detail: String?
    var facts: [String] = []

    init(_ standing: ConnectionStanding, _ visit: Visit) {
        let texts = visit.texts
        let word: (String) -> String = { texts["adminConnections.\($0)"] }
        let when: (Instant) -> String = { texts.when($0, in: visit.zone) }
        switch standing.status {
        case .notInvited: (state, status) = ("off", word("notInvited"))
        case .invited:
            (state, status) = ("waiting", word("invited"))
            detail = Self.delivery(standing, visit)
            if standing.mail?.state == .failed { state = "bad" }
        case .opened:
            (state, status) = ("waiting", word("opened"))
            detail = standing.invitation?.openedAt.map { texts("adminConnections.openedAt", ["time": when($0)]) }
        case .expired:
            (state, status) = ("off", word("expired"))
            detail = standing.invitation.map { texts("adminConnections.expiredAt", ["time": when($0.expiresAt)]) }
        case .choosing: (state, status, detail) = ("ageing", word("choosing"), word("choosingHint"))
        case .importing(let progress): (state, status, detail) = ("waiting", word("importing"), texts.importing(progress))
        case .synced:
            (state, status) = ("good", word("synced"))
            let readAt = standing.calendars.compactMap(\.readAt).min()
            detail = readAt.map { texts("adminCalendars.checked", ["ago": texts.relative($0, now: visit.now)]) }
        case .unread(let unread):
            let words = UnreadWords(unread, visit)
            (state, status, detail) = (words.state, words.text, unread.reason)
        case .failed(let reason, let since):
            (state, status) = ("bad", texts("adminConnections.failedSince", ["time": when(since)]))
            detail = reason
        case .switchedOff: (state, status, detail) = ("off", word("switchedOff"), word("switchedOffHint"))
        case .disconnected: (state, status) = ("off", word("disconnected"))
        }
        facts = Self.facts(standing, visit)
    }

    /// What became of the mail with the link.
    private static func delivery(_ standing: ConnectionStanding, _ visit: Visit) -> String? {
        let texts = visit.texts
        guard let mail = standing.mail else { return texts["adminConnections.byLink"] }
        switch mail.state {
        case .waiting: return texts("adminConnections.mailQueued", ["to": mail.to])
        case .sent:
            let time = texts.when(mail.sentAt ?? mail.createdAt, in: visit.zone)
            return texts("adminConnections.mailSent", ["to": mail.to, "time": time])
        case .failed: return texts("adminConnections.mailFailed", ["to": mail.to, "reason": mail.lastReply])
        }
    }

    /// Who invited, until when, and what was agreed to.
    private static func facts(_ standing: ConnectionStanding, _ visit: Visit) -> [String] {
        guard let invitation = standing.invitation else { return [] }
        let texts = visit.texts
        let when: (Instant) -> String = { texts.when($0, in: visit.zone) }
        var facts: [String] = []
        let values = ["name": standing.inviter ?? texts["adminHistory.formerUser"], "time": when(invitation.createdAt)]
        facts.append(texts("adminConnections.invitedBy", values))
        if standing.link != nil { facts.append(texts("adminConnections.linkUntil", ["time": when(invitation.expiresAt)])) }
        if let consentedAt = invitation.consentedAt, let consent = invitation.consent {
            facts.append(texts("adminConnections.consented", ["time": when(consentedAt), "version": consent]))
        }
        return facts
    }
}

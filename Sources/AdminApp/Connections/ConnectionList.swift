import Booking
import CalendarSync
import CivilTime
import HTTPTypes
import Operations
import Persistence
import Texts
import WebShell

/// Everybody with the state of their connection, and what to do about it (E15).
enum ConnectionList {
    /// One thing that can be done.
    struct Act: Sendable {
        var label: String
        var address: String
        /// A form that changes something; otherwise a link.
        var isPost: Bool
        var isMain: Bool
        var hidden: [ConfirmationPage.Hidden] = []
    }

    struct Row: Sendable {
        var name: String
        var initials: String
        var color: String
        /// `good`, `waiting`, `ageing`, `bad` or `off`.
        var state: String
        var status: String
        var detail: String?
        var isImporting: Bool
        var percent: String?
        /// Accounts and calendars by their names.
        var connection: String?
        var remedy: Act
        var others: [Act]
        var link: String?
        var linkID: String
        var facts: [String]
    }

    struct View: Sendable {
        var rows: [Row]
        var isEmpty: Bool
        var counts: String
        var canManage: Bool
        var colorsAddress: String
    }

    static let path = "/admin/connections"

    static func get(_ visit: Visit) async throws -> Answer {
        let standings = try await visit.read { try visit.kalends.connectionStandings(visit.business.id, $0) }
        let texts = visit.texts
        return .page(
            AdminPage(
                "admin-connections", title: texts["adminConnections.heading"], menu: .calendars, live: ["calendars", "mails"],
                view: View(
                    rows: standings.map { row($0, visit) }, isEmpty: standings.isEmpty,
                    counts: counts(standings.map(\.status), texts),
                    canManage: visit.user.role.canManageSettings,
                    colorsAddress: CalendarStylesheet.colorsAddress(standings.map(\.member.color)))))
    }

    private static func counts(_ all: [ConnectionStatus], _ texts: Texts) -> String {
        let synced = all.count { $0 == .synced }
        let unread = all.count { if case .unread = $0 { true } else { false } }
        let failed = all.count { if case .failed = $0 { true } else { false } }
        let first = texts("adminConnections.counts", ["synced": texts.number(synced), "all": texts.number(all.count)])
        let rest = [("unread", unread), ("failed", failed)].filter { $0.1 > 0 }.map { texts.count("adminConnections.\($0.0)", $0.1) }
        return ([first] + rest).joined(separator: " ")
    }

    private static func row(_ standing: ConnectionStanding, _ visit: Visit) -> Row {
        let words = ConnectionWords(standing, visit)
        let acts = ConnectionActs(standing, visit)
        var percent: String?
        var isImporting = false
        if case .importing(let progress) = standing.status { (percent, isImporting) = (progress?.percent.map(String.init), true) }
        let names = standing.accounts.map(\.name)
        return Row(
            name: standing.member.name, initials: initials(of: standing.member.name),
            color: CalendarStylesheet.className(of: standing.member.color), state: words.state, status: words.status, detail: words.detail,
            isImporting: isImporting, percent: percent, connection: names.isEmpty ? nil : names.joined(separator: ", "),
            remedy: acts.remedy, others: acts.others, link: visit.user.role.canManageSettings ? standing.link : nil,
            linkID: "link-\(standing.member.id)", facts: words.facts)
    }

    // MARK: What is done

    static func invite(_ visit: Visit) async throws -> Answer {
        try await change(visit, notice: "connectInvited") {
            try await InviteToConnect(visit.kalends)($0.id, isMailed: true, actor: visit.actor)
        }
    }

    static func makeLink(_ visit: Visit) async throws -> Answer {
        try await change(visit, notice: "connectLinkMade") {
            try await InviteToConnect(visit.kalends)($0.id, isMailed: false, actor: visit.actor)
        }
    }

    static func inviteAgain(_ visit: Visit) async throws -> Answer {
        try await change(visit, notice: "connectInvited") { try await InviteToConnect(visit.kalends).again($0.id, actor: visit.actor) }
    }

    static func revoke(_ visit: Visit) async throws -> Answer {
        try await change(visit, notice: "connectRevoked") { try await InviteToConnect(visit.kalends).revoke($0.id, actor: visit.actor) }
    }

    private static func change(
        _ visit: Visit, notice: String, _ change: (StaffMember) async throws -> Void
    ) async throws -> Answer {
        let id: StaffMember.ID = visit.id()
        guard let member = try await visit.read({ try $0.staff.find(id) }) else { throw NotFound("person") }
        do {
            try await change(member)
            return .redirect(path, Notice(notice, ["name": member.name]))
        } catch InviteToConnect.Failure.over {
            return .redirect(path, Notice("connectOver", ["name": member.name]))
        } catch is Invalid {
            return .redirect(path, Notice("connectWithoutEmail", ["name": member.name]))
        }
    }

    /// Switches both directions of a person's sync off or on again; what that does to events is shown first, as with any other setting.
    static func switchOver(_ visit: Visit) async throws -> Answer {
        let subject = try await SyncSubject(visit)
        let isOn = visit.form["on"] == "yes"
        var choices = subject.words.own
        (choices.sendsBookings, choices.readsEvents) = (isOn, isOn)
        return try await SyncPlanPage.answer(visit, subject, choices, action: visit.path, back: path)
    }
}

import Booking
import CalendarSync
import Operations
import Texts

/// What can be done about one person's connection: one remedy in sight, and the rest beside it.
struct ConnectionActs {
    var remedy: ConnectionList.Act
    var others: [ConnectionList.Act] = []

    init(_ standing: ConnectionStanding, _ visit: Visit) {
        let texts = visit.texts
        let (member, resource) = (standing.member.id, standing.member.resource)
        let own = "\(ConnectionList.path)/\(member)"
        func act(_ key: String, _ address: String, isPost: Bool = true, _ hidden: [ConfirmationPage.Hidden] = []) -> ConnectionList.Act {
            ConnectionList.Act(
                label: texts["adminConnections.\(key)"], address: address, isPost: isPost, isMain: false, hidden: hidden)
        }
        func switching(_ isOn: Bool) -> ConnectionList.Act {
            act(
                isOn ? "switchOn" : "switchOff", "\(ConnectionList.path)/people/\(resource)/switch",
                [ConfirmationPage.Hidden(name: "on", value: isOn ? "yes" : "no")])
        }
        let invite = act("invite", "\(own)/invite")
        let makeLink = act("makeLink", "\(own)/link")
        let connect = act("connectHere", "/admin/calendars/connect?resource=\(resource)", isPost: false)
        let check = act("check", ConnectionCheck.address(of: resource), isPost: false)
        let log = act("log", "/admin/calendars/people/\(resource)/log", isPost: false)
        switch standing.status {
        case .notInvited, .disconnected, .expired: (remedy, others) = (invite, [makeLink, connect])
        case .invited, .opened:
            (remedy, others) = (
                act(standing.mail == nil ? "sendMail" : "again", "\(own)/again"), [act("revoke", "\(own)/revoke"), connect]
            )
        case .choosing:
            let account = standing.accounts.first.map { "/admin/calendars/accounts/\($0.id)" } ?? "/admin/calendars"
            (remedy, others) = (act("choose", account, isPost: false), [])
        case .importing: (remedy, others) = (log, [switching(false)])
        case .synced: (remedy, others) = (log, [check, switching(false)])
        case .unread: (remedy, others) = (check, [log, switching(false)])
        case .failed: (remedy, others) = (check, [invite, makeLink, switching(false)])
        case .switchedOff: (remedy, others) = (switching(true), [log])
        }
        guard visit.user.role.canManageSettings else {
            // A scheduler may look, and not change.
            (remedy, others) = (standing.accounts.isEmpty ? check : log, [])
            return
        }
        if case .failed = standing.status, let refused = standing.accounts.first(where: { $0.refusedSince != nil }) {
            remedy = act("signInAgain", "/admin/calendars/connect?account=\(refused.id)", isPost: false)
            others = [check, invite, makeLink]
        }
        let hasRevoke = others.contains { $0.address == "\(own)/revoke" }
        if standing.link != nil, !hasRevoke { others.append(act("revoke", "\(own)/revoke")) }
        remedy.isMain = standing.status != .synced
    }
}

import Booking
import CalendarSync
import CivilTime
import Operations
import Persistence
import Texts
import WebShell

/// Each person's connections, with the state of trust of every calendar.
enum CalendarAccountList {
    struct CalendarRow: Sendable {
        var name: String
        var uses: String
        var state: String
        var trust: String
        var reason: String?
        var syncAddress: String
    }

    struct Account: Sendable {
        var name: String
        var kind: String
        var calendars: [CalendarRow]
        var needsYou: String?
        var reconnectAddress: String?
        var chooseAddress: String?
        var historyAddress: String?
        var disconnectAddress: String?
    }

    struct Person: Sendable {
        var name: String
        var initials: String
        var color: String
        var accounts: [Account]
        var isConnected: Bool
        var isWithoutLink: Bool
        var connectAddress: String?
        var checkAddress: String
        var logAddress: String
    }

    struct View: Sendable {
        var people: [Person]
        var isEmpty: Bool
        var hasCalendars: Bool
        var canManage: Bool
        var poll: String
        var colorsAddress: String
    }

    static func get(_ visit: Visit) async throws -> Answer {
        let (staff, accounts, calendars) = try await visit.read { transaction in
            (try transaction.staff.all(in: visit.business.id), try transaction.accounts.all(), try transaction.calendars.all())
        }
        let texts = visit.texts
        let canManage = visit.user.role.canManageSettings
        let people = staff.map { member in
            let own = accounts.filter { $0.resource == member.resource && $0.isConnected }
            let isLinked = calendars.contains { $0.resource == member.resource && $0.isLinked }
            return Person(
                name: member.name, initials: initials(of: member.name), color: CalendarStylesheet.className(of: member.color),
                accounts: own.map { account in
                    row(account, calendars.filter { $0.account == account.id && ($0.isLinked || $0.closesTime) }, visit)
                },
                isConnected: !own.isEmpty, isWithoutLink: !own.isEmpty && !isLinked,
                connectAddress: canManage ? "/admin/calendars/connect?resource=\(member.resource)" : nil,
                checkAddress: ConnectionCheck.address(of: member.resource), logAddress: "/admin/calendars/people/\(member.resource)/log")
        }
        return .page(
            AdminPage(
                "admin-calendar-accounts", title: texts["adminMenu.calendars"], menu: .calendars, live: ["calendars", "jobs"],
                view: View(
                    people: people, isEmpty: people.isEmpty, hasCalendars: people.contains(where: \.isConnected), canManage: canManage,
                    poll: texts("adminCalendars.poll", ["interval": texts.duration(visit.kalends.settings.pollInterval)]),
                    colorsAddress: CalendarStylesheet.colorsAddress(staff.map(\.color)))))
    }

    private static func row(_ account: CalendarAccount, _ calendars: [ConnectedCalendar], _ visit: Visit) -> Account {
        let texts = visit.texts
        let canManage = visit.user.role.canManageSettings
        return Account(
            name: account.name, kind: texts["adminCalendars.\(account.provider.rawValue)"],
            calendars: calendars.map { calendar in
                let trust = CalendarTrust(calendar, account: account, visit: visit)
                let uses = [calendar.isLinked ? "linkedUse" : nil, calendar.closesTime ? "conflictUse" : nil].compactMap(\.self)
                return CalendarRow(
                    name: calendar.remote.name, uses: uses.map { texts["adminCalendars.\($0)"] }.joined(separator: " · "),
                    state: trust.state,
                    trust: trust.text, reason: trust.reason, syncAddress: "/admin/calendars/\(calendar.id)/sync")
            },
            needsYou: account.refusedSince == nil ? nil : texts["adminCalendars.needsYou"],
            reconnectAddress: canManage && account.refusedSince != nil ? "/admin/calendars/connect?account=\(account.id)" : nil,
            chooseAddress: canManage ? "/admin/calendars/accounts/\(account.id)" : nil,
            historyAddress: canManage ? HistoryList.address(of: "account:\(account.id)") : nil,
            disconnectAddress: canManage ? "/admin/calendars/accounts/\(account.id)/disconnect" : nil)
    }

    static func sync(_ visit: Visit) async throws -> Answer {
        let id = visit.parameters["id"].map { ConnectedCalendar.ID($0) }
        let count = try await SyncNow(visit.kalends)(id, actor: visit.actor)
        guard count > 0 || id == nil else { throw NotFound("calendar") }
        return .redirect("/admin/calendars", Notice(count == 0 ? "nothingToSync" : "syncStarted"))
    }

    static func askDisconnect(_ visit: Visit) async throws -> Answer {
        let account = try await find(visit)
        return visit.ask(
            "disconnect", values: ["name": account.name],
            consequences: ["disconnectReads", "disconnectOpens", "disconnectEvents", "disconnectAgain"].map {
                visit.texts["adminConfirm.\($0)"]
            },
            action: "/admin/calendars/accounts/\(account.id)/disconnect", cancel: "/admin/calendars", menu: .calendars)
    }

    static func disconnect(_ visit: Visit) async throws -> Answer {
        guard visit.isConfirmed else { return try await askDisconnect(visit) }
        let account = try await find(visit)
        try await DisconnectAccount(visit.kalends)(account.id, actor: visit.actor)
        return .redirect("/admin/calendars", Notice("accountDisconnected", ["name": account.name]))
    }

    static func find(_ visit: Visit) async throws -> CalendarAccount {
        let id: CalendarAccount.ID = visit.id()
        guard let account = try await visit.read({ try $0.accounts.find(id) }), account.isConnected else {
            throw NotFound("calendar account")
        }
        return account
    }
}

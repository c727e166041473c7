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
        /// How changes in it come here, where its provider tells of them or could.
        var news: String?
        var reason: String?
        /// `nil` while the person's sync is off.
        var syncAddress: String?
        /// Where somebody says that suspiciously many events are really gone, and how many; `nil` when none are withheld.
        var agreeAddress: String?
        var withheld: String
    }

    struct Account: Sendable {
        var name: String
        var kind: String
        var calendars: [CalendarRow]
        var needsYou: String?
        var needsYouHint: String
        var reconnectAddress: String?
        var reconnect: String
        /// Connected, and nothing of it is read or written.
        var isUnused: Bool
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
        var settingsAddress: String?
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
        let (staff, accounts, calendars, channels, settings) = try await visit.read { transaction in
            let staff = try transaction.staff.all(in: visit.business.id)
            return (
                staff, try transaction.accounts.all(), try transaction.calendars.all(),
                Dictionary(grouping: try transaction.channels.all(), by: \.calendar),
                Dictionary(
                    try staff.map { ($0.resource, try transaction.syncSettings.terms(of: $0.resource).current) },
                    uniquingKeysWith: { first, _ in first })
            )
        }
        let texts = visit.texts
        let canManage = visit.user.role.canManageSettings
        let people = staff.map { member in
            let own = accounts.filter { $0.resource == member.resource && $0.isConnected }
            let isLinked = calendars.contains { $0.resource == member.resource && $0.isLinked }
            return Person(
                name: member.name, initials: initials(of: member.name), color: CalendarStylesheet.className(of: member.color),
                accounts: own.map { account in
                    row(
                        account, calendars.filter { $0.account == account.id && ($0.isLinked || $0.closesTime) }, channels,
                        settings[member.resource] ?? .standard, visit)
                },
                isConnected: !own.isEmpty, isWithoutLink: !own.isEmpty && !isLinked,
                settingsAddress: canManage ? SyncSubject.address(member.resource) : nil,
                connectAddress: canManage ? "/admin/calendars/connect?resource=\(member.resource)" : nil,
                checkAddress: ConnectionCheck.address(of: member.resource), logAddress: "/admin/calendars/people/\(member.resource)/log")
        }
        return .page(
            AdminPage(
                "admin-calendar-accounts", title: texts["adminCalendars.heading"], menu: .calendars, live: ["calendars", "jobs"],
                view: View(
                    people: people, isEmpty: people.isEmpty, hasCalendars: people.contains(where: \.isConnected), canManage: canManage,
                    poll: poll(channels, visit),
                    colorsAddress: CalendarStylesheet.colorsAddress(staff.map(\.color)))))
    }

    private static func poll(_ channels: [ConnectedCalendar.ID: [KeptChannel]], _ visit: Visit) -> String {
        let texts = visit.texts
        let (usual, longest) = (visit.kalends.settings.pollInterval, channels.values.map(visit.kalends.readingInterval).max())
        guard let longest, longest > usual else { return texts("adminCalendars.poll", ["interval": texts.duration(usual)]) }
        return texts("adminCalendars.pollWithNews", ["interval": texts.duration(usual), "longest": texts.duration(longest)])
    }

    private static func news(_ channels: [KeptChannel], _ visit: Visit) -> String? {
        if channels.contains(where: { $0.isHealthy(visit.now) }) { return visit.texts["adminCalendars.newsComes"] }
        guard let refused = channels.first(where: { $0.state == .refused })?.failure else { return nil }
        return visit.texts("adminCalendars.newsRefused", ["reason": refused.sentence])
    }

    private static func row(
        _ account: CalendarAccount, _ calendars: [ConnectedCalendar], _ channels: [ConnectedCalendar.ID: [KeptChannel]],
        _ settings: SyncSettings, _ visit: Visit
    ) -> Account {
        let isAtPage = account.provider == .google
        let needsYou = account.refusedSince != nil && !settings.isOff
        let texts = visit.texts
        let canManage = visit.user.role.canManageSettings
        return Account(
            name: account.name, kind: texts["adminCalendars.\(account.provider.rawValue)"],
            calendars: calendars.map { calendar in
                let own = channels[calendar.id] ?? []
                let trust = CalendarTrust(calendar, account: account, channels: own, settings: settings, visit: visit)
                let uses = uses(of: calendar, settings)
                return CalendarRow(
                    name: calendar.remote.name, uses: uses.map { texts["adminCalendars.\($0)"] }.joined(separator: " · "),
                    state: trust.state,
                    trust: trust.text, news: settings.isOff || trust.isFailing ? nil : news(own, visit), reason: trust.reason,
                    syncAddress: settings.isOff ? nil : "/admin/calendars/\(calendar.id)/sync",
                    agreeAddress: calendar.withheldRemovals > 0 ? "/admin/calendars/\(calendar.id)/agree" : nil,
                    withheld: String(calendar.withheldRemovals))
            },
            needsYou: needsYou ? texts["adminCalendars.needsYou"] : nil,
            needsYouHint: texts[isAtPage ? "adminCalendars.needsYouSignIn" : "adminCalendars.needsYouHint"],
            reconnectAddress: canManage && account.refusedSince != nil ? "/admin/calendars/connect?account=\(account.id)" : nil,
            reconnect: texts[isAtPage ? "adminCalendars.signInAgain" : "adminCalendars.reconnect"], isUnused: calendars.isEmpty,
            chooseAddress: canManage ? "/admin/calendars/accounts/\(account.id)" : nil,
            historyAddress: canManage ? HistoryList.address(of: "account:\(account.id)") : nil,
            disconnectAddress: canManage ? "/admin/calendars/accounts/\(account.id)/disconnect" : nil)
    }

    /// What a calendar is for as the choice and the settings say; the keys of the words.
    private static func uses(of calendar: ConnectedCalendar, _ settings: SyncSettings) -> [String] {
        if settings.isOff { return [] }
        let linked = settings.sendsBookings ? "linkedUse" : "linkedUseOff"
        let closing = settings.readsEvents ? "conflictUse" : "conflictUseOff"
        return [calendar.isLinked ? linked : nil, calendar.closesTime ? closing : nil].compactMap(\.self)
    }

    static func sync(_ visit: Visit) async throws -> Answer {
        let id = visit.parameters["id"].map { ConnectedCalendar.ID($0) }
        let count = try await SyncNow(visit.kalends)(id, actor: visit.actor)
        if count == 0, let id {
            guard let calendar = try await visit.read({ try $0.calendars.find(id) }), calendar.isLinked || calendar.closesTime else {
                throw NotFound("calendar")
            }
            return .redirect("/admin/calendars", Notice("syncSwitchedOff"))
        }
        return .redirect("/admin/calendars", Notice(count == 0 ? "nothingToSync" : "syncStarted"))
    }

    static func agreeToRemovals(_ visit: Visit) async throws -> Answer {
        do {
            let isDone = try await AgreeToRemovals(visit.kalends)(visit.id(), count: Int(visit.form["count"]) ?? 0, actor: visit.actor)
            return .redirect("/admin/calendars", Notice(isDone ? "removalsAgreed" : "removalsOver"))
        } catch let more as AgreeToRemovals.MoreAreGone {
            return .redirect("/admin/calendars", Notice("moreAreGone", ["count": String(more.count)]))
        }
    }

    static func askDisconnect(_ visit: Visit) async throws -> Answer {
        let account = try await find(visit)
        let sharing = try await othersSharing(account, visit)
        let access = account.provider != .google ? "disconnectReads" : sharing.isEmpty ? "disconnectAccess" : "disconnectShared"
        return visit.ask(
            "disconnect", values: ["name": account.name],
            consequences: [access, "disconnectOpens", "disconnectEvents", "disconnectAgain"].map {
                visit.texts("adminConfirm.\($0)", ["names": sharing.joined(separator: ", ")])
            },
            action: "/admin/calendars/accounts/\(account.id)/disconnect", cancel: "/admin/calendars", menu: .calendars)
    }

    /// The other people who are connected with the same account of the provider: its access stays for them.
    private static func othersSharing(_ account: CalendarAccount, _ visit: Visit) async throws -> [String] {
        try await visit.read { transaction in
            try transaction.accounts.all(account.provider, user: account.user).filter { $0.isConnected && $0.id != account.id }
                .map { other in
                    try transaction.staff.all(of: other.resource).first?.name ?? transaction.resources.find(other.resource)?.name
                        ?? other.name
                }
        }
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

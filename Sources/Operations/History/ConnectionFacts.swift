import CalendarSync
import CivilTime
import Persistence

/// A connection as the history keeps it: no password, and nothing of what stands in its calendars.
struct ConnectionFacts: Hashable, Codable {
    var provider: ProviderKind
    var name: String
    var address: String
    var user: String
    var isConnected: Bool
    /// The calendar that bookings are written into, by its name.
    var linked: String?
    /// The calendars whose events close time, by their names.
    var closing: [String]
}

extension Transaction {
    func facts(of account: CalendarAccount) throws -> ConnectionFacts {
        let calendars = try calendars.all(account: account.id)
        return ConnectionFacts(
            provider: account.provider, name: account.name, address: account.address, user: account.user, isConnected: account.isConnected,
            linked: calendars.first(where: \.isLinked)?.remote.name, closing: calendars.filter(\.closesTime).map(\.remote.name).sorted())
    }

    /// - Parameter before: `nil` for a connection that was not there.
    func recordConnection(
        _ action: HistoryAction, _ account: CalendarAccount, before: ConnectionFacts?, _ actor: Actor, _ now: Instant
    ) throws {
        try record(
            action, "account:\(account.id)", by: actor, at: now, reason: account.name, before: before, after: try facts(of: account))
    }
}

extension Kalends {
    /// The provider refuses the credentials: whoever can enter new ones is shown it.
    func markRefused(_ id: CalendarAccount.ID, _ transaction: Transaction) throws {
        guard var account = try transaction.accounts.find(id), account.refusedSince == nil else { return }
        account.refusedSince = now
        try transaction.accounts.update(account)
        try transaction.record(.credentialsRefused, "account:\(id)", by: .sync, at: now, reason: account.name)
    }

    /// The provider took the credentials.
    /// - Returns: whether it had refused them before.
    @discardableResult
    func markAccepted(_ id: CalendarAccount.ID, _ transaction: Transaction) throws -> Bool {
        guard var account = try transaction.accounts.find(id), account.refusedSince != nil else { return false }
        account.refusedSince = nil
        try transaction.accounts.update(account)
        try transaction.record(.credentialsAccepted, "account:\(id)", by: .sync, at: now, reason: account.name)
        return true
    }

    /// Somebody signed in: that the credentials before were refused is no trouble of the calendars any more.
    func forgetRefusal(of id: CalendarAccount.ID, _ transaction: Transaction) throws {
        for var calendar in try transaction.calendars.all(account: id) {
            guard let failure = calendar.failure?.failure, failure.kind == .unauthorized || failure.detail == .permissionMissing else {
                continue
            }
            calendar.failure = nil
            try transaction.calendars.update(calendar)
        }
    }

    /// Sets or takes away what a calendar shows as its trouble. The caller stores the calendar.
    /// - Parameter ofWriting: a write met it.
    func setTrouble(
        _ failure: ProviderFailure?, of calendar: inout ConnectedCalendar, ofWriting: Bool = false, _ transaction: Transaction
    ) throws {
        let before = calendar.failure?.failure
        // What a reading has met is not only about writing because a write meets it as well.
        let isOfWriting = ofWriting && (calendar.failure.map { $0.ofWriting == true } ?? true)
        calendar.failure = failure.map {
            CalendarTrouble(since: calendar.failure?.since ?? now, failure: $0, ofWriting: isOfWriting ? true : nil)
        }
        let (wasLasting, isLasting) = (before?.isLasting ?? false, failure?.isLasting ?? false)
        guard wasLasting != isLasting else { return }
        try transaction.record(
            isLasting ? .calendarFailing : .calendarRecovered, "account:\(calendar.account)", by: .sync, at: now,
            reason: "“\(calendar.remote.name)”" + (failure.map { isLasting ? ": \($0.sentence)" : "" } ?? ""))
    }
}

extension ProviderFailure {
    /// Whether it ends only when somebody does something; credentials that are refused are told by themselves.
    fileprivate var isLasting: Bool {
        switch kind {
        case .forbidden, .calendarMissing, .addressRefused, .tooLarge, .misconfigured, .massRemoval: true
        case .unauthorized, .alreadyExists, .preconditionFailed, .throttled, .unreachable, .invalidAnswer, .eventRefused: false
        }
    }
}

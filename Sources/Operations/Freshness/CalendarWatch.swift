import Booking
import CalendarSync
import CivilTime
import Messaging
import Persistence

/// Looks how old what is known of calendars is: notes what is not fresh, and tells whoever must act, once for each outage and once when it is over.
struct CalendarWatch {
    let kalends: Kalends
    let transaction: Transaction

    /// All connections, as time passes.
    func callAsFunction() throws {
        for account in try transaction.accounts.all() { try look(at: account) }
    }

    /// One connection, when something happened to it.
    func look(at id: CalendarAccount.ID) throws {
        guard let account = try transaction.accounts.find(id) else { return }
        try look(at: account)
    }

    private func look(at account: CalendarAccount) throws {
        let limits = FreshnessLimits(pollInterval: kalends.settings.pollInterval)
        let isOn = try account.isConnected && !transaction.isSwitchedOff(account.resource)
        var worst: (age: CalendarAge, calendar: ConnectedCalendar)?
        for calendar in try transaction.calendars.all(account: account.id) {
            let isRead = isOn && calendar.isRead
            let (age, since) = calendar.freshness(limits, refusedSince: account.refusedSince, now: kalends.now)
            let isOutage = isRead && age != .fresh
            // A calendar that closes no time leaves nothing in doubt.
            let outage =
                isOutage && calendar.closesTime
                ? CalendarOutage(calendar: calendar.id, resource: calendar.resource, age: age, since: since) : nil
            try transaction.outages.set(try outage.map(kept), of: calendar.id)
            if isOutage, worst.map({ age > $0.age }) ?? true { worst = (age, calendar) }
        }
        try alarm(account, isOn: isOn, worst)
    }

    /// What never was read is not news at every look.
    private func kept(_ outage: CalendarOutage) throws -> CalendarOutage {
        let known = try transaction.outages.all(of: [outage.resource]).first { $0.calendar == outage.calendar }
        guard let known, known.age == outage.age else { return outage }
        return known
    }

    private func alarm(_ account: CalendarAccount, isOn: Bool, _ worst: (age: CalendarAge, calendar: ConnectedCalendar)?) throws {
        let began = try transaction.outages.alarm(of: account.id)
        guard isOn else {
            if began != nil { try transaction.outages.setAlarm(nil, of: account.id) }
            return
        }
        if let worst, worst.age >= .stale {
            guard began == nil else { return }
            try transaction.outages.setAlarm(kalends.now, of: account.id)
            try ConnectionAlarm(kalends: kalends, transaction: transaction, account: account).began(worst.calendar)
        } else if worst == nil, let began {
            try transaction.outages.setAlarm(nil, of: account.id)
            try ConnectionAlarm(kalends: kalends, transaction: transaction, account: account).ended(began)
        }
    }
}

public import Booking
public import CalendarSync
import CivilTime
import Persistence

/// Ends a connection: nothing is read or written any more, and what its calendars closed is open again. Events of ours stay where they are;
/// connecting the same account again finds them.
public struct DisconnectAccount: Sendable {
    let kalends: Kalends

    public init(_ kalends: Kalends) { self.kalends = kalends }

    /// - Throws: `NotAllowed`, `NotFound`, `StoreFailure`.
    public func callAsFunction(_ id: CalendarAccount.ID, actor: Actor) async throws {
        try await kalends.database.write { transaction in
            try transaction.requireAdministrator(actor)
            guard let account = try transaction.accounts.find(id) else { throw NotFound("calendar account") }
            try kalends.disconnect(account, actor: actor, transaction)
        }
    }
}

extension Kalends {
    func disconnect(_ account: CalendarAccount, actor: Actor, _ transaction: Transaction) throws {
        try transaction.requireAlone()
        let before = try transaction.facts(of: account)
        try endAccess(to: account, transaction)
        var account = account
        account.sealedSecret = ""
        account.refusedSince = nil
        try transaction.accounts.update(account)
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now)
        for var calendar in try transaction.calendars.all(account: account.id) {
            try transaction.busyBlocks.deleteAll(calendar: calendar.id)
            try dropOverlaps(in: calendar.id, transaction)
            try transaction.remoteItems.deleteAll(calendar: calendar.id)
            calendar.isLinked = false
            calendar.closesTime = false
            calendar.cursor = nil
            calendar.readAt = nil
            calendar.expandedUntil = nil
            calendar.importing = nil
            calendar.failure = nil
            (calendar.withheldRemovals, calendar.agreedRemovals) = (0, 0)
            try transaction.calendars.update(calendar)
            for link in try transaction.links.all(calendar: calendar.id) {
                guard let appointment = try transaction.appointments.find(link.appointment) else { continue }
                try change.overtakeConflicts(of: appointment, resources: [link.resource], actor: actor)
                // Its deletion was under way.
                if link.state != .closed, appointment.status != .confirmed { try change.takeOut(link, appointment) }
            }
        }
        try endMeetings(promisedBy: account.resource, transaction)
        try InvitationBook(kalends: self, transaction: transaction).endAgain(account)
        try CalendarWatch(kalends: self, transaction: transaction).look(at: account.id)
        try transaction.recordConnection(.calendarDisconnected, account, before: before, actor, now)
        try diagnose(account.resource, account, transaction)
    }

    /// Ends the connections of people who work nowhere any more and have no booking left: nobody keeps a password that nobody needs.
    func disconnectLeavers(_ transaction: Transaction) throws {
        for account in try transaction.accounts.all() where account.isConnected {
            let memberships = try transaction.staff.all(of: account.resource)
            guard !memberships.isEmpty, !memberships.contains(where: \.isActive) else { continue }
            guard try memberships.allSatisfy({ try transaction.appointments.upcoming(of: $0.id, from: now).isEmpty }) else { continue }
            try disconnect(account, actor: .system, transaction)
        }
    }
}

import Booking
import CalendarSync
import CivilTime
import Persistence

/// Deletes an event of ours from a calendar that is no longer the linked one.
struct RemoveEvent {
    /// The account is disconnected, and no other leads to the calendar: the event stays until one does.
    struct NoWayIn: Error {}

    let kalends: Kalends

    func callAsFunction(_ target: RemoveEventPayload) async throws {
        guard let (calendar, account) = try await load(target) else { return }
        try account.requireNotRefused()
        let provider = try kalends.provider(account.provider)
        guard let writer = provider.writer(of: calendar.remote, with: try kalends.credentials(of: account)) else {
            throw ProviderFailure(
                .forbidden, "“\(calendar.remote.name)” can only be read now: an event of ours is left in it. Delete it there by hand.")
        }
        let id = target.item ?? writer.id(forUID: target.uid)
        let clock = ContinuousClock()
        let start = clock.now
        do {
            guard try await delete(id, target, writer) else { return try await leaveAlone(target, calendar) }
        } catch let failure as ProviderFailure where failure.kind == .calendarMissing && !calendar.isLinked && !calendar.closesTime {
            // Nobody uses the calendar any more, and it is gone with all that stood in it.
        }
        let took = clock.now - start
        try await kalends.database.write { transaction in
            let held = try transaction.remoteItems.find(id: id, calendar: calendar.id)
            let run = try transaction.note(.deleted(held?.fields), of: target.link, in: target.run, at: kalends.now)
            try SyncLog(kalends: kalends, transaction: transaction, calendar: calendar)
                .note(.deleted, transaction.cause(of: target.run) ?? .choice, appointment: target.appointment, took: took, run: run)
            try transaction.remoteItems.delete(id: id, calendar: calendar.id)
            try kalends.openTime(of: id, in: calendar, transaction)
            if let calendar = try transaction.calendars.find(calendar.id) {
                try kalends.wakeReading(of: calendar, after: calendar.failure?.failure, transaction)
            }
        }
    }

    /// - Returns: `nil` when there is nothing to be done: the calendar is gone, or it is linked again and the event lives on in it.
    /// - Throws: `NoWayIn`, `SwitchedOff`.
    private func load(_ target: RemoveEventPayload) async throws -> (ConnectedCalendar, CalendarAccount)? {
        try await kalends.database.read { transaction in
            guard let calendar = try transaction.calendars.find(target.calendar) else { return nil }
            if let link = try transaction.links.find(appointment: target.appointment, resource: target.resource),
                // Reached through another account it is the same calendar.
                try transaction.calendars.find(link.calendar)?.remote.id == calendar.remote.id, link.state != .closed,
                let appointment = try transaction.appointments.find(target.appointment), link.uid(for: appointment) == target.uid
            {
                return nil
            }
            if try transaction.isSwitchedOff(calendar.resource) { throw SwitchedOff() }
            if let wayIn = try wayIn(to: calendar, transaction) { return wayIn }
            // What has passed stays where it is.
            guard let appointment = try transaction.appointments.find(target.appointment), appointment.span.end > kalends.now else {
                return nil
            }
            throw NoWayIn()
        }
    }

    /// The calendar itself, or the same one as another account of the person shows it.
    private func wayIn(to calendar: ConnectedCalendar, _ transaction: Transaction) throws -> (ConnectedCalendar, CalendarAccount)? {
        guard let own = try transaction.accounts.find(calendar.account) else { return nil }
        if own.isConnected { return (calendar, own) }
        for other in try transaction.calendars.all(of: calendar.resource)
        where other.remote.id == calendar.remote.id && other.remote.access == .readWrite {
            if let account = try transaction.accounts.find(other.account), account.isConnected, account.provider == own.provider {
                return (other, account)
            }
        }
        return nil
    }

    /// - Returns: false when somebody has changed the event, and such are left alone; or made a series of it, which always is.
    private func delete(_ id: RemoteItem.ID, _ target: RemoveEventPayload, _ writer: any CalendarWriter) async throws -> Bool {
        if target.item != nil, let version = target.version {
            do {
                try await writer.delete(id, version: version)
                return true
            } catch  where error.kind == .preconditionFailed {
                // Edited since we wrote it: look before deleting.
            }
        }
        guard let item = try await writer.item(id), item.uid == target.uid else { return true }
        // What somebody made a series is theirs.
        if item.fields == nil { return false }
        if target.leavesEdits == true, target.version != nil { return false }
        try await writer.delete(item.id, version: item.version)
        return true
    }

    private func leaveAlone(_ target: RemoveEventPayload, _ calendar: ConnectedCalendar) async throws {
        try await kalends.database.write { transaction in
            // Nor is it taken out by the next reading.
            if var link = try transaction.links.find(appointment: target.appointment, resource: target.resource),
                link.calendar == target.calendar, link.state == .closed
            {
                (link.remoteID, link.heldBack) = (target.item, target.run)
                try transaction.links.put(link)
            }
            let held = try target.item.flatMap { try transaction.remoteItems.find(id: $0, calendar: calendar.id) }
            try transaction.note(.deleted(held?.fields), of: target.link, in: target.run, at: kalends.now, outcome: .leftAlone)
        }
    }
}

extension RemoveEventPayload {
    /// The link as it was when the event was given up.
    fileprivate var link: Link { Link(appointment: appointment, resource: resource, calendar: calendar, remoteID: item, version: version) }
}

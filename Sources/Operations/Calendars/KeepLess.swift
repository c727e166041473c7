import Booking
import CalendarSync
import Persistence

/// Takes away what is held of the events of a calendar beyond what may be kept now, in portions, so that no booking waits for it. It asks no server.
struct KeepLess {
    /// So many items are looked through in one transaction.
    private static let portion = 250

    let kalends: Kalends

    func callAsFunction(_ id: ConnectedCalendar.ID) async throws {
        var last: RemoteItem.ID?
        repeat { last = try await reduce(id, after: last) } while last != nil
    }

    /// - Returns: the last item of a full portion; `nil` at the end, and when titles are kept again.
    private func reduce(_ id: ConnectedCalendar.ID, after last: RemoteItem.ID?) async throws -> RemoteItem.ID? {
        try await kalends.database.write { transaction in
            guard let calendar = try transaction.calendars.find(id), let account = try transaction.accounts.find(calendar.account),
                try !transaction.syncSettings.terms(of: calendar.resource).current.keepsTitles
            else { return nil }
            let provider = try kalends.provider(account.provider)
            let items = try transaction.remoteItems.page(calendar: id, after: last, limit: Self.portion)
            for item in items where !item.isProbe {
                let isOurs = try transaction.links.find(remoteID: item.id, calendar: id) != nil || transaction.isMadeByUs(item)
                var kept = isOurs ? item : item.keepingTimes(title: false)
                kept.payload = provider.keptPayload(of: item, keepsTitle: false, ownAddresses: account.ownAddresses)
                if kept != item { try transaction.remoteItems.put(kept, calendar: id) }
            }
            return items.count < Self.portion ? nil : items.last?.id
        }
    }
}

extension Kalends {
    /// Other settings allow less to be kept of what is read in, or more: what is held is reduced by a worker at once, or read once more.
    func keep(
        as settings: SyncSettings, insteadOf former: SyncSettings, of resource: Resource.ID, _ transaction: Transaction
    ) throws {
        guard settings.keepsTitles != former.keepsTitles else { return }
        if !settings.keepsTitles { try transaction.conflicts.forgetTitles(resource: resource) }
        for calendar in try transaction.calendars.all(of: resource) {
            if settings.keepsTitles {
                try transaction.readWhole(calendar)
            } else {
                try transaction.busyBlocks.forgetTitles(calendar: calendar.id)
                // In a lane of its own: it waits for no server.
                try transaction.jobs.leave(
                    kind: JobKind.keepLess.rawValue, payload: try payload(KeepLessPayload(calendar: calendar.id)),
                    lane: "keep:\(calendar.id)", key: "keep:\(calendar.id)", due: now)
            }
        }
    }
}

extension Transaction {
    /// Of what is held less was kept than is needed now: the next reading fetches all of it.
    func readWhole(_ calendar: ConnectedCalendar) throws {
        var calendar = calendar
        calendar.cursor = nil
        try calendars.update(calendar)
        try remoteItems.forgetVersions(calendar: calendar.id)
    }

    /// The same for the calendars of an account whose owner is known by other addresses now: an answer to an invitation may be theirs.
    func readWhole(of account: CalendarAccount.ID) throws {
        for calendar in try calendars.all(account: account) { try readWhole(calendar) }
    }

    /// Whether an item is what we made of its booking's event, and still counts as it. One of an earlier making was left to its owner, or came
    /// back from a trash bin: it is an event of others.
    func isMadeByUs(_ item: RemoteItem) throws -> Bool {
        guard let marker = item.marker, try bearsOurName(item) else { return false }
        let makings = try links.all(appointment: Appointment.ID(marker.appointment)).map(\.generation)
        return makings.isEmpty || makings.contains(marker.generation)
    }

    /// Whether an item bears the name that we give a making of its booking's event; a copy by hand bears another.
    func bearsOurName(_ item: RemoteItem) throws -> Bool {
        guard let marker = item.marker, let appointment = try appointments.find(Appointment.ID(marker.appointment)) else { return false }
        let making = Link(
            appointment: appointment.id, resource: Resource.ID(""), calendar: ConnectedCalendar.ID(""), generation: marker.generation)
        return making.uid(for: appointment) == item.uid
    }
}

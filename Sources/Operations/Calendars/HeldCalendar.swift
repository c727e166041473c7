import Booking
import CalendarSync
import CivilTime
import Persistence

/// What is held of a calendar when a read of it begins.
struct HeldCalendar: Sendable {
    var calendar: ConnectedCalendar
    var account: CalendarAccount
    var owner: CalendarOwner
    var settings: SyncSettings
    var known: [RemoteItem.ID: String]
    /// Links of this calendar by the id of their event.
    var links: [RemoteItem.ID: Link]

    var breaker: RemovalBreaker {
        RemovalBreaker(held: Set(known.keys).union(links.keys).count, agreed: calendar.agreedRemovals)
    }

    /// Whether it was never read to its end.
    var isFirstRead: Bool { calendar.cursor == nil && calendar.readAt == nil }

    /// Whether an event of ours was written, or taken up after a crash, and no read has shown it since.
    func isUnread(_ id: RemoteItem.ID) -> Bool {
        guard let link = links[id], link.state == .synced, link.version != nil else { return false }
        return known[id, default: ""].isEmpty
    }

    func isOurs(_ item: RemoteItem) -> Bool { item.marker != nil || links[item.id] != nil }

    /// An item with the times that it takes, and with no more of its data than may be kept. Of ours it matters where exactly they lie; what others
    /// put there is closed by its expansion.
    func layOut(_ item: RemoteItem, _ provider: any CalendarProvider, _ window: Span) -> LaidOutItem {
        let expansion = provider.expand(item, in: window, for: owner)
        var item = isOurs(item) ? provider.locate(item, for: owner) : item
        item.payload = provider.keptPayload(of: item, keepsTitle: settings.keepsTitles, ownAddresses: owner.ownAddresses)
        return (item, expansion)
    }

    /// Whether nothing happened to the calendar since it was asked that the answer does not know of: another choice of calendars, another run
    /// that reads it, another choice of what may be kept of it, or an event of ours written meanwhile. Otherwise the answer is dropped and the calendar asked again from the same cursor.
    func isStill(_ calendar: ConnectedCalendar, _ items: [RemoteItem.ID], _ transaction: Transaction) throws -> Bool {
        guard calendar.isRead, calendar.cursor == self.calendar.cursor, calendar.readAt == self.calendar.readAt,
            calendar.importing?.run == self.calendar.importing?.run,
            try transaction.accounts.find(calendar.account)?.isConnected == true, try !transaction.isSwitchedOff(calendar.resource),
            try transaction.syncSettings.terms(of: calendar.resource).current.keepsTitles == settings.keepsTitles
        else { return false }
        let stored = try transaction.remoteItems.versions(of: items, calendar: calendar.id)
        let linked = try transaction.links.all(remoteIDs: items, calendar: calendar.id)
        return items.allSatisfy { id in
            let link = linked[id].flatMap { $0.state == .closed ? nil : $0 }
            return stored[id] == known[id] && link?.version == links[id]?.version
        }
    }

    /// Those of the items of which nothing is held: no row, no time, and no link, be it a closed one. Called where `isStill` holds.
    func untouched(_ items: [RemoteItem.ID], _ transaction: Transaction) throws -> Set<RemoteItem.ID> {
        let new = items.filter { known[$0] == nil }
        // One that is named twice is held at its second time.
        guard Set(new).count == new.count else { return [] }
        let linked = try transaction.links.all(remoteIDs: new, calendar: calendar.id)
        let taking = try transaction.busyBlocks.items(among: new, calendar: calendar.id)
        return Set(new.filter { linked[$0] == nil && !taking.contains($0) })
    }
}

extension HeldCalendar {
    /// - Returns: `nil` for a calendar that is not read, or not any more, or not while its owner's sync is off.
    init?(_ id: ConnectedCalendar.ID, _ kalends: Kalends, _ transaction: Transaction) throws {
        guard let calendar = try transaction.calendars.find(id), calendar.isRead,
            let account = try transaction.accounts.find(calendar.account), account.isConnected,
            try !transaction.isSwitchedOff(calendar.resource)
        else { return nil }
        var links: [RemoteItem.ID: Link] = [:]
        for link in try transaction.links.all(calendar: id) {
            if let remoteID = link.remoteID, link.state != .closed { links[remoteID] = link }
        }
        self.init(
            calendar: calendar, account: account, owner: try kalends.owner(of: calendar.resource, account: account, transaction),
            settings: try transaction.syncSettings.terms(of: calendar.resource).current,
            known: try transaction.remoteItems.versions(calendar: id), links: links)
    }
}

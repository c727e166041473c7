import Booking
import CalendarSync
import CivilTime
import Logging
import Persistence

/// Applies what a read of a calendar brought, item by item, within one transaction.
struct CalendarReading {
    let kalends: Kalends
    let transaction: Transaction
    let calendar: ConnectedCalendar

    /// An item that is new or changed.
    func take(_ item: RemoteItem, _ expansion: ItemExpansion) throws {
        try transaction.remoteItems.put(item, calendar: calendar.id)
        if let link = try link(of: item) {
            try transaction.busyBlocks.delete(calendar: calendar.id, item: item.id)
            try compare(link, .present(item.id, version: item.version, fields: item.fields))
            // Our event made a series or otherwise unreadable closes whatever it takes.
            if item.fields == nil { try close(item, expansion) }
        } else {
            try close(item, expansion)
        }
    }

    /// An item that is gone, on positive evidence.
    func lose(_ id: RemoteItem.ID) throws {
        try transaction.remoteItems.delete(id: id, calendar: calendar.id)
        try transaction.busyBlocks.delete(calendar: calendar.id, item: id)
        if let link = try transaction.links.find(remoteID: id, calendar: calendar.id) { try compare(link, .gone) }
    }

    /// Lays the series out anew as time goes on.
    func expandAgain(_ provider: any CalendarProvider, in window: Span, for owner: CalendarOwner) throws {
        try transaction.remoteItems.all(calendar: calendar.id) { item in
            guard try link(of: item) == nil else { return }
            try close(item, provider.expand(item, in: window, for: owner))
        }
    }

    private func close(_ item: RemoteItem, _ expansion: ItemExpansion) throws {
        let blocks = expansion.occurrences.map { occurrence in
            OutsideBlock(
                block: BusyBlock(
                    resource: calendar.resource, span: occurrence.span, source: calendar.remote.name, title: occurrence.title,
                    isAllDay: occurrence.isAllDay),
                isBusy: occurrence.isBusy && calendar.closesTime, reason: occurrence.reason, calendar: calendar.id, item: item.id)
        }
        try transaction.busyBlocks.replace(calendar: calendar.id, item: item.id, with: blocks)
        for finding in expansion.findings {
            kalends.logger.notice("An event counts as busy because it is not understood", metadata: ["calendar": "\(calendar.id)", "reason": "\(finding)"])
        }
    }

    /// The link of an event of ours: by its id, or by its UID when the server gave it another name. A copy that somebody made of our event
    /// bears our marker under another id and UID; it is nobody's link and counts as busy time.
    private func link(of item: RemoteItem) throws -> Link? {
        if let link = try transaction.links.find(remoteID: item.id, calendar: calendar.id) { return link }
        guard let marker = item.marker,
            let link = try transaction.links.find(appointment: Appointment.ID(marker.appointment), resource: calendar.resource),
            link.calendar == calendar.id, link.generation == marker.generation,
            let appointment = try transaction.appointments.find(link.appointment), link.uid(for: appointment) == item.uid
        else { return nil }
        // Still under its old name too: then this one is the copy.
        if let known = link.remoteID, known != item.id, try transaction.remoteItems.find(id: known, calendar: calendar.id) != nil { return nil }
        return link
    }

    private func compare(_ link: Link, _ remote: RemoteObservation) throws {
        guard let appointment = try transaction.appointments.find(link.appointment) else { return }
        var link = link
        // What has passed is history: nobody is asked about it any more.
        if appointment.span.end <= kalends.now {
            if case .gone = remote, link.state != .closed {
                link.state = .closed
                try transaction.links.put(link)
            }
            return
        }
        // The push job has not read its own write back yet; it will compare.
        if link.state == .pending, link.base == nil, case .gone = remote { return }
        let effects = Planner.plan(
            LinkSituation(
                wanted: try kalends.wantedEvent(for: appointment, link: link, transaction), link: link, remote: remote,
                openConflict: try transaction.conflicts.open(of: appointment.id, resource: link.resource)?.kind))
        guard !effects.isEmpty else { return }
        let execution = LinkExecution(kalends: kalends, transaction: transaction, appointment: appointment, calendar: calendar)
        if try execution.apply(effects, to: &link) {
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now)
            try change.push(appointment, resource: link.resource)
        }
    }
}

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
    /// What holds for the calendar's owner now.
    let settings: SyncSettings
    let overlaps: OverlapReview
    /// What the same read found to be gone.
    var gone: Set<RemoteItem.ID> = []
    /// Of these, those that nobody need have wished away.
    var doubted: Set<RemoteItem.ID> = []
    /// More events of ours are gone at once than somebody deletes one by one.
    var isSuspicious = false
    /// Items of which nothing is held; it is not looked for one by one.
    var untouched: Set<RemoteItem.ID> = []
    /// Where what the reading does by itself is kept, to be undone.
    var run: SyncRunBook?

    /// An item that is new or changed.
    func take(_ item: RemoteItem, _ expansion: ItemExpansion) throws {
        let link = item.isProbe ? nil : try link(of: item)
        let isOurs = try item.isProbe || link != nil || transaction.isMadeByUs(item)
        try transaction.remoteItems.put(isOurs ? item : item.keepingTimes(title: settings.keepsTitles), calendar: calendar.id)
        // A test item of ours takes nobody's time.
        if item.isProbe { return }
        if let link {
            try transaction.busyBlocks.delete(calendar: calendar.id, item: item.id)
            try overlaps.review(item.id, [])
            try compare(link, .present(item.id, version: item.version, fields: item.fields))
            try kalends.note(item.meeting, of: link, transaction)
            // Our event made a series or otherwise unreadable closes whatever it takes, and is in every way but its own booking's.
            if item.fields == nil { try close(item, expansion, of: try self.link(of: item)) }
            if try isLeftElsewhere(link, item) { try close(item, expansion) }
        } else {
            try close(item, expansion)
        }
    }

    /// An item that is gone, on positive evidence.
    func lose(_ id: RemoteItem.ID) throws {
        try transaction.remoteItems.delete(id: id, calendar: calendar.id)
        try transaction.busyBlocks.delete(calendar: calendar.id, item: id)
        try overlaps.review(id, [])
        if let link = try transaction.links.find(remoteID: id, calendar: calendar.id) {
            try compare(link, .gone, isDoubted: doubted.contains(id))
        }
    }

    /// Takes what was laid out anew of an item that is held, unless it has changed since.
    func expandAgain(_ item: RemoteItem, _ expansion: ItemExpansion) throws {
        guard let held = try transaction.remoteItems.find(id: item.id, calendar: calendar.id), held.version == item.version, !item.isProbe
        else { return }
        let link = try link(of: item)
        if item.fields == nil || link == nil { try close(item, expansion, of: link) }
    }

    /// - Parameter link: of an event of ours that is not as it was.
    private func close(_ item: RemoteItem, _ expansion: ItemExpansion, of link: Link? = nil) throws {
        let booking = try bookingOfAnotherCalendar(item)
        let isColleagues = try isBookingOfAColleague(item)
        let isBooking = isColleagues || booking.map { $0.span == item.fields?.span } ?? false
        // Where nothing is read in, nothing is kept.
        let occurrences = settings.readsEvents ? expansion.occurrences : []
        let blocks = occurrences.map { occurrence in
            OutsideBlock(
                block: BusyBlock(
                    resource: calendar.resource, span: occurrence.span, source: calendar.remote.name,
                    title: settings.keepsTitles ? occurrence.title : nil,
                    isAllDay: occurrence.isAllDay),
                isBusy: occurrence.isBusy && calendar.closesTime && !isBooking,
                reason: isColleagues
                    ? "a booking of somebody else who uses the same calendar"
                    : isBooking ? "a booking of ours, whose own time is closed already" : occurrence.reason,
                calendar: calendar.id, item: item.id)
        }
        let isNews =
            untouched.contains(item.id)
            ? try transaction.busyBlocks.add(calendar: calendar.id, item: item.id, blocks)
            : try transaction.busyBlocks.replace(calendar: calendar.id, item: item.id, with: blocks)
        if isNews {
            try overlaps.review(item.id, blocks.filter(\.isBusy).map(\.block), of: booking?.id ?? link?.appointment)
        }
        for finding in expansion.findings {
            kalends.logger.notice(
                "An event counts as busy because it is not understood", metadata: ["calendar": "\(calendar.id)", "reason": "\(finding)"])
        }
    }

    /// The same calendar reached through two accounts shows events of ours twice: the booking closes its time itself, and stands in its own
    /// way nowhere when it is moved.
    /// - Returns: the booking whose event it is.
    private func bookingOfAnotherCalendar(_ item: RemoteItem) throws -> Appointment? {
        guard let marker = item.marker,
            let link = try transaction.links.find(appointment: Appointment.ID(marker.appointment), resource: calendar.resource),
            link.calendar != calendar.id, link.state != .closed,
            let appointment = try transaction.appointments.find(link.appointment), appointment.status == .confirmed,
            link.uid(for: appointment) == item.uid
        else { return nil }
        return appointment
    }

    /// Several people may use one calendar: the booking of one of them does not take the time of the others.
    private func isBookingOfAColleague(_ item: RemoteItem) throws -> Bool {
        guard let marker = item.marker else { return false }
        let appointment = Appointment.ID(marker.appointment)
        for link in try transaction.links.all(appointment: appointment) where link.resource != calendar.resource && link.state != .closed {
            guard let theirs = try transaction.calendars.find(link.calendar), theirs.remote.id == calendar.remote.id,
                try transaction.accounts.find(theirs.account)?.provider == transaction.accounts.find(calendar.account)?.provider,
                let booked = try transaction.appointments.find(appointment), booked.status == .confirmed, link.uid(for: booked) == item.uid
            else { continue }
            // Somebody's who does it together with the owner is the owner's as well.
            return try transaction.links.find(appointment: appointment, resource: calendar.resource) == nil
        }
        return false
    }

    /// The link of an event of ours: by its id, or by its UID when the server gave it another name. A copy that somebody made of our event
    /// bears our marker under another id and UID; it is nobody's link and counts as busy time.
    private func link(of item: RemoteItem) throws -> Link? {
        if item.marker == nil, untouched.contains(item.id) { return nil }
        if let link = try transaction.links.find(remoteID: item.id, calendar: calendar.id) { return link }
        guard let marker = item.marker,
            let link = try transaction.links.find(appointment: Appointment.ID(marker.appointment), resource: calendar.resource),
            link.calendar == calendar.id, link.generation == marker.generation,
            let appointment = try transaction.appointments.find(link.appointment), link.uid(for: appointment) == item.uid
        else { return nil }
        // Still under its old name too: then this one is the copy.
        if let known = link.remoteID, known != item.id, !gone.contains(known),
            try transaction.remoteItems.find(id: known, calendar: calendar.id) != nil
        {
            return nil
        }
        return link
    }

    /// An event that an undo left where somebody had put it takes that time like any other.
    private func isLeftElsewhere(_ link: Link, _ item: RemoteItem) throws -> Bool {
        guard link.heldBack != nil, let fields = item.fields else { return false }
        return try transaction.appointments.find(link.appointment)?.span != fields.span
    }

    private func compare(_ link: Link, _ remote: RemoteObservation, isDoubted: Bool = false) throws {
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
        let wanted = try kalends.wantedEvent(for: appointment, link: link, transaction)
        // Written late, or taken out of a trash bin: no event of ours outlives its appointment.
        if link.state == .closed, wanted == nil, case .present(let id, let version, _) = remote {
            link.state = .synced
            link.remoteID = id
            link.version = version
        }
        let effects = Planner.plan(
            try kalends.situation(of: appointment, link, remote, isSuspicious: isSuspicious || isDoubted, transaction))
        guard !effects.isEmpty else { return }
        let execution = LinkExecution(kalends: kalends, transaction: transaction, appointment: appointment, calendar: calendar, run: run)
        if try execution.apply(effects, to: &link) {
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now, run: run?.begunStamp)
            // As it is now: it may have followed its event.
            guard let appointment = try transaction.appointments.find(link.appointment) else { return }
            try change.push(appointment, resource: link.resource)
        }
    }
}

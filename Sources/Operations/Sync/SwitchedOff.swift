public import Booking
import CalendarSync
import CivilTime
public import Persistence

/// Neither direction is on for whoever's calendar it is: the work waits until somebody switches one on again.
struct SwitchedOff: Error {}

extension Transaction {
    /// Whether nothing is read or written for a person now.
    public func isSwitchedOff(_ resource: Resource.ID) throws -> Bool { try syncSettings.terms(of: resource).current.isOff }

    /// Whether the event of an appointment stays as it is while the person's sync is off. Where the switching off reached the appointment, its
    /// event is still taken out.
    func isHeldBySwitch(_ appointment: Appointment, _ resource: Resource.ID) throws -> Bool {
        let terms = try syncSettings.terms(of: resource)
        return terms.current.isOff && terms.settings(for: appointment).sendsBookings
    }
}

extension Kalends {
    /// What follows from other settings of a person at once: what is read is laid out as they say.
    /// - Returns: the names of the calendars that are read anew, and of those whose events close no time any more.
    func follow(
        _ old: SyncSettings, _ new: SyncSettings, of resource: Resource.ID, _ transaction: Transaction
    ) throws -> (read: [String], opened: [String]) {
        try endMeetings(promisedBy: resource, transaction)
        try keep(as: new, insteadOf: old, of: resource, transaction)
        let calendars = try transaction.calendars.all(of: resource).filter(\.isRead)
        let isReadAnew =
            new.readsEvents && (!old.readsEvents || old.readFields != new.readFields || old.readDays != new.readDays)
        let isOpened = old.readsEvents && !new.readsEvents
        if new.isOff, !old.isOff {
            try switchOff(resource, transaction)
        } else if isReadAnew || isOpened {
            try expandAgain(calendarsOf: resource, transaction)
        }
        if old.isOff, !new.isOff { try switchOn(resource, transaction) }
        return (
            isReadAnew || old.isOff && !new.isOff ? calendars.map(\.remote.name) : [],
            isOpened ? calendars.filter(\.closesTime).map(\.remote.name) : []
        )
    }

    /// Has the checks of a person's connections say what holds now, by what is stored.
    func rediagnose(accountsOf resource: Resource.ID, _ transaction: Transaction) throws {
        for account in try transaction.accounts.all(of: resource) where account.isConnected { try rediagnose(account.id, transaction) }
    }

    /// Ends both directions: what was read closes no time any more, and what it says is as old as can be once it is read again.
    private func switchOff(_ resource: Resource.ID, _ transaction: Transaction) throws {
        for var calendar in try transaction.calendars.all(of: resource) where calendar.isRead {
            try transaction.busyBlocks.deleteAll(calendar: calendar.id)
            try dropOverlaps(in: calendar.id, transaction)
            if calendar.expandedUntil != nil { calendar.expandedUntil = now }
            if calendar.importing != nil { calendar.importing?.expandedUntil = now }
            (calendar.readAt, calendar.failure, calendar.withheldRemovals) = (nil, nil, 0)
            try transaction.calendars.update(calendar)
            try retireChannels(of: calendar, transaction)
        }
        try lookAtCalendars(of: resource, transaction)
    }

    /// Begins again: first each calendar is read, then what waited is written.
    private func switchOn(_ resource: Resource.ID, _ transaction: Transaction) throws {
        let later = now + .seconds(1)
        for calendar in try transaction.calendars.all(of: resource) where calendar.isRead {
            try enqueueReading(of: calendar, due: now, transaction)
            for job in try givenUpWrites(to: calendar, transaction) { try transaction.jobs.revive(job.id, now: later) }
        }
        // Of calendars that are not chosen any more events may still have to be taken out.
        for account in try transaction.accounts.all(of: resource) {
            try transaction.jobs.hasten(lane: lane(of: account.id), now: later)
        }
        try lookAtCalendars(of: resource, transaction)
    }

    private func lookAtCalendars(of resource: Resource.ID, _ transaction: Transaction) throws {
        let watch = CalendarWatch(kalends: self, transaction: transaction)
        for account in try transaction.accounts.all(of: resource) { try watch.look(at: account.id) }
        try AwaitedCalendars(kalends: self, transaction: transaction).look(at: resource)
    }

    /// Links that were promised and are made with an event: where none is written any more, or into a calendar that makes none, the customer is
    /// told how it is now.
    func endMeetings(promisedBy resource: Resource.ID, _ transaction: Transaction) throws {
        let terms = try transaction.syncSettings.terms(of: resource)
        for appointment in try upcoming(of: resource, transaction) where try isMeetingWanted(appointment, in: resource, transaction) {
            let isWritten = !terms.current.isOff && terms.settings(for: appointment).sends(appointment.service)
            if isWritten, try makesMeetings(resource, transaction) { continue }
            try settleMeeting(.unavailable, of: appointment, transaction)
        }
    }

    /// Whether bookings with somebody are written into a calendar that makes meetings.
    private func makesMeetings(_ resource: Resource.ID, _ transaction: Transaction) throws -> Bool {
        try transaction.calendars.linked(of: resource)?.remote.capabilities.contains(Self.meetingCapability) ?? false
    }
}

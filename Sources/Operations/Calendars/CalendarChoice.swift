import Booking
import CalendarSync
import CivilTime
import Persistence

/// Applies which calendars of an account are linked and which close time, and leaves the work that follows.
struct CalendarChoice {
    let kalends: Kalends
    let transaction: Transaction
    let account: CalendarAccount
    let actor: Actor
    /// The run that the change belongs to.
    var run: RunStamp?
    /// Bookings whose events stay as somebody has changed them.
    var keeping: Set<Appointment.ID> = []

    /// - Parameter discovered: what the account offers; calendars that are chosen and not among them are a fault of the form.
    func apply(linked: String?, conflicts: Set<String>, discovered: [RemoteCalendar]) throws {
        // A booking looks for the linked calendar once.
        try transaction.requireAlone()
        let known = try transaction.calendars.all(account: account.id)
        for remote in discovered {
            let isLinked = remote.id == linked
            let closesTime = conflicts.contains(remote.id)
            if var calendar = known.first(where: { $0.remote.id == remote.id }) {
                // Also what was left behind when the account was disconnected.
                if !isLinked { try unlink(&calendar) }
                let wasRead = calendar.isLinked || calendar.closesTime
                let closedTime = calendar.closesTime
                calendar.remote = remote
                calendar.isLinked = isLinked
                calendar.closesTime = closesTime
                // What it closed before is read anew, so that a change of the choice is carried out at once.
                if closedTime != closesTime || !wasRead { try forgetContent(&calendar) }
                if isLinked { try takeOverLink(calendar) }
                try transaction.calendars.update(calendar)
                if isLinked || closesTime { try read(calendar) }
            } else if isLinked || closesTime {
                let calendar = ConnectedCalendar(
                    id: ConnectedCalendar.ID(kalends.newID()), account: account.id, resource: account.resource, remote: remote,
                    isLinked: isLinked,
                    closesTime: closesTime)
                if isLinked { try takeOverLink(calendar) }
                try transaction.calendars.insert(calendar)
                try read(calendar)
            }
        }
        for var calendar in known where !discovered.contains(where: { $0.id == calendar.remote.id }) {
            let wasRead = calendar.isLinked || calendar.closesTime
            // Also what was left behind when the account was disconnected.
            try unlink(&calendar)
            guard wasRead else { continue }
            calendar.closesTime = false
            try forgetContent(&calendar)
            try transaction.calendars.update(calendar)
        }
        for calendar in try transaction.calendars.all(account: account.id) where !calendar.isRead {
            try kalends.retireChannels(of: calendar, transaction)
        }
        if linked != nil { try pushUpcoming() }
        try kalends.endMeetings(promisedBy: account.resource, transaction)
        try CalendarWatch(kalends: kalends, transaction: transaction).look(at: account.id)
        try kalends.rediagnose(account.id, transaction)
    }

    /// One linked calendar a person: another one steps back.
    private func takeOverLink(_ calendar: ConnectedCalendar) throws {
        guard var former = try transaction.calendars.linked(of: account.resource), former.id != calendar.id else { return }
        let stepsBack = former.account == account.id ? nil : try transaction.accounts.find(former.account)
        let before = try stepsBack.map { try transaction.facts(of: $0) }
        try unlink(&former, for: calendar)
        try transaction.calendars.update(former)
        if let stepsBack { try transaction.recordConnection(.linkTakenOver, stepsBack, before: before, actor, kalends.now) }
    }

    /// Takes the upcoming events of ours out of a calendar that is linked no more; what has passed stays where it is.
    /// - Parameter successor: what is linked instead. If it is the same calendar, what is wanted stays in it, and goes over with its link.
    private func unlink(_ calendar: inout ConnectedCalendar, for successor: ConnectedCalendar? = nil) throws {
        calendar.isLinked = false
        let isSame = try successor.map { try transaction.isSameCalendar($0, calendar) } ?? false
        for var link in try transaction.links.all(calendar: calendar.id) where link.state != .closed && !keeping.contains(link.appointment)
        {
            guard let appointment = try transaction.appointments.find(link.appointment), appointment.span.end > kalends.now else {
                continue
            }
            let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now, run: run)
            let staysThere = try isSame && change.isWanted(appointment, by: link.resource)
            if !staysThere { try change.removeEvent(of: link, appointment) }
            try change.overtakeConflicts(of: appointment, resources: [link.resource], actor: actor)
            if staysThere { continue }
            // Closed, and taken up again in the new linked calendar if there is one.
            link.state = .closed
            link.remoteID = nil
            link.version = nil
            link.base = nil
            link.carried = nil
            try transaction.links.put(link)
        }
    }

    private func forgetContent(_ calendar: inout ConnectedCalendar) throws {
        try transaction.busyBlocks.deleteAll(calendar: calendar.id)
        try kalends.dropOverlaps(in: calendar.id, transaction)
        try transaction.remoteItems.deleteAll(calendar: calendar.id)
        calendar.cursor = nil
        calendar.readAt = nil
        calendar.expandedUntil = nil
        calendar.importing = nil
        calendar.failure = nil
        (calendar.withheldRemovals, calendar.agreedRemovals) = (0, 0)
    }

    private func read(_ calendar: ConnectedCalendar) throws {
        try kalends.enqueueReading(of: calendar, due: kalends.now, transaction)
    }

    /// Writes every upcoming appointment of the person into the calendar that is linked now.
    private func pushUpcoming() throws {
        let change = AppointmentChange(kalends: kalends, transaction: transaction, now: kalends.now, run: run)
        for member in try transaction.staff.all(of: account.resource) {
            for appointment in try transaction.appointments.upcoming(of: member.id, from: kalends.now)
            where !keeping.contains(appointment.id) {
                try change.push(appointment, resource: account.resource)
            }
        }
    }
}

extension Kalends {
    /// Leaves the work of reading a calendar; one waiting job a calendar, pulled earlier by whoever asks.
    func enqueueReading(of calendar: ConnectedCalendar, due: Instant, _ transaction: Transaction) throws {
        try transaction.jobs.enqueue(
            kind: JobKind.readCalendar.rawValue, payload: try payload(ReadCalendarPayload(calendar: calendar.id)),
            lane: lane(of: calendar.account), key: Self.readingKey(of: calendar.id), due: due)
    }

    static func readingKey(of calendar: ConnectedCalendar.ID) -> String { "read:\(calendar)" }

    /// Where all work with one account waits in line.
    func lane(of account: CalendarAccount.ID) -> String { "account:\(account)" }

    /// Floating times and whole days lie elsewhere on the time line when their owner's zone changes.
    func expandAgain(calendarsOf resource: Resource.ID, _ transaction: Transaction) throws {
        for var calendar in try transaction.calendars.all(of: resource) where calendar.expandedUntil != nil || calendar.importing != nil {
            // What an import has taken so far is laid out anew once it is whole.
            if calendar.importing != nil { calendar.importing?.expandedUntil = now } else { calendar.expandedUntil = now }
            try transaction.calendars.update(calendar)
            if calendar.isLinked || calendar.closesTime { try enqueueReading(of: calendar, due: now, transaction) }
        }
    }
}

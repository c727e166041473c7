import Booking
import CalendarSync
import CivilTime
import Persistence

/// What every change of an appointment leaves in the same transaction: claims, history, links, and the jobs for mails and calendars.
struct AppointmentChange {
    let kalends: Kalends
    let transaction: Transaction
    let now: Instant
    /// The run that the writes belong to, where one plan or one reading causes them.
    var run: RunStamp?
    /// Why something is written, where that is neither the booking nor the run.
    var cause: SyncLogEntry.Cause?

    /// Takes the appointment's time of each of its people.
    /// - Throws: `StoreFailure.overlap` when somebody's time is taken.
    func claim(_ appointment: Appointment) throws {
        for claim in try claims(of: appointment) { try transaction.claims.insert(claim) }
    }

    /// The same for a time that was just seen to be free: the refusal ends the write.
    func take(_ appointment: Appointment) throws {
        for claim in try claims(of: appointment) { try transaction.claims.take(claim) }
    }

    private func claims(of appointment: Appointment) throws -> [Claim] {
        try resources(of: appointment).map { Claim(resource: $0, span: appointment.claimedSpan, cause: .appointment(appointment.id)) }
    }

    func resources(of appointment: Appointment) throws -> [Resource.ID] {
        try appointment.staff.map { id in
            guard let member = try transaction.staff.find(id) else { throw NotFound("staff member") }
            return member.resource
        }
    }

    func record(_ action: HistoryAction, _ before: Appointment?, _ after: Appointment, actor: Actor, reason: String) throws {
        try transaction.record(action, "appointment:\(after.id)", by: actor, at: now, reason: reason, before: before, after: after)
    }

    /// Leaves the work of bringing every calendar concerned up to date.
    func push(_ appointment: Appointment, alsoFrom former: [Resource.ID] = []) throws {
        let current = try resources(of: appointment)
        for resource in Set(current + former).sorted() {
            try push(appointment, resource: resource)
        }
    }

    /// The same for an appointment that was just made.
    func pushNew(_ appointment: Appointment) throws {
        for resource in try resources(of: appointment) { try push(appointment, resource: resource, known: nil) }
    }

    func push(_ appointment: Appointment, resource: Resource.ID) throws {
        let known = try transaction.links.find(appointment: appointment.id, resource: resource)
        try push(appointment, resource: resource, known: known)
        if let known { try lookAgain(at: known, of: appointment) }
    }

    /// Other calendars may show the booking's event too: the same calendar through another account, or an event that somebody fetched back. It is
    /// looked at anew where the booking has come to stand at its place, whose claim closes the time, and where there is no booking any more.
    private func lookAgain(at link: Link, of appointment: Appointment) throws {
        let (uid, home) = (link.uid(for: appointment), try transaction.calendars.find(link.calendar)?.remote.id)
        for calendar in try transaction.calendars.all(of: link.resource) where calendar.id != link.calendar && calendar.closesTime {
            guard let item = try transaction.remoteItems.find(uid: uid, calendar: calendar.id),
                appointment.status == .confirmed ? item.fields?.span == appointment.span : calendar.remote.id != home,
                let account = try transaction.accounts.find(calendar.account)
            else { continue }
            let owner = try kalends.owner(of: link.resource, account: account, transaction)
            let settings = try transaction.syncSettings.terms(of: calendar.resource).current
            let window = kalends.expansionWindow(readDays: settings.readDays)
            let reading = CalendarReading(
                kalends: kalends, transaction: transaction, calendar: calendar, settings: settings,
                overlaps: OverlapReview(kalends, transaction, calendar))
            try reading.expandAgain(item, try kalends.provider(account.provider).expand(item, in: window, for: owner))
        }
    }

    private func push(_ appointment: Appointment, resource: Resource.ID, known: Link?) throws {
        guard let link = try link(of: appointment, resource: resource, known: try released(known)),
            let target = try transaction.calendars.find(link.calendar)
        else { return }
        if try !isWanted(appointment, by: resource), try transaction.accounts.find(target.account)?.isConnected == false {
            return try takeOut(link, appointment)
        }
        // The account is part of the key: a job of one lane must not swallow the wake-up of another.
        var content = PushLinkPayload(appointment: appointment.id, resource: resource, account: target.account)
        (content.run, content.leavesEdits, content.cause) = (run?.id, run?.leavesEdits, cause)
        let isNewlyMade = known.map { $0.calendar != link.calendar || ($0.state == .closed && link.state != .closed) } ?? false
        if known != nil, link.remoteID == nil { content.looksFirst = true }
        try leave(
            .pushLink, try payload(content), target, key: "push:\(target.account):\(appointment.id):\(resource)", replaces: isNewlyMade)
    }

    /// - Parameter replaces: what waits already is done as this one says.
    private func leave(_ kind: JobKind, _ payload: String, _ calendar: ConnectedCalendar, key: String, replaces: Bool = false) throws {
        // What waits already is done by this run then.
        if try run != nil || replaces || tellsMore(key, calendar) { try transaction.jobs.replacePayload(waiting: key, with: payload) }
        try transaction.jobs.leave(kind: kind.rawValue, payload: payload, lane: kalends.lane(of: calendar.account), key: key, due: now)
    }

    /// Whether this change knows why something is written that waits as work of no run.
    private func tellsMore(_ key: String, _ calendar: ConnectedCalendar) throws -> Bool {
        guard cause != nil else { return false }
        let waiting = try transaction.jobs.all(lane: kalends.lane(of: calendar.account)).filter { $0.key == key && $0.state == .waiting }
        return try waiting.allSatisfy { try decode(PushLinkPayload.self, from: $0.payload).run == nil }
    }

    /// What an undo left alone is written again once something is wanted of it.
    private func released(_ link: Link?) throws -> Link? {
        guard var link, link.heldBack != nil else { return link }
        link.heldBack = nil
        try transaction.links.put(link)
        return link
    }

    /// The link of an appointment to the calendar that is linked now; the one there was when nothing is wanted in it.
    private func link(of appointment: Appointment, resource: Resource.ID, known: Link?) throws -> Link? {
        guard appointment.status == .confirmed, appointment.span.end > now, try resources(of: appointment).contains(resource),
            let linked = try transaction.calendars.linked(of: resource), known?.calendar != linked.id || known?.state == .closed
        else { return known }
        // What does not travel needs no event: none is looked for.
        let settings = try transaction.syncSettings.terms(of: resource).settings(for: appointment)
        guard settings.sends(appointment.service) else { return known }
        if let known, known.state != .closed {
            if let former = try transaction.calendars.find(known.calendar), try transaction.isSameCalendar(former, linked) {
                return try kalends.carryOver(known, to: linked, transaction)
            }
            try removeEvent(of: known, appointment)
        }
        let link = Link(appointment: appointment.id, resource: resource, calendar: linked.id, generation: known?.generation ?? 1)
        try transaction.links.put(link)
        return link
    }

    /// Whether an event of the appointment is to stand in a person's calendar.
    func isWanted(_ appointment: Appointment, by resource: Resource.ID) throws -> Bool {
        guard appointment.status == .confirmed, try resources(of: appointment).contains(resource) else { return false }
        return try transaction.syncSettings.terms(of: resource).settings(for: appointment)
            .sends(appointment.service)
    }

    /// Nobody can be asked in a disconnected account: the event that is wanted no more waits there for a way in, and its link ends.
    func takeOut(_ link: Link, _ appointment: Appointment) throws {
        try removeEvent(of: link, appointment)
        var link = link
        link.state = .closed
        (link.version, link.base, link.carried) = (nil, nil, nil)
        try transaction.links.put(link)
    }

    /// Leaves the work of taking an appointment's event out of the calendar of a link that is about to end. What was written without an
    /// answer has no id yet and is looked for under its name.
    func removeEvent(of link: Link, _ appointment: Appointment) throws {
        guard link.state != .closed, let calendar = try transaction.calendars.find(link.calendar)
        else { return }
        let uid = link.uid(for: appointment)
        let content = RemoveEventPayload(
            calendar: calendar.id, appointment: link.appointment, resource: link.resource, item: link.remoteID, uid: uid,
            version: link.version, run: run?.id, leavesEdits: run?.leavesEdits)
        try leave(.removeEvent, try payload(content), calendar, key: "remove:\(calendar.id):\(uid)")
    }

    /// Leaves the work of telling everybody concerned.
    /// - Parameters:
    ///   - attendee: the one whom alone it concerns, present or former; `nil`: all who are present.
    ///   - tellsCustomers: whether customers are told at all, or the people who take the appointment alone.
    func mail(
        _ kind: ComposeMailsPayload.Kind, _ appointment: Appointment, previousSpan: Span? = nil, formerStaff: [StaffMember.ID] = [],
        newStaff: [StaffMember.ID] = [], reason: String = "", about attendee: Customer.ID? = nil, tellsCustomers: Bool = true
    ) throws {
        // The stamp rises with every change even within one second, as the invitation's DTSTAMP must.
        let content = ComposeMailsPayload(
            kind: kind, appointment: appointment, previousSpan: previousSpan, formerStaff: formerStaff, newStaff: newStaff, reason: reason,
            stamp: appointment.updatedAt, attendee: attendee, tellsCustomers: tellsCustomers ? nil : false)
        // What tells of a meeting waits a little for its address; whatever comes after must not arrive before.
        let isEarly = try kind == .confirmation && appointment.meeting == .wanted && !transaction.isMeetingHeldUp(appointment)
        if !isEarly, appointment.meeting != nil { try transaction.jobs.pullForward(lane: lane(of: appointment), now: now) }
        try transaction.jobs.leave(
            kind: JobKind.composeMails.rawValue, payload: try payload(content), lane: lane(of: appointment), key: nil,
            due: isEarly ? now + Kalends.meetingPatience : now, now: now)
    }

    /// Where the mails about an appointment wait in line.
    func lane(of appointment: Appointment) -> String { "appointment:\(appointment.id)" }

    /// Closes the questions about an appointment that a change of ours has answered.
    func overtakeConflicts(of appointment: Appointment, resources: [Resource.ID], actor: Actor) throws {
        let people = try self.resources(of: appointment)
        for resource in resources {
            for conflict in try transaction.conflicts.all(of: appointment.id, resource: resource)
            where conflict.settledAt == nil && (conflict.isAnswered(by: appointment) || !people.contains(resource)) {
                try transaction.settle(conflict, .overtaken, now)
                try record(.conflictOvertaken, nil, appointment, actor: actor, reason: "")
            }
            guard let conflict = try transaction.conflicts.open(of: appointment.id, resource: resource) else { continue }
            try transaction.settle(conflict, .overtaken, now)
            try record(.conflictOvertaken, nil, appointment, actor: actor, reason: "")
            // Nobody is asked any more; what the appointment wants now is written.
            if var link = try transaction.links.find(appointment: appointment.id, resource: resource), link.state == .inConflict {
                link.state = .synced
                try transaction.links.put(link)
            }
        }
    }
}

extension SyncConflict {
    /// Whether it is no question any more, other than where the event is.
    fileprivate func isAnswered(by appointment: Appointment) -> Bool {
        switch kind {
        case .movedOutside, .deletedOutside, .cancelledOutside: false
        case .overlapped(let clash): appointment.status != .confirmed || !clash.span.overlaps(appointment.span)
        case .editedTwice: appointment.status != .confirmed
        }
    }
}

public import Booking
import CalendarSync
import CivilTime
public import Persistence

/// Why no online meeting is made for a person's appointments.
public enum MeetingObstacle: Hashable, Sendable {
    /// The person wants none to be made.
    case switchedOff
    /// Bookings are written into no calendar.
    case noLinkedCalendar
    /// The calendar that bookings are written into makes none; its name.
    case calendarMakesNone(String)
    /// The settings keep the bookings here, and a meeting is made with the event.
    case notWritten
    /// The calendar that makes them cannot be written now; its name.
    case notWritable(String)

    /// Whether the meetings of what is booked now are made all the same, once the obstacle is gone.
    public var passes: Bool { if case .notWritable = self { true } else { false } }
}

extension Kalends {
    /// What calendars that make meetings are marked with.
    static let meetingCapability = "meet"
    /// How long mails wait for the meeting that they tell of.
    static let meetingPatience = Seconds(90)

    /// - Parameter service: of which service; of any when `nil`.
    /// - Returns: `nil` when every online appointment that is made now gets a meeting of its own.
    public func meetingObstacle(
        for member: StaffMember, of service: Service.ID? = nil, _ transaction: Transaction
    ) throws -> MeetingObstacle? {
        if member.meetings == .none { return .switchedOff }
        guard let linked = try transaction.calendars.linked(of: member.resource) else { return .noLinkedCalendar }
        guard linked.remote.capabilities.contains(Self.meetingCapability) else { return .calendarMakesNone(linked.remote.name) }
        let sync = try transaction.syncSettings.terms(of: member.resource).current
        guard service.map(sync.sends) ?? sync.sendsBookings else { return .notWritten }
        return try transaction.canBeWritten(linked) ? nil : .notWritable(linked.remote.name)
    }

    /// What an online appointment is promised: the meeting of the one whom it is booked with.
    /// - Parameter known: the appointment, where it was made before: what was chosen then still says whether it is written.
    func promisedMeeting(
        with staff: [StaffMember.ID], of service: Service.ID, known: Appointment? = nil, _ transaction: Transaction
    ) throws -> OnlineMeeting {
        guard let member = try staff.first.flatMap({ try transaction.staff.find($0) }) else { return .unavailable }
        let obstacle = try meetingObstacle(for: member, of: service, transaction)
        let isMade = obstacle?.passes ?? true
        guard let known, isMade || obstacle == .notWritten else { return isMade ? .wanted : .unavailable }
        let terms = try transaction.syncSettings.terms(of: member.resource)
        return terms.settings(for: known).sends(service) && !terms.current.isOff ? .wanted : .unavailable
    }

    /// Whether an appointment waits for a meeting that is made with the event in this person's calendar.
    func isMeetingWanted(_ appointment: Appointment, in resource: Resource.ID, _ transaction: Transaction) throws -> Bool {
        guard appointment.meeting == .wanted, appointment.status == .confirmed else { return false }
        return try isMadeBy(resource, appointment, transaction)
    }

    private func isMadeBy(_ resource: Resource.ID, _ appointment: Appointment, _ transaction: Transaction) throws -> Bool {
        try appointment.staff.first.flatMap { try transaction.staff.find($0) }?.resource == resource
    }

    /// What the meeting of an appointment is called that is made with one event: another event has another one.
    func meetingName(of link: Link) -> String { "\(link.appointment)-\(link.generation)" }

    /// The event of an appointment is about to be made. What was made with an earlier one went with it, and what no calendar made this one may.
    /// - Returns: the name of the meeting to make with it; `nil` when none is.
    func renewMeeting(with link: Link, _ transaction: Transaction) throws -> String? {
        guard let before = try transaction.appointments.find(link.appointment), let known = before.meeting, before.status == .confirmed,
            try isMadeBy(link.resource, before, transaction)
        else { return nil }
        if known == .wanted { return meetingName(of: link) }
        switch try promisedMeeting(with: before.staff, of: before.service, known: before, transaction) {
        case .wanted:
            let after = try store(.wanted, of: before, transaction)
            try AppointmentChange(kalends: self, transaction: transaction, now: now)
                .record(.meetingRenewed, before, after, actor: .sync, reason: "")
            return meetingName(of: link)
        case .unavailable where known != .unavailable: try settleMeeting(.unavailable, of: before, transaction)
        case .unavailable, .ready: break
        }
        return nil
    }

    /// Takes what a calendar says of the meeting of an event of ours, and has the mails told that wait for it.
    func note(_ meeting: VideoMeeting?, of link: Link, _ transaction: Transaction) throws {
        guard let meeting, let before = try transaction.appointments.find(link.appointment),
            try isMeetingWanted(before, in: link.resource, transaction)
        else { return }
        switch meeting {
        case .pending:
            // Made while nobody looks: it is asked for soon.
            guard let calendar = try transaction.calendars.find(link.calendar), calendar.isRead else { return }
            try enqueueReading(of: calendar, due: now + .seconds(3), transaction)
        case .ready(let address):
            try settleMeeting(address.hasPrefix("https://") ? .ready(link: address) : .unavailable, of: before, transaction)
        case .failed: try settleMeeting(.unavailable, of: before, transaction)
        }
    }

    /// Stores what became of the meeting that an appointment waits for, and has the customer told.
    func settleMeeting(_ meeting: OnlineMeeting, of before: Appointment, _ transaction: Transaction) throws {
        let after = try store(meeting, of: before, transaction)
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now)
        try change.record(after.meeting == .unavailable ? .meetingFailed : .meetingMade, before, after, actor: .sync, reason: "")
        // The mails have gone out without it.
        if try transaction.jobs.pullForward(lane: change.lane(of: after), now: now) == 0 { try change.mail(.change, after) }
    }

    private func store(_ meeting: OnlineMeeting, of before: Appointment, _ transaction: Transaction) throws -> Appointment {
        var after = before
        after.meeting = meeting
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        return after
    }
}

extension Transaction {
    /// Whether the meeting that an appointment waits for cannot be made before its calendar can be written again.
    /// - Throws: `StoreFailure`.
    public func isMeetingHeldUp(_ appointment: Appointment) throws -> Bool {
        guard appointment.meeting == .wanted, let host = try appointment.staff.first.flatMap({ try staff.find($0) }),
            let linked = try calendars.linked(of: host.resource)
        else { return false }
        return try !canBeWritten(linked)
    }

    /// Whether nothing is known that keeps events out of a calendar until somebody does something about it.
    fileprivate func canBeWritten(_ calendar: ConnectedCalendar) throws -> Bool {
        guard calendar.remote.access == .readWrite, let account = try accounts.find(calendar.account), account.isConnected,
            account.refusedSince == nil
        else { return false }
        switch calendar.failure?.failure.kind {
        case .unauthorized, .forbidden, .calendarMissing, .misconfigured: return false
        default: return true
        }
    }
}

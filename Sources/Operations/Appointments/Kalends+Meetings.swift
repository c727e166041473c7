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
        return service.map(sync.sends) ?? sync.sendsBookings ? nil : .notWritten
    }

    /// What an online appointment is promised: the meeting of the one whom it is booked with.
    /// - Parameter known: the appointment, where it was made before: what was chosen then still says whether it is written.
    func promisedMeeting(
        with staff: [StaffMember.ID], of service: Service.ID, known: Appointment? = nil, _ transaction: Transaction
    ) throws -> OnlineMeeting {
        guard let member = try staff.first.flatMap({ try transaction.staff.find($0) }) else { return .unavailable }
        let obstacle = try meetingObstacle(for: member, of: service, transaction)
        guard let known, obstacle == nil || obstacle == .notWritten else { return obstacle == nil ? .wanted : .unavailable }
        let terms = try transaction.syncSettings.terms(of: member.resource)
        return terms.settings(for: known).sends(service) && !terms.current.isOff ? .wanted : .unavailable
    }

    /// Whether an appointment waits for a meeting that is made with the event in this person's calendar.
    func isMeetingWanted(_ appointment: Appointment, in resource: Resource.ID, _ transaction: Transaction) throws -> Bool {
        guard appointment.meeting == .wanted, appointment.status == .confirmed, let host = appointment.staff.first else { return false }
        return try transaction.staff.find(host)?.resource == resource
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
        var after = before
        after.meeting = meeting
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now)
        try change.record(after.meeting == .unavailable ? .meetingFailed : .meetingMade, before, after, actor: .sync, reason: "")
        // The mails have gone out without it.
        if try transaction.jobs.pullForward(lane: change.lane(of: after), now: now) == 0 { try change.mail(.change, after) }
    }
}

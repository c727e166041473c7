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
}

extension Kalends {
    /// What calendars that make meetings are marked with.
    private static let capability = "meet"
    /// How long mails wait for the meeting that they tell of.
    static let meetingPatience = Seconds(90)

    /// - Returns: `nil` when every online appointment of the person gets a meeting of its own.
    public func meetingObstacle(for member: StaffMember, _ transaction: Transaction) throws -> MeetingObstacle? {
        if member.meetings == .none { return .switchedOff }
        guard let linked = try transaction.calendars.linked(of: member.resource) else { return .noLinkedCalendar }
        return linked.remote.capabilities.contains(Self.capability) ? nil : .calendarMakesNone(linked.remote.name)
    }

    /// What an online appointment is promised: the meeting of the one whom it is booked with.
    func promisedMeeting(with staff: [StaffMember.ID], _ transaction: Transaction) throws -> OnlineMeeting {
        guard let member = try staff.first.flatMap({ try transaction.staff.find($0) }) else { return .unavailable }
        return try meetingObstacle(for: member, transaction) == nil ? .wanted : .unavailable
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
        var after = before
        switch meeting {
        case .pending:
            // Made while nobody looks: it is asked for soon.
            guard let calendar = try transaction.calendars.find(link.calendar), calendar.isRead else { return }
            return try enqueueReading(of: calendar, due: now + .seconds(3), transaction)
        case .ready(let address): after.meeting = address.hasPrefix("https://") ? .ready(link: address) : .unavailable
        case .failed: after.meeting = .unavailable
        }
        after.revision += 1
        after.updatedAt = max(now, before.updatedAt + .seconds(1))
        try transaction.appointments.update(after)
        let change = AppointmentChange(kalends: self, transaction: transaction, now: now)
        try change.record(after.meeting == .unavailable ? .meetingFailed : .meetingMade, before, after, actor: .sync, reason: "")
        // The mails have gone out without it.
        if try transaction.jobs.pullForward(lane: change.lane(of: after), now: now) == 0 { try change.mail(.change, after) }
    }
}

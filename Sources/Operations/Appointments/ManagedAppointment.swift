public import Booking
public import CivilTime
import Persistence
import Secrets

/// An appointment as the holder of its manage link sees it.
public struct ManagedAppointment: Sendable {
    /// As the holder may see it: as though nobody else came.
    public var appointment: Appointment
    /// What a move is made against (`MovePlace`): it rises when what the holder sees of the appointment's time changes.
    public var version: Int
    public var attendee: Attendee
    public var business: Business
    public var service: Service
    public var staff: [StaffMember]
    /// The last instant at which the customer may move or cancel.
    public var canChangeUntil: Instant
    /// Whether the holder gave up their place, or lost it, in an appointment that others share.
    public var hasLeft: Bool
    public var token: String
    /// Whether the link of its online meeting should be there by now and is not, or cannot come for now.
    public var isMeetingLate: Bool

    /// - Returns: `nil` for a link that opens nothing.
    public static func find(token: String, _ kalends: Kalends) async throws -> ManagedAppointment? {
        guard (16...128).contains(token.utf8.count) else { return nil }
        let hash = Token.hash(token)
        return try await kalends.database.read { transaction in
            guard let found = try transaction.manageLinks.find(tokenHash: hash),
                let appointment = try transaction.appointments.find(found.appointment),
                let attendee = appointment.attendee(found.customer) ?? appointment.formerAttendee(found.customer),
                let business = try transaction.businesses.find(appointment.business),
                let service = try transaction.services.find(appointment.service), appointment.isManagedByCustomers(service: service)
            else { return nil }
            let policy = service.policy ?? business.policy
            let seen = appointment.seen(by: attendee)
            let isOverdue = kalends.now > appointment.updatedAt + Kalends.meetingPatience
            let isLate = try appointment.meeting == .wanted && (isOverdue || transaction.isMeetingHeldUp(appointment))
            return ManagedAppointment(
                appointment: seen, version: appointment.group == nil ? appointment.revision : seen.sequence, attendee: attendee,
                business: business, service: service,
                staff: try appointment.staff.compactMap { try transaction.staff.find($0) },
                canChangeUntil: policy.lastChange(before: appointment.span.start),
                hasLeft: appointment.attendee(found.customer) == nil, token: token, isMeetingLate: isLate)
        }
    }
}

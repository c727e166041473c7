public import Booking
public import CivilTime
import Persistence
import Secrets

/// An appointment as the holder of its manage link sees it.
public struct ManagedAppointment: Sendable {
    public var appointment: Appointment
    public var attendee: Attendee
    public var business: Business
    public var service: Service
    public var staff: [StaffMember]
    /// The last instant at which the customer may move or cancel.
    public var canChangeUntil: Instant
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
                let attendee = appointment.attendees.first(where: { $0.customer == found.customer }),
                let business = try transaction.businesses.find(appointment.business),
                let service = try transaction.services.find(appointment.service)
            else { return nil }
            let policy = service.policy ?? business.policy
            let isOverdue = kalends.now > appointment.updatedAt + Kalends.meetingPatience
            let isLate = try appointment.meeting == .wanted && (isOverdue || transaction.isMeetingHeldUp(appointment))
            return ManagedAppointment(
                appointment: appointment, attendee: attendee, business: business, service: service,
                staff: try appointment.staff.compactMap { try transaction.staff.find($0) },
                canChangeUntil: policy.lastChange(before: appointment.span.start), token: token,
                isMeetingLate: isLate)
        }
    }
}
